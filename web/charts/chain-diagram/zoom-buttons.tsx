/** 放大, 缩小, 全图, for those without a wheel. */
import { formatNumber } from '../../parts/format.ts'
import type { Viewport } from './viewport.ts'
import styles from './column-diagram.module.css'

const STEP = 1.25

export function ZoomButtons({ viewport, zoom }: { readonly viewport: Viewport; readonly zoom: number }) {
  return (
    <div className={styles.zoom} role="group" aria-label="缩放" data-print="no">
      <button type="button" aria-label="缩小" title="缩小" onClick={() => viewport.zoomBy(1 / STEP)}>
        −
      </button>
      <button
        type="button"
        className="number"
        aria-label={`恢复原大小，现为 ${formatNumber(zoom * 100)} %`}
        title="恢复原大小"
        onClick={() => viewport.reset()}
      >
        {formatNumber(zoom * 100)} %
      </button>
      <button
        type="button"
        aria-label="放大"
        title="放大（Ctrl + 滚轮）"
        onClick={() => viewport.zoomBy(STEP)}
      >
        +
      </button>
      <button type="button" title="全图放入画面" onClick={() => viewport.fit()}>
        全图
      </button>
    </div>
  )
}
