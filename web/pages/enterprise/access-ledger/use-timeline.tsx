import type { LedgerItem } from '../../../../server/api/schemas/access-ledger.ts'
import { EmptyState } from '../../../parts/empty-state.tsx'
import { formatDate, formatNumber, formatTime } from '../../../parts/format.ts'
import styles from './access-ledger.module.css'

const shownFields = 8

/** Uses by day, newest first. */
export function UseTimeline({
  items,
  onDispute,
  more,
}: {
  readonly items: readonly LedgerItem[]
  readonly onDispute: (item: LedgerItem) => void
  readonly more: { readonly load: () => void; readonly loading: boolean } | undefined
}) {
  const days = [...Map.groupBy(items, ({ at }) => formatDate(at))]
  return (
    <>
      {items.length === 0 && (
        <EmptyState
          title="这段时间没有使用记录"
          detail="政府、银行或平台查看、使用本企业的非公开字段，都会即时记在这里。"
        />
      )}
      {days.map(([day, uses]) => (
        <section key={day} className={styles.day} aria-label={day}>
          <h3 className="number">{day}</h3>
          <ol>
            {folded(uses).map((item) => (
              <Use key={item.id} item={item} onDispute={onDispute} />
            ))}
          </ol>
        </section>
      ))}
      {more !== undefined && (
        <p className={styles.more}>
          <button type="button" className="button button-small" disabled={more.loading} onClick={more.load}>
            {more.loading ? '正在读取 …' : '更早的记录'}
          </button>
        </p>
      )}
    </>
  )
}

/** The same use again and again reads as one line with its count; a dispute is about the latest. */
function folded(uses: readonly LedgerItem[]): LedgerItem[] {
  const lines: LedgerItem[] = []
  const sameness = ({ organisation, object, purpose, basis, fields }: LedgerItem) =>
    JSON.stringify([organisation, object, purpose, basis, fields.map(({ name }) => name)])
  for (const item of uses) {
    const last = lines.at(-1)
    if (last !== undefined && sameness(last) === sameness(item)) {
      lines[lines.length - 1] = { ...last, count: last.count + item.count }
    } else lines.push(item)
  }
  return lines
}

function Use({
  item,
  onDispute,
}: {
  readonly item: LedgerItem
  readonly onDispute: (item: LedgerItem) => void
}) {
  const { at, organisation, role, objectTitle, fields, purpose, basis, count } = item
  const titles = fields.map(({ title }) => title)
  return (
    <li className={styles.use}>
      <time className="number">{formatTime(at).slice(11)}</time>
      <div>
        <p>
          <b>
            <bdi>{organisation}</bdi>
          </b>{' '}
          <span className={styles.role}>{role}</span> {purpose}
          {count > 1 && <span className="number"> × {formatNumber(count)}</span>}
        </p>
        <p className={styles.fields} title={titles.join('、')}>
          {objectTitle}：{titles.slice(0, shownFields).join('、')}
          {titles.length > shownFields && ` 等 ${titles.length} 项`}
        </p>
      </div>
      <span className={styles.basis}>{basis}</span>
      {basis === '本企业' ? (
        <span />
      ) : (
        <button type="button" className="text-button small" onClick={() => onDispute(item)}>
          异议
        </button>
      )}
    </li>
  )
}
