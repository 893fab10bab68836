/** The record as the source has it beside a candidate firm, and how each part of the name counts. */
import type { ReviewDetail } from '../../../../server/api/schemas/fusion.ts'
import { matchMethodTitles, outcomeTitles } from '../../../data/fusion.ts'
import { SourceButton } from '../../../parts/evidence-drawer.tsx'
import { formatChange, formatNumber, formatTime, MISSING } from '../../../parts/format.ts'
import { RealmBadge } from '../../../parts/realm-badge.tsx'
import styles from './fusion.module.css'

type Candidate = ReviewDetail['candidates'][number]

export function Comparison({
  detail,
  chosen,
  onChoose,
}: {
  readonly detail: ReviewDetail
  readonly chosen: number
  readonly onChoose: (index: number) => void
}) {
  const { candidates } = detail
  const candidate = candidates[Math.min(chosen, candidates.length - 1)]
  return (
    <div className={styles.comparison}>
      <div className={styles.sides}>
        <section aria-label="来源记录">
          <h3>来源记录 {detail.source !== null && <SourceButton source={detail.source} />}</h3>
          <p className={styles.name}>
            <bdi>{detail.name}</bdi>
          </p>
          <dl className={styles.terms}>
            {detail.cells.map(({ title, value, unit, masked }) => (
              <div key={title}>
                <dt>{title}</dt>
                <dd>
                  <bdi>{masked ? '无权查看' : figureText(value, unit === '元')}</bdi>
                  {value !== null && unit !== null && <small> {unit}</small>}
                </dd>
              </div>
            ))}
          </dl>
        </section>
        <section aria-label="候选企业">
          <h3>候选企业</h3>
          {candidates.length > 1 && (
            <ul className={styles.candidates}>
              {candidates.map(({ creditCode, name, score }, index) => (
                <li key={creditCode}>
                  <button
                    type="button"
                    aria-pressed={candidate?.creditCode === creditCode}
                    onClick={() => onChoose(index)}
                  >
                    <bdi>{name}</bdi> <small className="number">{formatNumber(score, 1)}</small>
                  </button>
                </li>
              ))}
            </ul>
          )}
          {candidate === undefined ? (
            <p className="quiet">没有候选企业。</p>
          ) : (
            <CandidateFields candidate={candidate} />
          )}
        </section>
      </div>
      {candidate !== undefined && <Evidence candidate={candidate} />}
      {detail.judgements.length > 0 && (
        <section>
          <h3>此前的判定</h3>
          <ul className={styles.judgements}>
            {detail.judgements.map((one) => (
              <li key={one.id} data-revoked={one.revokedAt !== null}>
                {outcomeTitles[one.outcome]}
                {one.creditCode !== null && ` ${one.creditCode}`}：{one.reason}（<bdi>{one.by}</bdi>，
                {formatTime(one.at)}
                {one.revokedBy !== null && `；${one.revokedBy} 于 ${formatTime(one.revokedAt)} 撤销`}）
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  )
}

function CandidateFields({ candidate }: { readonly candidate: Candidate }) {
  return (
    <>
      <p className={styles.name}>
        <bdi>{candidate.name}</bdi>{' '}
        <RealmBadge realm={candidate.demonstration ? 'demonstration' : 'actual'} compact />
      </p>
      <dl className={styles.terms}>
        <div>
          <dt>信用代码</dt>
          <dd className="number">
            {candidate.creditCode} {candidate.source !== null && <SourceButton source={candidate.source} />}
          </dd>
        </div>
        {candidate.fields.map(({ title, value }) => (
          <div key={title}>
            <dt>{title}</dt>
            <dd>
              <bdi>{figureText(value, title.endsWith('（元）'))}</bdi>
            </dd>
          </div>
        ))}
      </dl>
    </>
  )
}

/** 46930000.00 → 46,930,000 where it is money; any other text as it is. */
function figureText(value: string | null, money: boolean): string {
  if (value === null) return MISSING
  return money && /^-?\d{1,15}(\.\d+)?$/.test(value) ? formatNumber(Number(value)) : value
}

/** Bars to the right speak for one firm, to the left against it. */
function Evidence({ candidate }: { readonly candidate: Candidate }) {
  const most = Math.max(...candidate.evidence.map(({ weight }) => Math.abs(weight ?? 0)), 1)
  return (
    <section>
      <h3>
        证据{' '}
        <span className="quiet small">
          {matchMethodTitles[candidate.method] ?? candidate.method} · 得分 {formatNumber(candidate.score, 1)}{' '}
          比特，
          {formatNumber(candidate.link)} 以上自动关联，{formatNumber(candidate.review)} 以上请人核对；权重 =
          log₂(m/u)（Fellegi–Sunter）
        </span>
      </h3>
      {candidate.comparedName !== candidate.name && (
        <p className="small">
          与曾用名 <bdi>{candidate.comparedName}</bdi> 比对
        </p>
      )}
      <ul className={styles.evidence}>
        {candidate.evidence.map(({ field, title, level, weight }) => (
          <li key={field}>
            <span>{title}</span>
            <span>{level}</span>
            <i
              aria-hidden="true"
              data-against={(weight ?? 0) < 0}
              style={{ width: `${(Math.abs(weight ?? 0) / most) * 100}%` }}
            />
            <b className="number">{weight === null ? MISSING : formatChange(weight)}</b>
          </li>
        ))}
      </ul>
    </section>
  )
}
