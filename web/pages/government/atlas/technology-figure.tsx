/** 技术路线图: stages in their order, under each its segments with products, what local firms make, who does research. */
import { Link } from 'react-router'
import type { ChainGraph } from '../../../../server/api/schemas/chain.ts'
import { cellsOf, type AtlasRow, type AtlasTable } from '../../../data/atlas.ts'
import { formatNumber, moneyText } from '../../../parts/format.ts'
import { StrengthBadge } from '../../../parts/strength-badge.tsx'
import { useScope } from '../../../shell/scope.tsx'
import styles from './atlas.module.css'

/** More words make a wall of a board; the workbook has them all. */
const PRODUCTS = 4

export function TechnologyFigure({
  table,
  graph,
  onFirm,
}: {
  readonly table: AtlasTable
  readonly graph: ChainGraph
  readonly onFirm: (creditCode: string) => void
}) {
  const { href } = useScope()
  const { text, number } = cellsOf(table)
  const strengths = new Map(graph.segments.map(({ id, strength }) => [id, strength]))
  const stages = [...Map.groupBy(table.rows, (row) => text(row, '阶段') ?? '')]
  const cardOf = (row: AtlasRow) => {
    const firms = number(row, '本地企业') ?? 0
    const made = text(row, '本地产品')
    const research = number(row, '披露的研发费用')
    return (
      <li key={row.segment} className={styles.tile} data-none={firms === 0}>
        <h4>
          <Link to={href('/government/chain-map', { segment: row.segment ?? '' })}>
            <bdi>{text(row, '环节')}</bdi>
          </Link>
          <StrengthBadge strength={strengths.get(row.segment ?? '') ?? 'unknown'} />
        </h4>
        <p>{firstWords(text(row, '主要产品'))}</p>
        <dl>
          <div>
            <dt>本地</dt>
            <dd>
              {firms === 0 ? '无企业' : `${formatNumber(firms)} 家`}
              {made !== null && <bdi>：{firstWords(made)}</bdi>}
            </dd>
          </div>
          {row.firms !== undefined && row.firms.length > 0 && (
            <div>
              <dt>研发机构</dt>
              <dd>
                {row.firms.map(({ creditCode, name }) => (
                  <button
                    key={creditCode}
                    type="button"
                    className={styles.firm}
                    onClick={() => onFirm(creditCode)}
                  >
                    <bdi>{name}</bdi>
                  </button>
                ))}
              </dd>
            </div>
          )}
          {research !== null && research > 0 && (
            <div>
              <dt>研发费用</dt>
              <dd className="number">{moneyText(research)}</dd>
            </div>
          )}
        </dl>
      </li>
    )
  }
  return (
    <ol className={styles.route}>
      {stages.map(([stage, rows]) => (
        <li key={stage} className={styles.stage}>
          <h3>
            {stage}
            <small>{rows.length} 环节</small>
          </h3>
          <ul className={styles.tiles}>{rows.map(cardOf)}</ul>
        </li>
      ))}
    </ol>
  )
}

function firstWords(words: string | null): string {
  if (words === null) return '—'
  const [list = '', rest] = words.split(' 等 ')
  const items = list.split('、')
  const shown = items.slice(0, PRODUCTS).join('、')
  return items.length > PRODUCTS || rest !== undefined ? `${shown} 等` : shown
}
