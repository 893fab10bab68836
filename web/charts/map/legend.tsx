/** The key to a map: its classes with their unit, what is not drawn, what is missing and what is withheld. */
import { formatNumber } from '../../parts/format.ts'
import type { Palette } from '../palette.ts'
import styles from '../region-map.module.css'
import type { Arcs } from './arcs.ts'
import type { MapClass } from './classes.ts'
import { shadeOf, type MapDrawing } from './option.ts'

export function Legend({
  classes,
  measure,
  palette,
  none,
  withheld,
  arcs,
}: {
  readonly classes: readonly MapClass[]
  readonly measure: MapDrawing['measure']
  readonly palette: Palette
  readonly none: boolean
  readonly withheld: boolean
  readonly arcs: Arcs | null
}) {
  const text = (value: number) => formatNumber(value, measure.digits)
  return (
    <ul className={styles.legend} aria-label={`${measure.title}图例（${measure.unit}）`}>
      {classes.map((one) => (
        <li key={one.from} title={`${text(one.from)} 至 ${text(one.to)} ${measure.unit}`}>
          <i style={{ background: shadeOf(one, palette) }} />
          <span className="number">{one.from === one.to ? text(one.from) : `≤ ${text(one.to)}`}</span>
        </li>
      ))}
      {classes.length > 0 && <li>{measure.unit}</li>}
      {arcs !== null && arcs.hidden > 0 && (
        <li title={`${arcs.hidden} 条因数量上限或缺少坐标没有画出`}>
          弧线 {arcs.arcs.length} / {arcs.arcs.length + arcs.hidden}
        </li>
      )}
      {none && (
        <li>
          <i className="hatched" />
          无数据
        </li>
      )}
      {withheld && (
        <li title="因小单元保护">
          <i className="dotted" />
          不予显示
        </li>
      )}
    </ul>
  )
}
