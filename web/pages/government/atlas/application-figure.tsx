/**
 * 应用领域图: what earlier stages supply to the segments of the last one. Curves by purchases, dashed where the
 * chain standard alone says so; bars are what local firms buy.
 */
import { Link } from 'react-router'
import type { ChainGraph, SegmentLink, SegmentState } from '../../../../server/api/schemas/chain.ts'
import { usePalette } from '../../../charts/palette.ts'
import { strengthTitles } from '../../../data/vocabulary.ts'
import { formatNumber, moneyText } from '../../../parts/format.ts'
import { useScope } from '../../../shell/scope.tsx'
import { linkId, linkWidth } from '../chain-map/links-shown.ts'
import styles from './atlas.module.css'

const WIDTH = 1250
const ROW = 30
const TOP = 26
const LEFT = 250
const RIGHT = 640
const BAR = { x: 990, width: 160 }

interface Field {
  readonly segment: SegmentState
  readonly links: readonly SegmentLink[]
  /** 元 from all segments, those of the last stage included; null where no purchase is known. */
  readonly amount: number | null
}

export function ApplicationFigure({ graph }: { readonly graph: ChainGraph }) {
  const palette = usePalette()
  const { href } = useScope()
  const { fields, suppliers, within, last } = readFields(graph)
  const links = fields.flatMap((field) => field.links)
  const most = Math.max(0, ...links.map(({ amount }) => amount ?? 0))
  const largest = Math.max(1, ...fields.map(({ amount }) => amount ?? 0))
  const rows = Math.max(fields.length, suppliers.length)
  const height = TOP + rows * ROW + 6
  const placeOf = (index: number, count: number) => TOP + ((index + 0.5) * rows * ROW) / count
  const from = new Map(suppliers.map(({ id }, index) => [id, placeOf(index, suppliers.length)]))
  const { colour, strength } = palette
  const traded = links.some(({ amount }) => amount !== null)
  const toMap = (id: string) => href('/government/chain-map', { segment: id })
  return (
    <>
      <svg
        viewBox={`0 0 ${WIDTH} ${height}`}
        className={styles.flow}
        role="group"
        aria-label={`${graph.chain.title}应用领域图：${suppliers.length} 个环节供应 ${fields.length} 个应用领域`}
      >
        <g fill={colour['ink-2']} fontSize="13">
          <text x={LEFT - 14} y={14} textAnchor="end">
            供应环节
          </text>
          <text x={RIGHT + 14} y={14}>
            {last}
          </text>
          <text x={BAR.x} y={14}>
            本地采购额（近 12 个月）
          </text>
        </g>
        {fields.flatMap(({ segment, links: incoming }, index) =>
          incoming.map((link) => {
            const y1 = from.get(link.supplier) ?? 0
            const y2 = placeOf(index, fields.length)
            const middle = (LEFT + RIGHT) / 2
            return (
              <path
                key={linkId(link)}
                d={`M${LEFT} ${y1}C${middle} ${y1} ${middle} ${y2} ${RIGHT} ${y2}`}
                fill="none"
                stroke={link.amount === null ? colour['line-2'] : strength[segment.strength].mark}
                strokeOpacity={link.amount === null ? 1 : 0.45}
                strokeWidth={link.amount === null ? 1 : Math.max(1.2, linkWidth(link.amount, most) * 1.6)}
                strokeDasharray={link.amount === null ? '5 4' : undefined}
              />
            )
          }),
        )}
        {suppliers.map((segment) => {
          const y = from.get(segment.id) ?? 0
          return (
            <g key={segment.id}>
              <rect x={LEFT - 5} y={y - 9} width={5} height={18} fill={strength[segment.strength].mark} />
              <Link to={toMap(segment.id)}>
                <text x={LEFT - 14} y={y + 5} textAnchor="end" fontSize="14" fill={colour.ink}>
                  {segment.title}
                </text>
              </Link>
            </g>
          )
        })}
        {fields.map(({ segment, amount }, index) => {
          const y = placeOf(index, fields.length)
          const tint = strength[segment.strength]
          return (
            <g key={segment.id}>
              <rect x={RIGHT} y={y - 9} width={5} height={18} fill={tint.mark} />
              <Link to={toMap(segment.id)}>
                <text x={RIGHT + 14} y={y + 5} fontSize="14" fill={colour.ink}>
                  {segment.title}
                  <tspan dx="8" fontSize="12" fill={tint.word}>
                    {strengthTitles[segment.strength]}
                  </tspan>
                  <tspan dx="6" fontSize="12" fill={colour['ink-2']}>
                    {formatNumber(segment.enterprises)} 家
                  </tspan>
                </text>
              </Link>
              {amount !== null && (
                <rect
                  x={BAR.x}
                  y={y - 6}
                  width={Math.max(1, (amount / largest) * BAR.width)}
                  height={12}
                  fill={colour['map-4']}
                />
              )}
              <text
                x={amount === null ? BAR.x : BAR.x + Math.max(1, (amount / largest) * BAR.width) + 8}
                y={y + 5}
                fontSize="13"
                fill={colour['ink-2']}
              >
                {moneyText(amount)}
              </text>
            </g>
          )
        })}
      </svg>
      <p className={styles.key}>
        {traded
          ? '实线：有交易记录，线宽按采购额；虚线：只见于产业链标准（推断）。本地采购额为全部供应环节合计，含同一阶段内的；— 为没有交易记录。'
          : '没有供应交易，关系取自产业链标准（推断，虚线）；采购额可由链主企业、税务部门提供。'}
        {within.length > 0 && `只由同一阶段供应、未画出的环节：${within.join('、')}。`}
      </p>
    </>
  )
}

function readFields(graph: ChainGraph) {
  const stages = graph.stages.toSorted((a, b) => b.order - a.order)
  const last = stages[0]
  const segments = new Map(graph.segments.map((segment) => [segment.id, segment]))
  const isLast = (id: string) => segments.get(id)?.stage === last?.id
  const all = graph.segments
    .filter(({ id }) => isLast(id))
    .toSorted((a, b) => a.order - b.order)
    .map((segment): Field => {
      const bought = graph.links.filter(({ buyer }) => buyer === segment.id)
      const links = bought.filter(({ supplier }) => !isLast(supplier))
      const known = bought.flatMap(({ amount }) => amount ?? [])
      return {
        segment,
        links,
        amount: known.length === 0 ? null : known.reduce((sum, one) => sum + one, 0),
      }
    })
  const fields = all.filter(({ links }) => links.length > 0)
  const supplying = new Set(fields.flatMap(({ links }) => links.map(({ supplier }) => supplier)))
  const stageOrder = new Map(stages.map(({ id, order }) => [id, order]))
  return {
    last: last?.title ?? '',
    fields,
    within: all.flatMap(({ links, segment }) => (links.length === 0 ? [segment.title] : [])),
    suppliers: graph.segments
      .filter(({ id }) => supplying.has(id))
      .toSorted(
        (a, b) => (stageOrder.get(a.stage) ?? 0) - (stageOrder.get(b.stage) ?? 0) || a.order - b.order,
      ),
  }
}
