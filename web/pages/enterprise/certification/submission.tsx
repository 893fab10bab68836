import type { FirmCertificationItem } from '../../../../server/api/schemas/certification.ts'
import { firmStateTitles, useDecision } from '../../../data/catalog.ts'
import { formatBytes, formatTime } from '../../../parts/format.ts'
import { Icon } from '../../../parts/icon.tsx'
import styles from './certification.module.css'

const steps = ['提交', '审核', '认证'] as const

/** Steps passed, by state; a rejected one ends at 审核. */
const passed: Readonly<Record<FirmCertificationItem['state'], number>> = {
  submitted: 1,
  approved: 3,
  rejected: 2,
  withdrawn: 1,
  revoked: 2,
}

export function Submission({ certification }: { readonly certification: FirmCertificationItem }) {
  const { run, busy, problem } = useDecision()
  const { id, state, name, creditCode, checks, proof, reviewed, submittedAt } = certification
  return (
    <div className={styles.submission}>
      <ol className={styles.steps} aria-label={`状态：${firmStateTitles[state]}`} data-state={state}>
        {steps.map((title, at) => (
          <li key={title} data-passed={at < passed[state]}>
            {title}
          </li>
        ))}
      </ol>
      <p className={styles.verdict} data-state={state}>
        <b>{firmStateTitles[state]}</b>
        {reviewed !== null && (
          <span>
            {reviewed.name} {formatTime(reviewed.at)}
            {reviewed.remark !== '' && (
              <>
                ：<bdi>{reviewed.remark}</bdi>
              </>
            )}
          </span>
        )}
      </p>
      <dl className={styles.terms}>
        <dt>企业名称</dt>
        <dd>
          <bdi>{name}</bdi>
        </dd>
        <dt>统一社会信用代码</dt>
        <dd className="number">{creditCode}</dd>
        <dt>证明材料</dt>
        <dd>
          <a href={`/api/firm-certifications/${id}/proof`} download>
            <bdi>{proof.name}</bdi>
          </a>{' '}
          <span className="quiet small">{formatBytes(proof.bytes)}</span>
        </dd>
        <dt>提交时间</dt>
        <dd>{formatTime(submittedAt)}</dd>
      </dl>
      <ul className={styles.checks} aria-label="自动核对">
        {checks.map((check) => (
          <li key={check.id} data-passed={check.passed}>
            <Icon name={check.passed ? 'check' : 'warning'} size={14} />
            <b>{check.title}</b>
            <span>{check.detail}</span>
          </li>
        ))}
      </ul>
      {state === 'submitted' && (
        <div>
          <button
            type="button"
            className="button"
            disabled={busy}
            onClick={() => void run(`/api/firm-certifications/${id}/withdrawal`, {})}
          >
            撤回
          </button>
        </div>
      )}
      {problem !== null && (
        <p className={styles.problem} role="alert">
          {problem.detail}
        </p>
      )}
    </div>
  )
}
