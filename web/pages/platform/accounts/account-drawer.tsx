import { useState } from 'react'
import type { Account, AccountUpdate, AccountWithPassword } from '../../../../server/api/schemas/account.ts'
import { request } from '../../../data/api.ts'
import { roleTitles } from '../../../data/vocabulary.ts'
import { Drawer } from '../../../parts/drawer.tsx'
import { formatTime, MISSING } from '../../../parts/format.ts'
import { statesOf } from './account-states.ts'
import { GrantForm } from './grant-form.tsx'
import { InitialPassword } from './initial-password.tsx'
import { useChange } from './use-change.ts'
import styles from './accounts.module.css'

export function AccountDrawer({
  account,
  isSystem,
  onClose,
}: {
  readonly account: Account
  readonly isSystem: boolean
  readonly onClose: () => void
}) {
  const { region, enterpriseName, creditCode } = account
  const terms = [
    ['账号', account.username],
    ['工号', account.person ?? MISSING],
    ['角色', account.role === null ? '未授予' : roleTitles[account.role]],
    ['辖区', region === null ? MISSING : `${region.name} ${region.code}`],
    ...(creditCode === null ? [] : [['企业', `${enterpriseName ?? ''} ${creditCode}`]]),
    ['状态', statesOf(account).join('、')],
    ['动态口令', account.secondFactor ? '已绑定' : '未绑定'],
    ['建立', formatTime(account.createdAt)],
    ['口令修改', formatTime(account.passwordChangedAt)],
    ['最近登录', account.lastSignInAt === null ? '从未' : formatTime(account.lastSignInAt)],
  ]
  return (
    <Drawer title={account.displayName} onClose={onClose}>
      <div className={styles.detail}>
        <dl className={styles.terms}>
          {terms.map(([term, text]) => (
            <div key={term} style={{ display: 'contents' }}>
              <dt>{term}</dt>
              <dd>
                <bdi>{text}</bdi>
              </dd>
            </div>
          ))}
        </dl>
        {account.demonstration ? (
          <p className="quiet">演示账号由演示模式管理，不能更改。</p>
        ) : isSystem ? (
          <SystemActions account={account} />
        ) : (
          <SecurityActions account={account} />
        )}
      </div>
    </Drawer>
  )
}

function SystemActions({ account }: { readonly account: Account }) {
  const { change, problem, waiting } = useChange()
  const [password, setPassword] = useState<string | null>(null)
  const [person, setPerson] = useState(account.person ?? '')
  const update = (body: AccountUpdate) =>
    void change(() => request(`/api/accounts/${account.id}`, { method: 'PATCH', body }))
  const reset = async () => {
    const result = await change(() =>
      request<AccountWithPassword>(`/api/accounts/${account.id}/password`, { method: 'POST' }),
    )
    setPassword(result?.initialPassword ?? null)
  }
  return (
    <>
      <form
        className={styles.form}
        aria-label="工号"
        onSubmit={(event) => {
          event.preventDefault()
          update({ person: person.trim() === '' ? null : person })
        }}
      >
        <label>
          工号
          <input
            className="field"
            maxLength={40}
            value={person}
            onChange={(event) => setPerson(event.target.value)}
          />
        </label>
        <button
          type="submit"
          className="button"
          disabled={waiting || person.trim().toUpperCase() === (account.person ?? '')}
        >
          保存工号
        </button>
      </form>
      <div className={styles.actions}>
        <button type="button" className="button" disabled={waiting} onClick={() => void reset()}>
          重置口令
        </button>
        <button
          type="button"
          className="button"
          disabled={waiting}
          onClick={() => update({ disabled: !account.disabled })}
        >
          {account.disabled ? '启用账号' : '停用账号'}
        </button>
      </div>
      {problem !== null && (
        <p className={styles.problem} role="alert">
          {problem}
        </p>
      )}
      {password !== null && <InitialPassword password={password} />}
    </>
  )
}

function SecurityActions({ account }: { readonly account: Account }) {
  const { change, problem, waiting } = useChange()
  const remove = (what: 'lock' | 'second-factor') =>
    void change(() => request(`/api/accounts/${account.id}/${what}`, { method: 'DELETE' }))
  return (
    <>
      <GrantForm account={account} />
      <div className={styles.actions}>
        <button
          type="button"
          className="button"
          disabled={waiting || !account.locked}
          onClick={() => remove('lock')}
        >
          解除锁定
        </button>
        <button
          type="button"
          className="button"
          disabled={waiting || !account.secondFactor}
          onClick={() => remove('second-factor')}
        >
          解除动态口令
        </button>
      </div>
      {problem !== null && (
        <p className={styles.problem} role="alert">
          {problem}
        </p>
      )}
    </>
  )
}
