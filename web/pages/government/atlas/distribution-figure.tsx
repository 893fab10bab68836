/** 区域分布图: where firms of the chain are, region by region, with what is missing there. */
import { cellsOf, type AtlasRow, type AtlasTable } from '../../../data/atlas.ts'
import { formatNumber, MISSING, moneyText } from '../../../parts/format.ts'
import { useScope } from '../../../shell/scope.tsx'
import { OutlineMap } from './outline-map.tsx'
import styles from './atlas.module.css'

const verdicts = [
  { column: '缺', strength: 'missing' },
  { column: '弱', strength: 'weak' },
  { column: '单点', strength: 'single-source' },
  { column: '过度依赖', strength: 'over-dependent' },
] as const

export function DistributionFigure({ table }: { readonly table: AtlasTable }) {
  const { region, regions, change } = useScope()
  const { text, number } = cellsOf(table)
  const most = Math.max(1, ...table.rows.map((row) => number(row, '环节企业数') ?? 0))
  const enter = (code: string) => {
    if (code !== region.code && regions.some((one) => one.code === code)) change({ region: code })
  }
  const rowOf = (row: AtlasRow) => {
    const firms = number(row, '环节企业数')
    const completeness = number(row, '完整度')
    const name = text(row, '区域') ?? MISSING
    return (
      <tr key={row.region}>
        <th scope="row" aria-label={name}>
          <button type="button" className="text-button" onClick={() => enter(row.region ?? '')}>
            <bdi>{name}</bdi>
          </button>
        </th>
        <td className={styles.barCell}>
          <i aria-hidden="true">
            <b style={{ width: `${((firms ?? 0) / most) * 100}%` }} />
          </i>
          <span className="number">{formatNumber(firms)}</span>
        </td>
        <td className="number">{completeness === null ? MISSING : `${formatNumber(completeness, 1)} %`}</td>
        {verdicts.map(({ column, strength }) => (
          <td key={column} className={styles.count} data-strength={strength}>
            {formatNumber(number(row, column))}
          </td>
        ))}
        <td className="number">{moneyText(number(row, '本地未满足需求'))}</td>
      </tr>
    )
  }
  return (
    <div className={styles.distribution}>
      <OutlineMap
        region={region}
        level={region.level === 'province' ? 'city' : 'county'}
        values={
          new Map(
            table.rows.flatMap((row) =>
              row.region === undefined ? [] : [[row.region, number(row, '环节企业数') ?? 0]],
            ),
          )
        }
        unit="环节企业数，家次"
        onRegion={enter}
      />
      <table className={styles.regions}>
        <thead>
          <tr>
            <th scope="col">区域</th>
            <th scope="col">环节企业数（家次）</th>
            <th scope="col">完整度</th>
            {verdicts.map(({ column }) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
            <th scope="col">本地未满足需求</th>
          </tr>
        </thead>
        <tbody>{table.rows.map(rowOf)}</tbody>
      </table>
    </div>
  )
}
