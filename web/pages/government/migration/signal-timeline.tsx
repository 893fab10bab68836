/** Dated signals in three lanes, early, middle, late, and one by one with the row behind each. */
import type { WatchItem } from '../../../../server/api/schemas/migration.ts'
import { SourceButton } from '../../../parts/evidence-drawer.tsx'
import { shiftMonth } from '../../../parts/format.ts'
import { stageMeanings, stageTitles, type Stage } from './vocabulary.ts'
import styles from './signal-timeline.module.css'

type Signals = WatchItem['signals']

const stages = Object.keys(stageTitles) as Stage[]

export function SignalTimeline({ signals, month }: { readonly signals: Signals; readonly month: string }) {
  const ordered = signals.toSorted((a, b) => (a.date < b.date ? 1 : a.date > b.date ? -1 : 0))
  return (
    <div className={styles.timeline}>
      <Lanes signals={ordered} month={month} />
      <ol className={styles.signals}>
        {ordered.map(({ date, stage, title, detail, source }) => (
          <li key={`${date} ${title} ${detail}`}>
            <time className="number" dateTime={date}>
              {date}
            </time>
            <span className={styles.stage} data-stage={stage} title={stageMeanings[stage]}>
              {stageTitles[stage]}
            </span>
            <p>
              <b>
                <bdi>{title}</bdi>
              </b>{' '}
              <bdi>{detail}</bdi>
            </p>
            <span className={styles.source}>
              {source === null ? (
                <span className="hatched">未证实</span>
              ) : (
                <>
                  <span className="quiet small">{source.datasetTitle}</span>
                  <SourceButton source={source} label="打开原始行" />
                </>
              )}
            </span>
          </li>
        ))}
      </ol>
    </div>
  )
}

/** Months before the first signal, so that it does not stand on the edge. */
const MARGIN_MONTHS = 1

function Lanes({ signals, month }: { readonly signals: Signals; readonly month: string }) {
  const days = signals.map(({ date }) => date).toSorted()
  const first = shiftMonth((days[0] ?? month).slice(0, 7), -MARGIN_MONTHS)
  const latest = (days.at(-1) ?? month).slice(0, 7)
  const end = shiftMonth(latest > month ? latest : month, 1)
  const from = Date.parse(`${first}-01`)
  const span = Date.parse(`${end}-01`) - from
  const place = (day: string) => `${((Date.parse(day) - from) / span) * 100}%`
  return (
    <div
      className={styles.lanes}
      role="img"
      aria-label={`信号时间轴，${first} 至 ${end}，共 ${signals.length} 个信号，逐条见下`}
    >
      {stages.map((stage) => (
        <div key={stage} className={styles.lane}>
          <span title={stageMeanings[stage]}>
            {stageTitles[stage]}
            <small>{stageMeanings[stage]}</small>
          </span>
          <div className={styles.track}>
            {byDate(signals.filter((signal) => signal.stage === stage)).map(([date, titles]) => (
              <i
                key={date}
                data-stage={stage}
                style={{ left: place(date) }}
                title={`${date} ${titles.join('、')}`}
              >
                {titles.length > 1 && titles.length}
              </i>
            ))}
          </div>
        </div>
      ))}
      <div className={styles.lane}>
        <span />
        <div className={styles.axis}>
          {ticks(first, end).map((tick) => (
            <small key={tick} className="number" style={{ left: place(`${tick}-01`) }}>
              {tick}
            </small>
          ))}
        </div>
      </div>
    </div>
  )
}

/** Signals of one day share a mark, which then says how many they are. */
function byDate(signals: Signals): readonly (readonly [string, readonly string[]])[] {
  return [...Map.groupBy(signals, ({ date }) => date)].map(([date, group]) => [
    date,
    group.map(({ title }) => title),
  ])
}

const MOST_TICKS = 6

function ticks(first: string, end: string): readonly string[] {
  const months: string[] = []
  for (let month = first; month < end; month = shiftMonth(month, 1)) months.push(month)
  const step = Math.max(1, Math.ceil(months.length / MOST_TICKS))
  return months.filter((_, index) => index % step === 0)
}
