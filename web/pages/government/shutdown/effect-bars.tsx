/** Change of output by sector: what was asked for directly, and what follows through the sectors. */
import type { DemandResult } from '../../../../server/api/schemas/demand.ts'
import { formatChange, formatNumber, moneyText } from '../../../parts/format.ts'
import { NameText } from '../../../parts/name-text.tsx'
import styles from './demand.module.css'

/** 万元 in 元 */
const WAN = 1e4

export function EffectBars({ rows }: { readonly rows: DemandResult['sectors'] }) {
  const most = Math.max(Number.MIN_VALUE, ...rows.map(({ change }) => Math.abs(change)))
  return (
    <ol className={styles.effects} aria-label="各部门产出变动">
      {rows.map(({ code, title, change, direct, percent, segments }) => {
        // Where the others outweigh it the direct part is no part of what is left.
        const own = direct * change > 0 ? Math.min(Math.abs(direct), Math.abs(change)) : 0
        return (
          <li
            key={code}
            title={
              segments.length === 0 ? undefined : `对应环节：${segments.map((one) => one.title).join('、')}`
            }
          >
            <NameText text={title} lines={2} />
            <i aria-hidden="true" data-less={change < 0}>
              <b style={{ width: `${(own / most) * 100}%` }} />
              <b data-indirect="true" style={{ width: `${((Math.abs(change) - own) / most) * 100}%` }} />
            </i>
            <span className="number">{moneyText(change * WAN)}</span>
            <span className="number">
              {percent === null ? formatNumber(null) : `${formatChange(percent, 2)} %`}
            </span>
          </li>
        )
      })}
    </ol>
  )
}
