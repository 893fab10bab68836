/** The score taken apart: each point with what it rests on, and their sum. */
import type { WatchItem } from '../../../../server/api/schemas/migration.ts'
import { formatNumber } from '../../../parts/format.ts'
import { fullScore, pointKind, pointKindTitles } from './vocabulary.ts'
import styles from './watch-drawer.module.css'

export function PointsExplained({ item }: { readonly item: WatchItem }) {
  const most = Math.max(...item.points.map(({ points }) => points), 1)
  return (
    <table className={styles.points}>
      <caption className="visually-hidden">分值构成</caption>
      <tbody>
        {item.points.map(({ signal, title, points, detail }) => (
          <tr key={signal}>
            <th scope="row">
              <bdi>{title}</bdi>
              <small>{pointKindTitles[pointKind(signal)]}</small>
            </th>
            <td className={styles.plus}>
              <b className="number">+{formatNumber(points)}</b>
              <i data-kind={pointKind(signal)} style={{ width: `${(points / most) * 56}px` }} />
            </td>
            <td>
              <bdi>{detail}</bdi>
            </td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">合计</th>
          <td className={styles.plus}>
            <b className="number">{formatNumber(item.score)}</b>
          </td>
          <td className="quiet">满分 {fullScore} 分。专家评分，不是概率；分值先于结果写定，不随数据拟合。</td>
        </tr>
      </tfoot>
    </table>
  )
}
