/** 招商路线图: three steps in order, in each the gaps with the largest unmet demand and their first targets. */
import { Link } from 'react-router'
import { cellsOf, type AtlasRow, type AtlasTable } from '../../../data/atlas.ts'
import { formatNumber, MISSING, moneyText } from '../../../parts/format.ts'
import { useScope } from '../../../shell/scope.tsx'
import styles from './atlas.module.css'

/** Gaps shown in a step; all of them stand in 问题清单. */
const SHOWN = 9

const aims: Readonly<Record<string, string>> = {
  一: '引进缺失环节的企业',
  二: '为单点、过度依赖的环节找第二来源',
  三: '壮大本地偏弱的环节',
}

export function AttractionFigure({
  table,
  onFirm,
}: {
  readonly table: AtlasTable
  readonly onFirm: (creditCode: string) => void
}) {
  const { text, number } = cellsOf(table)
  const steps = [...Map.groupBy(table.rows, (row) => text(row, '步骤') ?? '')]
  const most = Math.max(1, ...table.rows.map((row) => number(row, '本地未满足需求') ?? 0))
  return (
    <ol className={styles.steps}>
      {steps.map(([step, rows]) => {
        const known = rows.flatMap((row) => number(row, '本地未满足需求') ?? [])
        return (
          <li key={step} className={styles.step}>
            <header>
              <h3>{step}</h3>
              <p>
                {aims[step.slice(0, 1)]}　{rows.length} 个环节
                {known.length > 0 && `，未满足需求 ${moneyText(known.reduce((sum, one) => sum + one, 0))}`}
              </p>
            </header>
            <ol>
              {rows.slice(0, SHOWN).map((row) => (
                <Gap
                  key={row.segment}
                  row={row}
                  title={text(row, '环节') ?? MISSING}
                  verdict={text(row, '判断') ?? MISSING}
                  unmet={number(row, '本地未满足需求')}
                  most={most}
                  after={number(row, '补上后完整度')}
                  onFirm={onFirm}
                />
              ))}
            </ol>
            {rows.length > SHOWN && (
              <p className="quiet small">另有 {rows.length - SHOWN} 个环节，见问题清单。</p>
            )}
          </li>
        )
      })}
    </ol>
  )
}

function Gap({
  row,
  title,
  verdict,
  unmet,
  most,
  after,
  onFirm,
}: {
  readonly row: AtlasRow
  readonly title: string
  readonly verdict: string
  /** 元 */
  readonly unmet: number | null
  readonly most: number
  /** % */
  readonly after: number | null
  readonly onFirm: (creditCode: string) => void
}) {
  const { href } = useScope()
  return (
    <li className={styles.gap}>
      <h4>
        <Link to={href('/government/chain-map', { segment: row.segment ?? '' })}>
          <bdi>{title}</bdi>
        </Link>
        <small>{verdict}</small>
      </h4>
      <div className={styles.demand}>
        <i aria-hidden="true" data-none={unmet === null}>
          {unmet !== null && <b style={{ width: `${(unmet / most) * 100}%` }} />}
        </i>
        <span className="number">
          {unmet === null ? '需求不明' : unmet > 0 ? `缺 ${moneyText(unmet)}` : '没有未满足的需求'}
          {after !== null && `，补上后完整度 ${formatNumber(after, 1)} %`}
        </span>
      </div>
      <p>
        {row.firms === undefined || row.firms.length === 0
          ? '没有找到目标企业'
          : row.firms.map(({ creditCode, name }) => (
              <button
                key={creditCode}
                type="button"
                className={styles.firm}
                onClick={() => onFirm(creditCode)}
              >
                <bdi>{name}</bdi>
              </button>
            ))}
      </p>
    </li>
  )
}
