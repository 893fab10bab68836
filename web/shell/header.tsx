/** What is shown, for where, as of when, from which data; alerts; who is signed in. */
import { RealmBadge } from '../parts/realm-badge.tsx'
import { Choice } from '../parts/choice.tsx'
import { realmTitles } from '../data/vocabulary.ts'
import { AlertsMenu } from './alerts-menu.tsx'
import { MonthPicker } from './month-picker.tsx'
import { RegionPicker } from './region-picker.tsx'
import { UserMenu } from './user-menu.tsx'
import { useScope } from './scope.tsx'
import styles from './header.module.css'

export function Header({ title }: { readonly title: string }) {
  const { chain, chains, region, realm, session, change } = useScope()
  return (
    <header className={styles.header}>
      <div className={styles.title}>
        <h1>{title}</h1>
        {chains.length > 1 ? (
          <select
            className={styles.chain}
            aria-label="产业链"
            value={chain?.id}
            onChange={(event) => change({ chain: event.target.value })}
          >
            {chains.map(({ id, title: name }) => (
              <option key={id} value={id}>
                {name}产业链
              </option>
            ))}
          </select>
        ) : (
          chain !== undefined && <span className="quiet">{chain.title}产业链</span>
        )}
      </div>
      <p className={styles.printed}>
        {region.name} · {realmTitles[realm]}
      </p>
      <div className={styles.tools} data-print="no">
        <RegionPicker />
        <MonthPicker />
        {session.realms.length > 1 ? (
          <div className={styles.realm} data-realm={realm}>
            <Choice
              label="数据范围"
              value={realm}
              onChange={(value) => change({ realm: value })}
              options={session.realms.map((value) => ({ value, title: realmTitles[value] }))}
            />
          </div>
        ) : (
          <RealmBadge realm={realm} />
        )}
        <AlertsMenu />
        <UserMenu />
      </div>
    </header>
  )
}
