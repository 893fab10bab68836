import { useState, type FormEvent } from 'react'
import type { AccountWithPassword } from '../../../../server/api/schemas/account.ts'
import { request } from '../../../data/api.ts'
import { Drawer } from '../../../parts/drawer.tsx'
import { InitialPassword } from './initial-password.tsx'
import { useChange } from './use-change.ts'
import styles from './accounts.module.css'

export function NewAccountDrawer({ onClose }: { readonly onClose: () => void }) {
  const { change, problem, waiting } = useChange()
  const [username, setUsername] = useState('')
  const [displayName, setDisplayName] = useState('')
  const [person, setPerson] = useState('')
  const [made, setMade] = useState<AccountWithPassword | null>(null)

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const body = { username, displayName, person: person.trim() === '' ? null : person }
    const result = await change(() => request<AccountWithPassword>('/api/accounts', { method: 'POST', body }))
    if (result !== undefined) setMade(result)
  }

  return (
    <Drawer title="新建账号" onClose={onClose}>
      {made === null ? (
        <form className={styles.form} aria-label="新建账号" onSubmit={(event) => void submit(event)}>
          <label>
            账号
            <input
              className="field"
              required
              minLength={3}
              maxLength={50}
              value={username}
              onChange={(event) => setUsername(event.target.value)}
            />
            <small>字母开头，含字母、数字、点、横线、下划线</small>
          </label>
          <label>
            姓名
            <input
              className="field"
              required
              maxLength={50}
              value={displayName}
              onChange={(event) => setDisplayName(event.target.value)}
            />
          </label>
          <label>
            工号
            <input
              className="field"
              maxLength={40}
              value={person}
              onChange={(event) => setPerson(event.target.value)}
            />
            <small>系统、安全、审计管理员必填；三者由不同的人担任</small>
          </label>
          {problem !== null && (
            <p className={styles.problem} role="alert">
              {problem}
            </p>
          )}
          <button type="submit" className="button button-primary" disabled={waiting}>
            {waiting ? '正在新建 …' : '新建'}
          </button>
        </form>
      ) : (
        <div className={styles.detail}>
          <p>
            已新建 <bdi>{made.account.displayName}</bdi>（{made.account.username}），请安全管理员授予角色。
          </p>
          <InitialPassword password={made.initialPassword} />
        </div>
      )}
    </Drawer>
  )
}
