/** The same chain as a table: every figure of every segment, sorted and exported. */
import type { ChainGraph, SegmentState } from '../../../../server/api/schemas/chain.ts'
import { strengthTitles } from '../../../data/vocabulary.ts'
import { DataTable, type Column } from '../../../parts/data-table.tsx'
import { EmptyState } from '../../../parts/empty-state.tsx'
import { ProvenFigure } from '../../../parts/evidence-drawer.tsx'
import { formatNumber, MISSING } from '../../../parts/format.ts'
import { NameText } from '../../../parts/name-text.tsx'
import { StrengthBadge } from '../../../parts/strength-badge.tsx'
import type { ViewState } from './view-state.ts'
import styles from './chain-map.module.css'

const YUAN_IN_YI = 1e8

const inYi = (yuan: number | null) => (yuan === null ? null : yuan / YUAN_IN_YI)
const inPercent = (share: number | null) => (share === null ? null : share * 100)

export function SegmentList({ graph, view }: { readonly graph: ChainGraph; readonly view: ViewState }) {
  const rows = graph.segments.filter(
    ({ strength }) => view.verdicts.size === 0 || view.verdicts.has(strength),
  )
  return (
    <div className={styles.listBox}>
      <DataTable
        name={`${graph.chain.title}产业链-${graph.region.name}-${graph.asOf}`}
        rows={inChainOrder(graph, rows)}
        columns={columnsFor(graph)}
        rowKey={({ id }) => id}
        selected={view.segment}
        onRow={({ id }) => view.set({ segment: id, reach: 0 })}
        empty={
          <EmptyState title="没有符合筛选的环节" detail="换一个强弱，或显示全部。">
            <button
              type="button"
              className="button button-small"
              onClick={() => view.set({ verdicts: new Set() })}
            >
              显示全部
            </button>
          </EmptyState>
        }
      />
    </div>
  )
}

function inChainOrder(graph: ChainGraph, segments: readonly SegmentState[]): readonly SegmentState[] {
  const stages = new Map(graph.stages.map(({ id, order }) => [id, order]))
  return segments.toSorted(
    (a, b) => (stages.get(a.stage) ?? 0) - (stages.get(b.stage) ?? 0) || a.order - b.order,
  )
}

function columnsFor(graph: ChainGraph): readonly Column<SegmentState>[] {
  const stages = new Map(graph.stages.map(({ id, title }) => [id, title]))
  const number = (
    key: string,
    title: string,
    unit: string | undefined,
    digits: number,
    value: Column<SegmentState>['value'],
    width: string,
  ): Column<SegmentState> => ({
    key,
    title,
    ...(unit !== undefined && { unit }),
    digits,
    number: true,
    value,
    width,
    show: (segment) => {
      const shown = value(segment)
      return (
        <ProvenFigure
          figure={`segment:${graph.chain.id}/${segment.id}/${key}`}
          title={`${segment.title}${title}`}
        >
          {typeof shown === 'number' ? formatNumber(shown, digits) : MISSING}
        </ProvenFigure>
      )
    },
  })
  return [
    {
      key: 'stage',
      title: '阶段',
      width: '140px',
      value: ({ stage }) => stages.get(stage) ?? stage,
    },
    {
      key: 'title',
      title: '环节',
      width: '190px',
      value: ({ title }) => title,
      show: ({ title }) => <NameText text={title} />,
    },
    {
      key: 'strength',
      title: '判断',
      width: '96px',
      value: ({ strength }) => strengthTitles[strength],
      show: ({ strength, reasons }) => <StrengthBadge strength={strength} reason={reasons[0]} />,
    },
    number('enterprises', '企业', '家', 0, ({ enterprises }) => enterprises, '86px'),
    number('above-scale', '规上', '家', 0, ({ aboveScale }) => aboveScale, '86px'),
    number('supply', '供给', '亿元', 2, ({ supply }) => inYi(supply), '104px'),
    number('demand', '需求', '亿元', 2, ({ demand }) => inYi(demand), '104px'),
    number(
      'local-supply-ratio',
      '本地配套率',
      '%',
      1,
      ({ localSupplyRatio }) => inPercent(localSupplyRatio),
      '120px',
    ),
    {
      key: 'method',
      title: '口径',
      width: '64px',
      value: ({ ratioMethod }) =>
        ratioMethod === null ? null : ratioMethod === 'measured' ? '实测' : '估算',
    },
    number('location-quotient', '区位熵', undefined, 2, ({ locationQuotient }) => locationQuotient, '80px'),
    number('hhi', 'HHI', undefined, 2, ({ hhi }) => hhi, '70px'),
    number('cr1', 'CR1', '%', 1, ({ cr1 }) => inPercent(cr1), '86px'),
    number(
      'external-share',
      '外部首位份额',
      '%',
      1,
      ({ externalShare }) => inPercent(externalShare),
      '124px',
    ),
    {
      key: 'reasons',
      title: '理由',
      width: '260px',
      value: ({ reasons }) => reasons.join('；') || null,
      show: ({ reasons }) => (reasons.length === 0 ? '—' : <NameText text={reasons.join('；')} />),
    },
  ]
}
