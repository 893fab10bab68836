/** Lets a bank read chosen fields of the firm until a day. */
import { gradeTitle } from '../../../data/catalog.ts'
import { useState } from 'react'
import { useGrantChoices } from '../../../data/access-ledger.ts'
import { Answer } from '../../../parts/answer.tsx'
import { Drawer } from '../../../parts/drawer.tsx'
import { useAct } from '../../../data/act.ts'
import { ProblemNote } from '../../../parts/problem-note.tsx'
import styles from './authorisations.module.css'

/** YYYY-MM-DD in Asia/Shanghai, `days` from now. */
function dayFromNow(days: number): string {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' })
  return format.format(new Date(Date.now() + days * 86_400_000))
}

export function GrantDrawer({ onClose }: { readonly onClose: () => void }) {
  const choices = useGrantChoices()
  const act = useAct()
  const [grantee, setGrantee] = useState('')
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [validUntil, setValidUntil] = useState(() => dayFromNow(90))
  const toggle = (field: string) =>
    setChosen((now) => {
      const next = new Set(now)
      if (!next.delete(field)) next.add(field)
      return next
    })
  const send = async () => {
    const made = await act.run('/api/authorisations', { grantee, fields: [...chosen], validUntil })
    if (made !== undefined) onClose()
  }
  return (
    <Drawer title="授权银行读取本企业数据" wide onClose={onClose}>
      <Answer of={choices} title="正在读取可授权的信息项">
        {({ banks, datasets }) => (
          <form
            className={styles.form}
            onSubmit={(event) => {
              event.preventDefault()
              void send()
            }}
          >
            <div className={styles.pair}>
              <label>
                银行
                <select
                  className="field"
                  value={grantee}
                  onChange={(event) => setGrantee(event.target.value)}
                >
                  <option value="">选择银行</option>
                  {banks.map(({ username, name }) => (
                    <option key={username} value={username}>
                      {name}
                    </option>
                  ))}
                </select>
              </label>
              <label>
                有效期止
                <input
                  className="field"
                  type="date"
                  min={dayFromNow(0)}
                  value={validUntil}
                  onChange={(event) => setValidUntil(event.target.value)}
                />
              </label>
            </div>
            <p className="small quiet">
              用途为授信。银行只能读到所选信息项，不含其他企业的任何数据；可随时撤回，撤回即停。
            </p>
            {datasets.map(({ id, title, columns }) => (
              <fieldset key={id} className={styles.checks}>
                <legend>{title}</legend>
                <ul>
                  {columns.map(({ name, title: column, grade }) => (
                    <li key={name}>
                      <label>
                        <input
                          type="checkbox"
                          checked={chosen.has(`${id}.${name}`)}
                          onChange={() => toggle(`${id}.${name}`)}
                        />
                        <span title={column}>{column}</span>
                        <small className="quiet">{gradeTitle(grade)}</small>
                      </label>
                    </li>
                  ))}
                </ul>
              </fieldset>
            ))}
            <ProblemNote problem={act.problem} />
            <div className={styles.sticky}>
              <span className="small quiet">已选 {chosen.size} 项</span>
              <button
                type="submit"
                className="button button-primary"
                disabled={act.busy || grantee === '' || chosen.size === 0}
              >
                确认授权
              </button>
            </div>
          </form>
        )}
      </Answer>
    </Drawer>
  )
}
