import type { Claim } from '../../../../server/api/schemas/access-ledger.ts'
import { claimKindTitles, claimStateTitles, useFirmClaims } from '../../../data/access-ledger.ts'
import { Answer } from '../../../parts/answer.tsx'
import { Card } from '../../../parts/card.tsx'
import { EmptyState } from '../../../parts/empty-state.tsx'
import { formatTime } from '../../../parts/format.ts'
import { useAct } from '../../../data/act.ts'
import { ProblemNote } from '../../../parts/problem-note.tsx'
import styles from './access-ledger.module.css'

/** What the firm questioned or asked to be corrected, with the answer. */
export function ClaimsCard({
  creditCode,
  onCorrect,
}: {
  readonly creditCode: string
  readonly onCorrect: () => void
}) {
  const claims = useFirmClaims(creditCode)
  return (
    <Card
      title="异议与更正"
      fill
      className={styles.claims}
      actions={
        <button type="button" className="button button-small" onClick={onCorrect}>
          申请更正
        </button>
      }
    >
      <Answer of={claims} title="正在读取">
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState compact title="没有异议或更正" detail="对某次使用有疑问，点该记录的“异议”。" />
          ) : (
            <ul className={styles.claimList}>
              {items.map((claim) => (
                <ClaimLine key={claim.id} claim={claim} />
              ))}
            </ul>
          )
        }
      </Answer>
    </Card>
  )
}

function ClaimLine({ claim }: { readonly claim: Claim }) {
  const act = useAct()
  const { id, kind, state, text, access, datasetTitle, fieldTitle, value, answer, answeredBy } = claim
  return (
    <li>
      <p>
        <b>{claimKindTitles[kind]}</b>{' '}
        <span className={styles.claimState} data-state={state}>
          {claimStateTitles[state]}
        </span>
        <small className="quiet number">{formatTime(claim.submittedAt)}</small>
      </p>
      {access !== null && (
        <p className="small quiet">
          {access.organisation}：{access.purpose}，{formatTime(access.at)}
        </p>
      )}
      {kind === 'correction' && (
        <p className="small">
          {datasetTitle} · {fieldTitle} 应为 <b>{value}</b>
        </p>
      )}
      <p className="small">
        <bdi>{text}</bdi>
      </p>
      {answer !== null && (
        <p className={styles.answer}>
          {answeredBy} 答复：<bdi>{answer}</bdi>
        </p>
      )}
      {state === 'open' && (
        <button
          type="button"
          className="text-button small"
          disabled={act.busy}
          onClick={() => void act.run(`/api/access-ledger/claims/${id}/withdrawal`)}
        >
          撤回
        </button>
      )}
      <ProblemNote problem={act.problem} />
    </li>
  )
}
