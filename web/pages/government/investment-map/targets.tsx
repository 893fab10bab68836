/** Target enterprises of a gap: a score that is the sum of points, each with what it rests on. */
import { useState } from 'react'
import { Link } from 'react-router'
import type { Gap } from '../../../../server/api/schemas/chain.ts'
import { PointBar } from '../../../parts/point-bar.tsx'
import { EmptyState } from '../../../parts/empty-state.tsx'
import { ProvenFigure, SourceButton } from '../../../parts/evidence-drawer.tsx'
import { formatNumber, moneyText } from '../../../parts/format.ts'
import { RealmBadge } from '../../../parts/realm-badge.tsx'
import { useAddressState } from '../../../shell/address-state.ts'
import { useScope } from '../../../shell/scope.tsx'
import styles from './investment-map.module.css'

type Candidate = Gap['candidates'][number]

/** The largest score that can be reached is about this; all bars share the scale. */
const FULL_SCORE = 100
const CREDIT_CODE = 18

export function Targets({ gap }: { readonly gap: Gap }) {
  const { href, chain } = useScope()
  const proven = (name: string, title: string, text: string) => (
    <>
      {title}{' '}
      <ProvenFigure
        figure={`segment:${chain?.id ?? ''}/${gap.segment}/${name}`}
        title={`${gap.title}${title}`}
      >
        {text}
      </ProvenFigure>
    </>
  )
  const chainLink = (
    <Link className="text-button" to={href('/government/chain-map', { segment: gap.segment })}>
      在图谱中看这个环节
    </Link>
  )
  if (gap.candidates.length === 0) {
    return (
      <EmptyState
        title="没有找到目标企业"
        detail="本地以外没有已知的该环节企业。可载入外省企业名录，或由招商人员补充线索。"
        supplier="招商部门、行业协会"
      >
        {chainLink}
      </EmptyState>
    )
  }
  return (
    <div className={styles.targets}>
      {/* The first reason stands in the row above. */}
      <ul className={styles.reasons}>
        {gap.reasons.slice(1).map((reason) => (
          <li key={reason}>{reason}</li>
        ))}
      </ul>
      <p className="small">
        {proven('demand', '需求', moneyText(gap.demand))} · {proven('unmet', '未满足', moneyText(gap.unmet))}{' '}
        · {proven('local-supply-ratio', '本地采购', moneyText(gap.localPurchases))}
      </p>
      <p className="quiet small">
        目标企业前 {gap.candidates.length} 家，得分为各项相加（专家权重，不是概率）。
        <Link className="text-button" to={href('/government/targets', { gap: gap.segment, reach: 'all' })}>
          看全部目标企业与理由
        </Link>{' '}
        {chainLink}
      </p>
      <ol>
        {gap.candidates.map((candidate, index) => (
          <Target key={candidate.creditCode} candidate={candidate} place={index + 1} />
        ))}
      </ol>
    </div>
  )
}

function Target({ candidate, place }: { readonly candidate: Candidate; readonly place: number }) {
  const [open, setOpen] = useState(place === 1)
  const { realm } = useScope()
  const { set } = useAddressState()
  const where = [candidate.province, candidate.city].filter(Boolean).join(' ')
  return (
    <li className={styles.target}>
      <div className={styles.targetHead}>
        <span className={styles.place}>{place}</span>
        <span className={styles.name}>
          <bdi>{candidate.name}</bdi>
          <small>
            <bdi>{where === '' ? '地区不详' : where}</bdi>
          </small>
        </span>
        {candidate.demonstration && realm !== 'demonstration' && <RealmBadge realm="demonstration" />}
        <b className={styles.score}>{formatNumber(candidate.score)} 分</b>
      </div>
      <PointBar points={candidate.points} full={FULL_SCORE} label={`${candidate.name}的得分构成`} />
      <div className={styles.targetActions} data-print="no">
        <button type="button" className="text-button" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? '收起依据' : '各项依据'}
        </button>
        {/* Listed companies whose credit code is not published have no file. */}
        {candidate.creditCode.length === CREDIT_CODE && (
          <button
            type="button"
            className="text-button"
            onClick={() => set({ enterprise: candidate.creditCode }, true)}
          >
            企业档案
          </button>
        )}
      </div>
      {open && (
        <dl className={styles.points}>
          {candidate.points.map((point) => (
            <div key={point.title}>
              <dt>
                <bdi>{point.title}</bdi>
                <b className="number">{point.points > 0 ? `+${point.points}` : `−${-point.points}`}</b>
              </dt>
              <dd>
                <bdi>{point.detail}</bdi>{' '}
                {point.source !== null && <SourceButton source={point.source} label="打开原始行" />}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </li>
  )
}
