/** How much of the loss is the outage itself and how much came through the network. */
import { formatShare, moneyText } from '../../../parts/format.ts'
import styles from './result.module.css'

export function LossParts({ direct, ripple }: { readonly direct: number; readonly ripple: number }) {
  const sum = direct + ripple
  if (sum <= 0) return null
  const share = direct / sum
  return (
    <div className={styles.parts}>
      <div
        role="img"
        aria-label={`停产企业自身 ${moneyText(direct)}，经供应网络传导 ${moneyText(ripple)}`}
        className={styles.partsBar}
      >
        <i style={{ width: `${share * 100}%` }} />
      </div>
      <p>
        <span data-part="direct">
          停产者自身 <b className="number">{moneyText(direct)}</b>（{formatShare(share)}）
        </span>
        <span data-part="ripple">
          传导 <b className="number">{moneyText(ripple)}</b>（{formatShare(1 - share)}）
        </span>
      </p>
    </div>
  )
}
