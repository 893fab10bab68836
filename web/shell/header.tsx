/** What is shown, for where, as of when, from which data; alerts; who is signed in. */
import { RealmBadge } from '../parts/realm-badge.tsx'
import { Choice } from '../parts/choice.tsx'
import { isAdministrator, realmTitles } from '../data/vocabulary.ts'
import { AlertsMenu } from './alerts-menu.tsx'
import { MonthPicker } from './month-picker.tsx'
import { RegionPicker } from './region-picker.tsx'
import { UserMenu } from './user-menu.tsx'
import { useScope } from './scope.tsx'
import styles from './header.module.css'

export function Header({
  title,
  scoped,
}: {
  readonly title: string
  /** Whether the page depends on the scope. */
  readonly scoped: boolean
}) {
  const { region, realm, session } = useScope()
  const forData = !isAdministrator(session.role)
  return (
    <header className={styles.header}>
      <div className={styles.title}>
        <h1>{title}</h1>
        {scoped && <ChainPicker />}
      </div>
      <p className={styles.printed}>
        {region.name} · {realmTitles[realm]}
      </p>
      <div className={styles.tools} data-print="no">
        {scoped && forData && (
          <>
            <RegionPicker />
            <MonthPicker />
            <RealmPicker />
          </>
        )}
        {forData && <AlertsMenu />}
        <UserMenu />
      </div>
    </header>
  )
}

function ChainPicker() {
  const { chain, chains, change } = useScope()
  if (chains.length < 2) {
    return chain === undefined ? null : <span className="quiet">{chain.title}产业链</span>
  }
  return (
    <select
      className={styles.chain}
      aria-label="产业链"
      value={chain?.id}
      onChange={(event) => change({ chain: event.target.value })}
    >
      {chains.map(({ id, title }) => (
        <option key={id} value={id}>
          {title}产业链
        </option>
      ))}
    </select>
  )
}

/** A choice where both realms hold data; where one does, its mark. */
function RealmPicker() {
  const { realm, session, change } = useScope()
  if (session.realms.length < 2) return <RealmBadge realm={realm} />
  return (
    <div className={styles.realm} data-realm={realm}>
      <Choice
        label="数据范围"
        value={realm}
        onChange={(value) => change({ realm: value })}
        options={session.realms.map((value) => ({ value, title: realmTitles[value] }))}
      />
    </div>
  )
}
