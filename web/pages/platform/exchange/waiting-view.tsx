/** What waits for the viewer: applications to decide, contracts to sign, claims of firms to answer. */
import { useState } from 'react'
import type { Claim } from '../../../../server/api/schemas/access-ledger.ts'
import type { Contract } from '../../../../server/api/schemas/exchange.ts'
import { claimKindTitles, useOpenClaims } from '../../../data/access-ledger.ts'
import { useContracts, useExchangeRequests } from '../../../data/exchange.ts'
import { Answer } from '../../../parts/answer.tsx'
import { DataTable } from '../../../parts/data-table.tsx'
import { EmptyState } from '../../../parts/empty-state.tsx'
import { formatTime } from '../../../parts/format.ts'
import { useScope } from '../../../shell/scope.tsx'
import { useAct } from '../../../data/act.ts'
import { ProblemNote } from '../../../parts/problem-note.tsx'
import { requestColumns } from './request-table.tsx'
import styles from './exchange.module.css'

export function WaitingView({
  onRequest,
  onContract,
}: {
  readonly onRequest: (id: number) => void
  readonly onContract: (id: number) => void
}) {
  const { session } = useScope()
  if (session.role === 'operator' || session.role === 'steward') {
    return (
      <div className={styles.detail}>
        <section>
          <h3>待审批的申请</h3>
          <Deciding onRequest={onRequest} />
        </section>
        {session.role === 'steward' && (
          <section>
            <h3>企业的异议与更正</h3>
            <Claims />
          </section>
        )}
        {session.role === 'operator' && (
          <section>
            <h3>本方合同</h3>
            <Signing onContract={onContract} />
          </section>
        )}
      </div>
    )
  }
  return <Signing onContract={onContract} />
}

function Deciding({ onRequest }: { readonly onRequest: (id: number) => void }) {
  const waiting = useExchangeRequests({ waiting: true })
  return (
    <Answer of={waiting} title="正在读取待办">
      {({ pages }) => (
        <DataTable
          name="待审批的申请"
          rows={pages.flatMap(({ items }) => items)}
          columns={requestColumns}
          rowKey={({ id }) => id}
          onRow={({ id }) => onRequest(id)}
          empty={
            <EmptyState
              compact
              title="没有轮到您审批的申请"
              detail="有条件共享和一般 3 级及以上的申请提交后，按次序出现在这里。"
            />
          }
        />
      )}
    </Answer>
  )
}

function Claims() {
  const claims = useOpenClaims()
  return (
    <Answer of={claims} title="正在读取异议与更正">
      {({ items }) =>
        items.length === 0 ? (
          <EmptyState
            compact
            title="没有待答复的异议或更正"
            detail="企业在“企业可见账本”提出后，在这里答复。"
          />
        ) : (
          <ul className={styles.cards}>
            {items.map((claim) => (
              <ClaimCard key={claim.id} claim={claim} />
            ))}
          </ul>
        )
      }
    </Answer>
  )
}

function ClaimCard({ claim }: { readonly claim: Claim }) {
  const act = useAct()
  const [answer, setAnswer] = useState('')
  const send = (state: 'accepted' | 'rejected') =>
    void act.run(`/api/access-ledger/claims/${claim.id}/answer`, { state, answer })
  return (
    <li>
      <p>
        <b>{claimKindTitles[claim.kind]}</b> <bdi>{claim.name ?? claim.creditCode}</bdi>{' '}
        <span className="quiet small number">{formatTime(claim.submittedAt)}</span>
      </p>
      {claim.access !== null && (
        <p className="small quiet">
          针对 {formatTime(claim.access.at)} {claim.access.organisation}：{claim.access.purpose}
        </p>
      )}
      {claim.kind === 'correction' && (
        <p>
          {claim.datasetTitle} · {claim.fieldTitle} 应为 <b>{claim.value}</b>
        </p>
      )}
      <p>
        <bdi>{claim.text}</bdi>
      </p>
      <textarea
        className={styles.text}
        aria-label="答复"
        placeholder="答复企业"
        rows={2}
        maxLength={2000}
        value={answer}
        onChange={(event) => setAnswer(event.target.value)}
      />
      <div className={styles.buttons}>
        <button
          type="button"
          className="button"
          disabled={act.busy || answer.trim().length < 2}
          onClick={() => send('rejected')}
        >
          不采纳
        </button>
        <button
          type="button"
          className="button button-primary"
          disabled={act.busy || answer.trim().length < 2}
          onClick={() => send('accepted')}
        >
          采纳
        </button>
      </div>
      <ProblemNote problem={act.problem} />
    </li>
  )
}

/** For the recipient: contracts to sign, and ended ones whose destruction is not confirmed. */
function Signing({ onContract }: { readonly onContract: (id: number) => void }) {
  const contracts = useContracts()
  const what = ({ own, state, destruction, usage }: Contract): string | null => {
    if (!own) return null
    if (state === 'unsigned') return '待签署'
    const ended = state === 'revoked' || state === 'expired'
    return ended && destruction === null && usage.calls > 0 ? '待提交销毁回执' : null
  }
  return (
    <Answer of={contracts} title="正在读取待办">
      {({ pages }) => {
        const rows = pages
          .flatMap(({ items }) => items)
          .flatMap((contract) => {
            const task = what(contract)
            return task === null ? [] : [{ contract, task }]
          })
        return (
          <DataTable
            name="待办"
            rows={rows}
            rowKey={({ contract }) => contract.id}
            onRow={({ contract }) => onContract(contract.id)}
            columns={[
              { key: 'task', title: '事项', width: '140px', value: ({ task }) => task },
              { key: 'number', title: '合同', width: '190px', value: ({ contract }) => contract.number },
              { key: 'dataset', title: '数据集', value: ({ contract }) => contract.terms.dataset.title },
              {
                key: 'until',
                title: '有效期止',
                width: '120px',
                value: ({ contract }) => contract.terms.validUntil,
              },
            ]}
            empty={
              <EmptyState
                title="没有待办"
                detail="申请批准后，合同在这里待签署；终止后在这里提交销毁回执。"
              />
            }
          />
        )
      }}
    </Answer>
  )
}
