/** What the viewer's side may do with a contract now: sign, take a key or a file, end it, confirm destruction. */
import { useState } from 'react'
import type { IssuedKey } from '../../../../server/api/schemas/deliveries.ts'
import type { ContractDetail } from '../../../../server/api/schemas/exchange.ts'
import { Card } from '../../../parts/card.tsx'
import { Icon } from '../../../parts/icon.tsx'
import { useScope } from '../../../shell/scope.tsx'
import { useAct } from '../../../data/act.ts'
import { dayFromNow } from './draft.ts'
import { FileButtons } from './file-buttons.tsx'
import { ProblemNote } from '../../../parts/problem-note.tsx'
import { ReasonForm } from '../../../parts/reason-form.tsx'
import styles from './exchange.module.css'

export function ContractActions({ contract }: { readonly contract: ContractDetail }) {
  const { session } = useScope()
  const act = useAct()
  const [issued, setIssued] = useState<string | null>(null)
  const { id, state, own, digest, terms, destruction, tableDefinition } = contract
  const answers = session.role === 'operator' || session.role === 'steward'
  const inForce = state === 'active' || state === 'exhausted' || state === 'unsigned' || state === 'future'
  const ended = state === 'revoked' || state === 'expired' || state === 'replaced'
  if (!own && !answers) return null
  const url = `/api/exchange/contracts/${id}`
  return (
    <Card title="办理">
      <div className={styles.detail}>
        {own && state === 'unsigned' && (
          <>
            <p className="small">请核对合同各项与摘要，签署即表示同意用途、用量与销毁约定。</p>
            <button
              type="button"
              className="button button-primary"
              disabled={act.busy}
              onClick={() => void act.run(`${url}/signature`, { digest })}
            >
              <Icon name="check" size={13} />
              签署合同
            </button>
          </>
        )}
        {own && state === 'active' && terms.output !== 'file' && (
          <>
            <button
              type="button"
              className="button button-primary"
              disabled={act.busy}
              onClick={() =>
                void act.run<IssuedKey>(`/api/deliveries/${id}/key`).then((answer) => {
                  if (answer !== undefined) setIssued(answer.key)
                })
              }
            >
              <Icon name="key" size={13} />
              {contract.key === null ? '领取密钥' : '更换密钥'}
            </button>
            {issued !== null && (
              <div className={styles.key} role="status">
                <b>密钥只显示这一次，请立即保存：</b>
                <code>{issued}</code>
              </div>
            )}
            <Usage id={id} output={terms.output} definition={tableDefinition} />
          </>
        )}
        {own && state === 'active' && terms.output === 'file' && <FileButtons id={id} />}
        {own && ended && destruction === null && <DestructionForm url={url} />}
        {inForce && (answers || own) && (
          <ReasonForm
            button={answers && !own ? '撤销合同' : '终止合同'}
            label="理由"
            busy={act.busy}
            onSend={(reason) => void act.run(`${url}/revocation`, { reason })}
          />
        )}
        <ProblemNote problem={act.problem} />
      </div>
    </Card>
  )
}

/** How a program calls: with the address this page was opened under. */
function Usage({
  id,
  output,
  definition,
}: {
  readonly id: number
  readonly output: 'api' | 'table' | 'file'
  readonly definition: string
}) {
  const path = output === 'api' ? 'rows?limit=100' : 'copy'
  const call = `curl -H "Authorization: Bearer <密钥>" "${location.origin}/api/deliveries/${id}/${path}"`
  return (
    <details className={styles.usage}>
      <summary>调用方法</summary>
      <pre>{call}</pre>
      {output === 'table' && (
        <>
          <p className="small">建表后以 \copy 载入；平台不向外开放数据库账号。</p>
          <pre>{definition}</pre>
        </>
      )}
    </details>
  )
}

function DestructionForm({ url }: { readonly url: string }) {
  const act = useAct()
  const [today] = useState(() => dayFromNow(0))
  const [day, setDay] = useState(today)
  const [method, setMethod] = useState('')
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault()
        void act.run(`${url}/destruction`, { destroyedOn: day, method })
      }}
    >
      <h3>销毁回执</h3>
      <label>
        销毁日期
        <input
          className="field"
          type="date"
          required
          max={today}
          value={day}
          onChange={(event) => setDay(event.target.value)}
        />
      </label>
      <label>
        销毁方式
        <input
          className="field"
          required
          minLength={2}
          maxLength={500}
          placeholder="如：删除数据库表与全部备份"
          value={method}
          onChange={(event) => setMethod(event.target.value)}
        />
      </label>
      <button type="submit" className="button button-primary" disabled={act.busy}>
        提交回执
      </button>
      <ProblemNote problem={act.problem} />
    </form>
  )
}
