/** Effect on output and value added of the whole economy, ranked by sector, with the segments it stands for. */
import type { DemandResult } from '../../../../server/api/schemas/demand.ts'
import { Card } from '../../../parts/card.tsx'
import { DataTable, type Column } from '../../../parts/data-table.tsx'
import { formatChange, formatMoney, formatNumber, formatTime, MISSING } from '../../../parts/format.ts'
import { NameText } from '../../../parts/name-text.tsx'
import { RealmBadge } from '../../../parts/realm-badge.tsx'
import { Assumptions } from './assumptions.tsx'
import { EffectBars } from './effect-bars.tsx'
import styles from './demand.module.css'

/** 万元 in 元 */
const WAN = 1e4
/** 万元 in 亿元 */
const YI = 1e4

export function DemandResultView({ result }: { readonly result: DemandResult }) {
  const { table, output, valueAdded, multiplier, finalDemand } = result
  const figures = [
    { title: '最终需求变动', ...formatMoney(finalDemand * WAN), note: '填入的变动合计' },
    {
      title: '总产出变动',
      ...formatMoney(output.change * WAN),
      note: `占全国总产出 ${formatChange(output.percent, 4)} %`,
    },
    {
      title: '增加值变动',
      ...formatMoney(valueAdded.change * WAN),
      note: `占全国增加值 ${formatChange(valueAdded.percent, 4)} %`,
    },
    {
      title: '产出乘数',
      value: multiplier === null ? MISSING : formatNumber(multiplier, 3),
      unit: multiplier === null ? '' : '倍',
      note: multiplier === null ? '变动相互抵消，没有乘数' : '总产出变动 ÷ 最终需求变动',
    },
    { title: '就业', value: MISSING, unit: '', note: result.employmentNote },
  ]
  return (
    <>
      <Card
        title="带动结果"
        className={styles.summary}
        note={`${table.title}，全国`}
        actions={<RealmBadge realm="actual" always />}
      >
        <dl className={styles.figures}>
          {figures.map(({ title, value, unit, note }) => (
            <div key={title}>
              <dt>{title}</dt>
              <dd className={value === MISSING ? 'hatched' : undefined}>
                <b className="number">{value}</b> <small>{unit}</small>
              </dd>
              <dd className={styles.note}>{note}</dd>
            </div>
          ))}
        </dl>
      </Card>
      <Card
        title="各部门产出变动"
        fill
        className={styles.bars}
        note={`前 ${EFFECTS} 个，深色为直接、浅色为间接`}
      >
        <EffectBars rows={result.sectors.slice(0, EFFECTS)} />
      </Card>
      <Card title="依据与前提" fill className={styles.basis}>
        <p className={styles.source}>
          {table.source}。测算于 {formatTime(result.computedAt)}，用时 {formatNumber(result.milliseconds, 1)}{' '}
          毫秒。
        </p>
        <Assumptions items={result.assumptions} />
      </Card>
      <Card title="全部部门" note="环节对照为本平台口径" className={styles.all}>
        <DataTable
          name={`需求测算-${table.code}`}
          rows={result.sectors}
          rowKey={({ code }) => code}
          columns={columns}
          maxHeight="480px"
        />
      </Card>
    </>
  )
}

const EFFECTS = 20

const columns: readonly Column<DemandResult['sectors'][number]>[] = [
  { key: 'code', title: '代码', width: '90px', value: ({ code }) => code },
  {
    key: 'title',
    title: '部门',
    value: ({ title }) => title,
    show: ({ title }) => <NameText text={title} />,
  },
  {
    key: 'segments',
    title: '对应环节',
    value: ({ segments }) => segments.map(({ title }) => title).join('、') || null,
    show: ({ segments }) => (
      <NameText text={segments.map(({ title }) => title).join('、') || MISSING} lines={2} />
    ),
  },
  {
    key: 'before',
    title: '原产出',
    unit: '亿元',
    number: true,
    digits: 1,
    width: '120px',
    value: ({ before }) => before / YI,
  },
  {
    key: 'change',
    title: '产出变动',
    unit: '亿元',
    number: true,
    digits: 2,
    width: '120px',
    value: ({ change }) => change / YI,
  },
  {
    key: 'percent',
    title: '变动',
    unit: '%',
    number: true,
    digits: 3,
    width: '100px',
    value: ({ percent }) => percent,
  },
  {
    key: 'added',
    title: '增加值变动',
    unit: '亿元',
    number: true,
    digits: 2,
    width: '130px',
    value: ({ valueAdded }) => valueAdded / YI,
  },
]
