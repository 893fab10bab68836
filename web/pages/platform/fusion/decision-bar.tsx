/** What can be decided, what was decided last, and what became of the firm by it. */
import type { JudgementAnswer } from '../../../../server/api/schemas/fusion.ts'
import type { ApiProblem } from '../../../data/api.ts'
import { formatNumber, MISSING } from '../../../parts/format.ts'
import styles from './fusion.module.css'

export interface Last {
  readonly answer: JudgementAnswer
  readonly name: string
  readonly words: string
}

export function DecisionBar({
  last,
  problem,
  busy,
  reason,
  onReason,
  ready,
  hasCandidate,
  readOnly,
  onAccept,
  onReject,
  onRejectAll,
  onUnsure,
  onUndo,
}: {
  readonly last: Last | null
  readonly problem: ApiProblem | null
  readonly busy: boolean
  readonly reason: string
  readonly onReason: (text: string) => void
  readonly ready: boolean
  readonly hasCandidate: boolean
  readonly readOnly: boolean
  readonly onAccept: () => void
  readonly onReject: () => void
  readonly onRejectAll: () => void
  readonly onUnsure: () => void
  readonly onUndo: () => void
}) {
  return (
    <div className={styles.bottom}>
      {last !== null && <Effect last={last} busy={busy} onUndo={onUndo} />}
      {problem !== null && (
        <p className={styles.problem} role="alert">
          {problem.detail}
        </p>
      )}
      {readOnly ? (
        <p className="quiet small">评审账号只读；由数据管理员或运营判定。</p>
      ) : (
        <div className={styles.decide}>
          <input
            className="field"
            aria-label="判定理由"
            placeholder="理由（可空，留空则记为所选判定）"
            maxLength={500}
            value={reason}
            onChange={(event) => onReason(event.target.value)}
          />
          <button
            type="button"
            className="button button-primary"
            disabled={!ready || !hasCandidate || busy}
            onClick={onAccept}
          >
            是该企业 <kbd>A</kbd>
          </button>
          <button
            type="button"
            className="button"
            disabled={!ready || !hasCandidate || busy}
            onClick={onReject}
          >
            不是 <kbd>R</kbd>
          </button>
          <button type="button" className="button" disabled={!ready || busy} onClick={onRejectAll}>
            都不是
          </button>
          <button type="button" className="button" disabled={!ready || busy} onClick={onUnsure}>
            不能确定 <kbd>U</kbd>
          </button>
        </div>
      )}
    </div>
  )
}

function Effect({
  last,
  busy,
  onUndo,
}: {
  readonly last: Last
  readonly busy: boolean
  readonly onUndo: () => void
}) {
  const changed = last.answer.effects.filter(({ changes }) => changes.length > 0)
  return (
    <div className={styles.effect} role="status">
      <p>
        <bdi>{last.name}</bdi>：<b>{last.words}</b>
        {last.answer.id !== null && (
          <button type="button" className="button button-small" disabled={busy} onClick={onUndo}>
            撤销 <kbd>Z</kbd>
          </button>
        )}
      </p>
      {changed.length === 0 ? (
        <p className="quiet small">企业档案没有变化。</p>
      ) : (
        changed.map(({ creditCode, name, changes }) => (
          <p key={creditCode} className="small">
            <bdi>{name}</bdi> 已重新融合：
            {changes.map(({ field, title, before, after }) => (
              <span key={field}>
                {title} {shown(before)} → <b>{shown(after)}</b>
              </span>
            ))}
          </p>
        ))
      )}
    </div>
  )
}

function shown(value: string | number | boolean | null): string {
  if (value === null || value === '') return MISSING
  if (typeof value === 'number') return formatNumber(value)
  return typeof value === 'boolean' ? (value ? '是' : '否') : value
}
