/** 缩小, 放大, 全图, for those without a wheel. */
import { formatNumber } from '../../parts/format.ts'
import styles from './network-canvas.module.css'

const STEP = 1.4

export function ZoomTools({
  zoom,
  onZoom,
  onFit,
}: {
  /** 1 = the whole picture fits the box. */
  readonly zoom: number
  readonly onZoom: (factor: number) => void
  readonly onFit: () => void
}) {
  return (
    <div className={styles.zoom} role="group" aria-label="缩放" data-print="no">
      <button type="button" aria-label="缩小" title="缩小（滚轮或 −）" onClick={() => onZoom(1 / STEP)}>
        −
      </button>
      <output aria-label="放大倍数">{formatNumber(zoom, 1)} 倍</output>
      <button type="button" aria-label="放大" title="放大（滚轮或 +）" onClick={() => onZoom(STEP)}>
        +
      </button>
      <button type="button" title="全图放入画面（0）" onClick={onFit}>
        全图
      </button>
    </div>
  )
}
