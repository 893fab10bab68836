/** 队列留存: how long firms stay in their county, moves and closures told apart, and what is not known. */
import { useMemo, useState } from 'react'
import type { Cohorts } from '../../../../server/api/schemas/migration-study.ts'
import { useCohorts } from '../../../data/migration-study.ts'
import { Answer } from '../../../parts/answer.tsx'
import { Card } from '../../../parts/card.tsx'
import { DataTable, type Column } from '../../../parts/data-table.tsx'
import { EmptyState } from '../../../parts/empty-state.tsx'
import { formatNumber, formatShare, MISSING } from '../../../parts/format.ts'
import { useScope } from '../../../shell/scope.tsx'
import { intervalText } from './interval-text.ts'
import { TraceCard, type Trace } from './trace-card.tsx'
import { XyChart, type Line } from './xy-chart.tsx'
import styles from './study.module.css'

type Survival = NonNullable<Cohorts['survival']>
type Cohort = Survival['cohorts'][number]

export function CohortView() {
  const cohorts = useCohorts(useScope().query)
  return (
    <div className={styles.page} data-print="page">
      <Answer of={cohorts} title="正在读取队列留存">
        {({ survival, trace }) => (
          <div className={styles.halves}>
            {survival === null ? (
              <>
                <Unknown />
                <TraceCard trace={trace} />
              </>
            ) : (
              <SurvivalCards survival={survival} trace={trace} />
            )}
          </div>
        )}
      </Answer>
    </div>
  )
}

function Unknown() {
  return (
    <Card title="留在本县的比例" fill>
      <EmptyState
        title="登记之后的去留未知"
        detail="登记信息只交付过一次，没有登记状态、注销日期和住所变更，不能计算留存曲线。另一张表只说明在册企业的住所是否仍在初始登记的区县。"
        supplier="市场监管部门（登记状态、注销日期、企业变更登记）"
      />
    </Card>
  )
}

function SurvivalCards({
  survival,
  trace,
}: {
  readonly survival: Survival
  readonly trace: readonly Trace[]
}) {
  const { observedFrom, observedUntil, cohorts, arrived } = survival
  const { chain } = useScope()
  const [chosen, setChosen] = useState('全部')
  const cohort = cohorts.find(({ label }) => label === chosen) ?? cohorts[0]
  if (cohort === undefined) {
    return (
      <Card title="留在本县的比例" fill>
        <EmptyState title="没有队列" detail="该地区没有登记日期和住所都已知的企业。" />
      </Card>
    )
  }
  return (
    <>
      <Card
        title="留在本县的比例"
        fill
        note={`${observedFrom} 至 ${observedUntil} · ${chain?.title ?? '全部企业'}`}
        actions={
          <select
            className="field"
            aria-label="队列"
            value={cohort.label}
            onChange={(event) => setChosen(event.target.value)}
          >
            {cohorts.map(({ label, firms }) => (
              <option key={label} value={label}>
                {label}（{formatNumber(firms)} 家）
              </option>
            ))}
          </select>
        }
        footer={
          <p className={styles.note}>
            留存为 Kaplan–Meier 估计，迁出与注销为竞争结局（Aalen–Johansen），三者合计 100 %。自{' '}
            {observedFrom}（登记信息首次交付）起观察，此前的迁移和注销未知，不算留存。
          </p>
        }
      >
        <SurvivalChart cohort={cohort} />
      </Card>
      <div className={styles.stack}>
        <Card
          title="各登记年份的队列"
          fill
          note={`单位 家；迁入的 ${formatNumber(arrived)} 家不属于本地队列`}
        >
          <div className={styles.listing}>
            <DataTable
              name="企业队列留存"
              rows={cohorts}
              columns={columns}
              rowKey={({ label }) => label}
              selected={cohort.label}
              onRow={({ label }) => setChosen(label)}
            />
          </div>
        </Card>
        <TraceCard trace={trace} />
      </div>
    </>
  )
}

function SurvivalChart({ cohort }: { readonly cohort: Cohort }) {
  const { lines, least } = useMemo(() => {
    const last = cohort.points.at(-1)
    const until = Math.max(12, ...cohort.points.map(({ months }) => months))
    const line = (
      title: string,
      colour: Line['colour'],
      of: (point: Cohort['points'][number]) => number,
      from: number,
    ): Line => ({
      title,
      colour,
      step: true,
      points: [
        [0, from],
        ...cohort.points.map((point) => [point.months, of(point) * 100] as const),
        ...(last === undefined ? [[until, from] as const] : []),
      ],
    })
    return {
      lines: [line('仍在本县', 'accent', ({ stayed }) => stayed ?? 0, 100)],
      least: Math.floor(Math.min(95, (last?.stayed ?? 1) * 100 - 1) / 5) * 5,
    }
  }, [cohort])
  const outcomes = useMemo((): readonly Line[] => {
    const line = (
      title: string,
      colour: Line['colour'],
      of: (point: Cohort['points'][number]) => number | null,
    ): Line => ({
      title,
      colour,
      step: true,
      points: [[0, 0], ...cohort.points.map((point) => [point.months, (of(point) ?? 0) * 100] as const)],
    })
    return [line('迁出本县', 'outflow', ({ moved }) => moved), line('注销', 'ink-3', ({ closed }) => closed)]
  }, [cohort])
  const last = cohort.points.at(-1)
  const most = Math.max(1, ((last?.moved ?? 0) + (last?.closed ?? 0)) * 100)
  return (
    <div className={styles.chartBox}>
      <div className={styles.pair}>
        <div className={styles.chartBox}>
          <XyChart
            label={`${cohort.label} ${cohort.firms} 家，观察期末仍在本县 ${formatShare(last?.stayed ?? 1, 1)}`}
            lines={lines}
            x={monthsAxis}
            y={{ title: '仍在本县 %', min: least, max: 100, digits: 0 }}
          />
        </div>
        <div className={styles.chartBox}>
          <XyChart
            label={`${cohort.label}：迁出 ${formatShare(last?.moved ?? 0, 1)}，注销 ${formatShare(last?.closed ?? 0, 1)}`}
            lines={outcomes}
            x={monthsAxis}
            y={{ title: '累计 %', min: 0, max: Math.ceil(most), digits: 0 }}
          />
        </div>
      </div>
      <table className={styles.bands} aria-label={`${cohort.label}在观察数`}>
        <thead>
          <tr>
            <th scope="col">在观察</th>
            <th scope="col">0 年</th>
            {cohort.years.map(({ years }) => (
              <th key={years} scope="col">
                {years} 年
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <tr>
            <td>企业（家）</td>
            <td className="number">{formatNumber(cohort.firms)}</td>
            {cohort.years.map(({ years, atRisk }) => (
              <td key={years} className="number">
                {formatNumber(atRisk)}
              </td>
            ))}
          </tr>
        </tbody>
      </table>
    </div>
  )
}

const monthsAxis = { title: '观察月数', min: 0, max: 36, digits: 0 } as const

function yearColumn(years: number): Column<Cohort> {
  const of = (cohort: Cohort) => cohort.years.find((one) => one.years === years)
  return {
    key: `year-${years}`,
    title: `${years} 年后留存`,
    width: '17%',
    number: true,
    value: (cohort) => of(cohort)?.stayed ?? null,
    show: (cohort) => {
      const at = of(cohort)
      if (at === undefined || at.stayed === null) return MISSING
      return (
        <span
          title={`在观察 ${at.atRisk} 家；迁出 ${formatShare(at.moved, 1)}，注销 ${formatShare(at.closed, 1)}`}
        >
          <b className="number">{formatShare(at.stayed, 1)}</b>
          <br />
          <small className="quiet number">{intervalText(at.interval)}</small>
        </span>
      )
    },
  }
}

const columns: readonly Column<Cohort>[] = [
  { key: 'label', title: '队列', value: ({ label }) => label },
  { key: 'firms', title: '企业', number: true, width: '70px', value: ({ firms }) => firms },
  { key: 'moved', title: '迁出', number: true, width: '62px', value: ({ moved }) => moved },
  { key: 'closed', title: '注销', number: true, width: '62px', value: ({ closed }) => closed },
  yearColumn(1),
  yearColumn(2),
  yearColumn(3),
]
