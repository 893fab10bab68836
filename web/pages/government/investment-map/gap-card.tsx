/** The gaps of the region, the largest unmet demand first; one of them opened shows whom to ask. */
import { useEffect, useRef } from 'react'
import type { Gap } from '../../../../server/api/schemas/chain.ts'
import { useGaps } from '../../../data/government-queries.ts'
import { Answer } from '../../../parts/answer.tsx'
import { Card } from '../../../parts/card.tsx'
import { downloadCsv, toCsv } from '../../../parts/csv.ts'
import { EmptyState } from '../../../parts/empty-state.tsx'
import { formatNumber, formatShare, MISSING, moneyText } from '../../../parts/format.ts'
import { Icon } from '../../../parts/icon.tsx'
import { StrengthBadge } from '../../../parts/strength-badge.tsx'
import { strengthTitles } from '../../../data/vocabulary.ts'
import { useAddressState } from '../../../shell/address-state.ts'
import { useScope } from '../../../shell/scope.tsx'
import { Targets } from './targets.tsx'
import styles from './investment-map.module.css'

export function GapCard() {
  const { region, query } = useScope()
  const gaps = useGaps(query)
  const { get, set } = useAddressState()
  const items = gaps.data?.items ?? []
  const asked = get('gap')
  const known = asked === '' || items.some(({ segment }) => segment === asked)
  // Without a choice the first one stands open; an empty choice is all of them folded.
  const opened = known ? asked : items[0]?.segment
  return (
    <Card
      title={`${region.name}的短板`}
      fill
      className={styles.gaps}
      note={gaps.data === undefined ? undefined : `${items.length} 个环节，按未满足需求排序`}
      actions={
        items.length > 0 && (
          <button
            type="button"
            className="button button-small"
            data-print="no"
            onClick={() => exportGaps(`招商目标-${region.name}`, items)}
          >
            <Icon name="export" size={13} />
            导出 CSV
          </button>
        )
      }
    >
      <Answer of={gaps} title="正在读取短板与招商目标">
        {() =>
          items.length === 0 ? (
            <EmptyState
              title="没有短板环节"
              detail={`${region.name}在这条链上没有缺、弱、单点或过度依赖的环节，或没有采购记录可供判断。可换一个地区，或看全景图谱。`}
              supplier="链主企业（供应交易）"
            />
          ) : (
            <>
              {asked !== null && !known && (
                <p className={styles.note}>所选环节在{region.name}不是短板，下面是全部短板环节。</p>
              )}
              <ol className={styles.list}>
                {items.map((gap) => (
                  <GapRow
                    key={gap.segment}
                    gap={gap}
                    open={gap.segment === opened}
                    onToggle={() => set({ gap: gap.segment === opened ? '' : gap.segment })}
                  />
                ))}
              </ol>
            </>
          )
        }
      </Answer>
    </Card>
  )
}

function GapRow({
  gap,
  open,
  onToggle,
}: {
  readonly gap: Gap
  readonly open: boolean
  readonly onToggle: () => void
}) {
  const row = useRef<HTMLLIElement>(null)
  // Opened by a link from another screen, it may stand far down.
  useEffect(() => {
    if (open) row.current?.scrollIntoView({ block: 'nearest' })
  }, [open])
  const id = `targets-${gap.segment}`
  return (
    <li ref={row} data-open={open}>
      <button type="button" className={styles.gap} aria-expanded={open} aria-controls={id} onClick={onToggle}>
        <StrengthBadge strength={gap.strength} reason={gap.reasons[0]} />
        <span className={styles.name}>
          <bdi>{gap.title}</bdi>
          <small>
            {gap.stageTitle} · {gap.reasons[0] ?? ''}
          </small>
        </span>
        <span className={styles.number}>
          <small>未满足</small>
          <b>{moneyText(gap.unmet)}</b>
          <small>需求 {moneyText(gap.demand)}</small>
        </span>
        <span className={styles.number}>
          <small>本地买家</small>
          <b>{buyersText(gap)}</b>
          <small title="补上一家供应商之后产业链完整度的变化">{completenessText(gap)}</small>
        </span>
        <Icon name={open ? 'down' : 'right'} size={14} />
      </button>
      <div id={id} hidden={!open}>
        {open && <Targets gap={gap} />}
      </div>
    </li>
  )
}

/** Where there is demand there are buyers: none counted means that they are not known for this month. */
function buyersText({ localBuyers, demand }: Gap): string {
  const unknown = localBuyers === null || (localBuyers === 0 && (demand ?? 0) > 0)
  return unknown ? MISSING : `${formatNumber(localBuyers)} 家`
}

/** 完整度 71 % → 76 %; a change too small for whole percents gets a decimal. */
export function completenessText({ completeness, completenessAfter }: Gap): string {
  if (completeness === null || completenessAfter === null) return '完整度 —'
  const digits = Math.round(completeness * 100) === Math.round(completenessAfter * 100) ? 1 : 0
  return `完整度 ${formatShare(completeness, digits)} → ${formatShare(completenessAfter, digits)}`
}

function exportGaps(name: string, gaps: readonly Gap[]): void {
  const header = [
    '环节',
    '阶段',
    '判断',
    '需求（元）',
    '本地采购（元）',
    '未满足（元）',
    '本地买家（家）',
    '完整度',
    '补齐后完整度',
    '目标企业',
    '信用代码',
    '所在地',
    '得分',
    '得分构成',
    '演示数据',
  ]
  const rows = gaps.flatMap((gap) => {
    const own = [
      gap.title,
      gap.stageTitle,
      strengthTitles[gap.strength],
      gap.demand,
      gap.localPurchases,
      gap.unmet,
      gap.localBuyers,
      gap.completeness,
      gap.completenessAfter,
    ]
    if (gap.candidates.length === 0) return [[...own, null, null, null, null, null, null]]
    return gap.candidates.map((candidate) => [
      ...own,
      candidate.name,
      candidate.creditCode,
      [candidate.province, candidate.city].filter(Boolean).join(' '),
      candidate.score,
      candidate.points.map(({ title, points }) => `${title} ${points}`).join('；'),
      candidate.demonstration ? '是' : '否',
    ])
  })
  downloadCsv(name, toCsv(header, rows))
}
