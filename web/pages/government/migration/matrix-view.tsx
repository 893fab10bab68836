/** 矩阵: from × to, the diagonal left out; heat and number in each cell. */
import { Fragment, useState } from 'react'
import type { MigrationMatrix } from '../../../../server/api/schemas/migration-study.ts'
import { useDetections, useMatrix } from '../../../data/migration-study.ts'
import { useChainGraph } from '../../../data/queries.ts'
import { Answer } from '../../../parts/answer.tsx'
import { Card } from '../../../parts/card.tsx'
import { Choice } from '../../../parts/choice.tsx'
import { EmptyState } from '../../../parts/empty-state.tsx'
import { formatChange, formatNumber } from '../../../parts/format.ts'
import { useScope } from '../../../shell/scope.tsx'
import { kindTitles, smallCount, unitTitles } from './study-words.ts'
import { moveSupplier } from './vocabulary.ts'
import { windows, type ViewState } from './view-state.ts'
import styles from './study.module.css'

const units = ['province', 'city', 'county'] as const

export function MatrixView({ view }: { readonly view: ViewState }) {
  const { query, region } = useScope()
  const [by, setBy] = useState<(typeof units)[number]>('city')
  const [segment, setSegment] = useState('')
  const [given, setSource] = useState<MigrationMatrix['source'] | null>(null)
  const detections = useDetections(query)
  const kinds = detections.data?.detections.map(({ kind }) => kind) ?? []
  const source = given ?? (kinds.includes('registration-change') ? 'registration-change' : 'annual-report')
  const matrix = useMatrix(query, {
    by,
    source,
    months: Number(view.months),
    nationwide: source === 'annual-report',
    segment: source === 'registration-change' && segment !== '' ? segment : undefined,
  })
  return (
    <div className={styles.page} data-print="page">
      <div className={styles.whole}>
        <Card
          title="迁移矩阵"
          fill
          note={
            matrix.data?.from != null &&
            `${matrix.data.from} 至 ${matrix.data.to} · ${kindTitles[source]} · ${source === 'annual-report' ? '全国上市公司' : region.name} · 单位 家`
          }
          actions={
            <div className={styles.filters}>
              {source === 'registration-change' && (
                <>
                  <SegmentChoice value={segment} onChange={setSegment} />
                  <Choice
                    label="近几个月"
                    value={view.months}
                    options={windows.map((value) => ({ value, title: `${value} 个月` }))}
                    onChange={view.setMonths}
                  />
                </>
              )}
              <Choice
                label="来源"
                value={source}
                options={(['registration-change', 'annual-report'] as const).map((value) => ({
                  value,
                  title: kindTitles[value],
                }))}
                onChange={setSource}
              />
              <Choice
                label="按"
                value={by}
                options={units.map((value) => ({ value, title: `按${unitTitles[value]}` }))}
                onChange={setBy}
              />
            </div>
          }
        >
          <Answer of={matrix} title="正在读取迁移矩阵">
            {(data) => <Matrix matrix={data} />}
          </Answer>
        </Card>
      </div>
    </div>
  )
}

/** Segments of the chain in scope; without a chain all firms count. */
function SegmentChoice({
  value,
  onChange,
}: {
  readonly value: string
  readonly onChange: (segment: string) => void
}) {
  const { query } = useScope()
  const graph = useChainGraph(query)
  if (query.chain === undefined || graph.data === undefined) return null
  return (
    <select
      className="field"
      aria-label="环节"
      value={value}
      onChange={(event) => onChange(event.target.value)}
    >
      <option value="">全部环节</option>
      {graph.data.segments.map(({ id, title }) => (
        <option key={id} value={id}>
          {title}
        </option>
      ))}
    </select>
  )
}

function Matrix({ matrix }: { readonly matrix: MigrationMatrix }) {
  const { regions, cells, total, within, by, leftOut } = matrix
  if (total === 0) {
    return (
      <EmptyState
        title={`没有跨${unitTitles[by]}的迁移`}
        detail={
          within > 0
            ? `有 ${within} 起在同一${unitTitles[by]}之内，不进矩阵。`
            : '该范围内没有住所变更，可换来源、窗口或上级地区。'
        }
        supplier={moveSupplier}
      />
    )
  }
  const rows = regions.filter(({ outflow }) => outflow > 0)
  const columns = regions.filter(({ inflow }) => inflow > 0)
  const count = new Map(cells.map((cell) => [`${cell.origin}>${cell.destination}`, cell.enterprises]))
  const most = Math.max(...count.values())
  return (
    <div className={styles.chartBox}>
      <div className={styles.matrix}>
        <table aria-label="迁移矩阵，行为迁出地，列为迁入地">
          <thead>
            <tr>
              <th scope="col">迁出 ↓　迁入 →</th>
              {columns.map(({ code, name }) => (
                <th key={code} scope="col">
                  {name}
                </th>
              ))}
              <th scope="col">迁出合计</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((origin) => (
              <tr key={origin.code}>
                <th scope="row">{origin.name}</th>
                {columns.map(({ code, name }) => (
                  <Cell
                    key={code}
                    own={code === origin.code}
                    title={`${origin.name} → ${name}`}
                    enterprises={count.get(`${origin.code}>${code}`) ?? 0}
                    most={most}
                  />
                ))}
                <td data-sum="true" className="number">
                  {formatNumber(origin.outflow)}
                </td>
              </tr>
            ))}
            <tr>
              <th scope="row">迁入合计</th>
              {columns.map(({ code, inflow }) => (
                <td key={code} data-sum="true" className="number">
                  {formatNumber(inflow)}
                </td>
              ))}
              <td data-sum="true" className="number">
                {formatNumber(total)}
              </td>
            </tr>
          </tbody>
        </table>
      </div>
      <p className={styles.note}>
        共 <b>{formatNumber(total)}</b> 起；同一{unitTitles[by]}之内 {formatNumber(within)} 起不进矩阵
        {leftOut > 0 && `，存疑的 ${leftOut} 起不计入`}。
        {most < smallCount && `各格都不足 ${smallCount} 起，是个别企业的决定，不说明趋势。`}
        净迁入：
        {regions
          .toSorted((a, b) => b.net - a.net)
          .filter(({ net }) => net !== 0)
          .slice(0, 8)
          .map(({ code, name, net }, index) => (
            <Fragment key={code}>
              {index > 0 && '、'}
              {name} <b className="number">{formatChange(net, 0)}</b>
            </Fragment>
          ))}
      </p>
    </div>
  )
}

/** Shades of the map's scale; the number always stands in the cell. */
function Cell({
  own,
  title,
  enterprises,
  most,
}: {
  readonly own: boolean
  readonly title: string
  readonly enterprises: number
  readonly most: number
}) {
  if (own) return <td data-own="true" title="同一地区之内，不计" aria-label="不计" />
  if (enterprises === 0) return <td aria-label={`${title} 0 家`} />
  const shade = Math.min(5, 1 + Math.floor((4 * enterprises) / Math.max(most, smallCount)))
  return (
    <td
      className="number"
      title={`${title} ${enterprises} 家`}
      style={{
        background: `var(--map-${shade})`,
        color: shade >= 4 ? 'var(--card)' : 'var(--ink)',
      }}
    >
      {enterprises}
    </td>
  )
}
