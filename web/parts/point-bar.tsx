/**
 * A score that is a sum of points, as one bar of its parts:
 *   <PointBar points={[{ title: '环节匹配', points: 29 }, …]} full={100} label="…的得分构成" />
 * Points against stand hatched at the end. The words of the parts stand under the bar, so that nothing
 * rests on shades alone.
 */
import styles from './point-bar.module.css'

export function PointBar({
  points,
  full,
  label,
  words = true,
}: {
  readonly points: readonly { readonly title: string; readonly points: number }[]
  /** Points that fill the bar. */
  readonly full: number
  readonly label: string
  /** false in a table row: the parts are named in the tooltip only. */
  readonly words?: boolean
}) {
  const sum = points.reduce((total, part) => total + Math.abs(part.points), 0)
  const scale = 100 / Math.max(full, sum)
  const text = points.map((part) => `${part.title} ${signed(part.points)}`).join('，')
  return (
    <div className={styles.points}>
      <div className={styles.bar} role="img" aria-label={`${label}：${text}`} title={text}>
        {points.map((part, index) => (
          <i
            key={part.title}
            style={{ width: `${Math.abs(part.points) * scale}%` }}
            data-step={index % 5}
            data-against={part.points < 0}
          />
        ))}
      </div>
      {words && (
        <ul aria-hidden="true">
          {points.map((part, index) => (
            <li key={part.title}>
              <i data-step={index % 5} data-against={part.points < 0} />
              <bdi>{part.title}</bdi> {signed(part.points)}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

function signed(points: number): string {
  return points < 0 ? `−${-points}` : String(points)
}
