import type { Authorisation } from '../../../../server/api/schemas/access-ledger.ts'
import { authorisationStateTitles, useFirmAuthorisations } from '../../../data/access-ledger.ts'
import { Answer } from '../../../parts/answer.tsx'
import { EmptyState } from '../../../parts/empty-state.tsx'
import { formatAgo, formatDate, formatNumber } from '../../../parts/format.ts'
import { useAct } from '../../../data/act.ts'
import { ProblemNote } from '../../../parts/problem-note.tsx'
import styles from './authorisations.module.css'

export function BankCard({ creditCode }: { readonly creditCode: string }) {
  const given = useFirmAuthorisations(creditCode)
  return (
    <Answer of={given} title="正在读取授权">
      {({ items }) =>
        items.length === 0 ? (
          <EmptyState
            title="还没有授权银行"
            detail="点“新增授权”，选银行、信息项与期限；银行只能读到所选信息项，每次读取都记入账本。"
          />
        ) : (
          <ul className={styles.list}>
            {items.map((authorisation) => (
              <BankItem key={authorisation.id} authorisation={authorisation} />
            ))}
          </ul>
        )
      }
    </Answer>
  )
}

function BankItem({ authorisation }: { readonly authorisation: Authorisation }) {
  const act = useAct()
  const { id, grantee, purpose, fields, validUntil, grantedAt, withdrawnAt, state, uses, lastUsedAt } =
    authorisation
  return (
    <li>
      <p className={styles.head}>
        <b>
          <bdi>{grantee}</bdi>
        </b>
        <span className={styles.state} data-state={state}>
          {authorisationStateTitles[state]}
        </span>
      </p>
      <ul className={styles.chips}>
        {fields.map(({ dataset, name, datasetTitle, title }) => (
          <li key={`${dataset}.${name}`}>
            {datasetTitle} · {title}
          </li>
        ))}
      </ul>
      <p className="small quiet number">
        用途 {purpose}，{formatDate(grantedAt)} 至 {validUntil}
        {withdrawnAt !== null && `，${formatDate(withdrawnAt)} 撤回`}；已用 {formatNumber(uses)} 次
        {lastUsedAt !== null && `，最近 ${formatAgo(lastUsedAt)}`}
      </p>
      {state === 'active' && (
        <div className={styles.buttons}>
          <button
            type="button"
            className="button button-small"
            disabled={act.busy}
            onClick={() => void act.run(`/api/authorisations/${id}/withdrawal`)}
          >
            撤回授权
          </button>
        </div>
      )}
      <ProblemNote problem={act.problem} />
    </li>
  )
}
