/** Rows of the last runs, oldest first, one bar a run: what came in, and above it what was set aside. */
import type { SourceRunItem } from '../../../../server/api/schemas/dataset.ts'
import { formatNumber, formatTime } from '../../../parts/format.ts'
import styles from './run-bars.module.css'
import { runStatusTitles } from './words.ts'

const shownRuns = 30

export function RunBars({ runs }: { readonly runs: readonly SourceRunItem[] }) {
  const shown = runs.slice(0, shownRuns).toReversed()
  const most = Math.max(1, ...shown.map(({ read }) => read))
  return (
    <figure className={styles.figure}>
      <ol className={styles.bars} aria-label="各次运行的行数">
        {shown.map((run) => (
          <li
            key={run.id}
            data-status={run.status}
            title={`${formatTime(run.startedAt)} ${runStatusTitles[run.status]}：读取 ${formatNumber(run.read)}，入仓 ${formatNumber(run.accepted)}，隔离 ${formatNumber(run.quarantined)}`}
          >
            <i style={{ height: `${(run.quarantined / most) * 100}%` }} data-part="quarantined" />
            <i
              style={{ height: `${(Math.max(0, run.read - run.quarantined) / most) * 100}%` }}
              data-part="read"
            />
          </li>
        ))}
      </ol>
      <figcaption className="small quiet">
        最近 {shown.length} 次运行的读取行数，最高 {formatNumber(most)}；橙色为隔离，红色底线为失败
      </figcaption>
    </figure>
  )
}
