import type { LedgerGroup } from '../../../../server/api/schemas/access-ledger.ts'
import { Card } from '../../../parts/card.tsx'
import { EmptyState } from '../../../parts/empty-state.tsx'
import { formatAgo, formatNumber } from '../../../parts/format.ts'
import styles from './access-ledger.module.css'

/** Who, for what and on what ground, most frequent first; a click narrows the records to that office. */
export function GroupsCard({
  groups,
  chosen,
  onChoose,
}: {
  readonly groups: readonly LedgerGroup[]
  readonly chosen: string
  readonly onChoose: (organisation: string) => void
}) {
  const offices = [...Map.groupBy(groups, ({ organisation }) => organisation)]
    .map(([organisation, lines]) => ({
      organisation,
      lines,
      count: lines.reduce((sum, line) => sum + line.count, 0),
      last: lines.reduce((latest, { lastAt }) => (lastAt > latest ? lastAt : latest), ''),
    }))
    .toSorted((a, b) => b.count - a.count)
  return (
    <Card title="按主体汇总" fill className={styles.groups}>
      {offices.length === 0 ? (
        <EmptyState compact title="没有使用记录" detail="有人查看后，这里按主体合计次数与字段。" />
      ) : (
        <ul className={styles.offices}>
          {offices.map(({ organisation, lines, count, last }) => (
            <li key={organisation}>
              <button
                type="button"
                aria-pressed={organisation === chosen}
                onClick={() => onChoose(organisation)}
              >
                <b>
                  <bdi>{organisation}</bdi>
                </b>
                <span className="number">{formatNumber(count)} 次</span>
                <small>最近 {formatAgo(last)}</small>
                <ul>
                  {lines.slice(0, 4).map(({ objectTitle, purpose, basis, count: times }) => (
                    <li key={`${objectTitle} ${purpose} ${basis}`}>
                      {objectTitle} · {purpose} · {basis}
                      <span className="number"> · {formatNumber(times)} 次</span>
                    </li>
                  ))}
                  {lines.length > 4 && <li>另有 {lines.length - 4} 类</li>}
                </ul>
              </button>
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}
