import { useState, type FormEvent } from 'react'
import type { Account, Grant } from '../../../../server/api/schemas/account.ts'
import type { Role } from '../../../../server/api/schemas/session.ts'
import { request } from '../../../data/api.ts'
import { roleTitles } from '../../../data/vocabulary.ts'
import { useScope } from '../../../shell/scope.tsx'
import { useChange } from './use-change.ts'
import styles from './accounts.module.css'

const roles = Object.keys(roleTitles) as Role[]

/** Role, region and firm, given together. */
export function GrantForm({ account }: { readonly account: Account }) {
  const { regions } = useScope()
  const { change, problem, waiting } = useChange()
  const [role, setRole] = useState<Role>(account.role ?? 'county')
  const [regionCode, setRegionCode] = useState(account.region?.code ?? '')
  const [creditCode, setCreditCode] = useState(account.creditCode ?? '')

  const submit = (event: FormEvent) => {
    event.preventDefault()
    const firm = role === 'enterprise' && creditCode.trim() !== '' ? creditCode.trim() : null
    const body: Grant = { role, regionCode, creditCode: firm }
    void change(() => request(`/api/accounts/${account.id}/role`, { method: 'PUT', body }))
  }

  return (
    <form className={styles.form} aria-label="授予角色" onSubmit={submit}>
      <label>
        角色
        <select className="field" value={role} onChange={(event) => setRole(event.target.value as Role)}>
          {roles.map((one) => (
            <option key={one} value={one}>
              {roleTitles[one]}
            </option>
          ))}
        </select>
      </label>
      <label>
        辖区
        <select
          className="field"
          required
          value={regionCode}
          onChange={(event) => setRegionCode(event.target.value)}
        >
          <option value="" disabled>
            请选择
          </option>
          {regions.map(({ code, name, level }) => (
            <option key={code} value={code}>
              {level === 'county' ? `　　${name}` : level === 'city' ? `　${name}` : name}（{code}）
            </option>
          ))}
        </select>
      </label>
      {role === 'enterprise' && (
        <label>
          统一社会信用代码
          <input
            className="field"
            maxLength={64}
            value={creditCode}
            onChange={(event) => setCreditCode(event.target.value)}
          />
          <small>账号只见这家企业的数据；留空则等企业认证通过后绑定</small>
        </label>
      )}
      {problem !== null && (
        <p className={styles.problem} role="alert">
          {problem}
        </p>
      )}
      <button type="submit" className="button button-primary" disabled={waiting}>
        {account.role === null ? '授予角色' : '更改角色'}
      </button>
    </form>
  )
}
