/** 截至: the month figures end with. Without a choice it is the latest the server has. */
import { useState } from 'react'
import { useMetric } from '../data/queries.ts'
import { shiftMonth } from '../parts/format.ts'
import { Icon } from '../parts/icon.tsx'
import { Popover } from '../parts/popover.tsx'
import { useScope } from './scope.tsx'
import styles from './month-picker.module.css'

const MONTHS = ['01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '11', '12'] as const

/** The latest month, as the server answers when none is asked for. */
function useLatestMonth(): string {
  const { query } = useScope()
  const { asOf: _asked, ...open } = query
  const answer = useMetric('enterprise-count', open).data?.asOf
  const [today] = useState(() => new Date().toISOString())
  return (answer ?? today).slice(0, 7)
}

export function MonthPicker() {
  const { asOf, change } = useScope()
  const latest = useLatestMonth()
  const month = asOf ?? latest
  const choose = (value: string) => change({ asOf: value >= latest ? null : value })
  return (
    <div className={styles.picker} role="group" aria-label="截至月份">
      <button
        type="button"
        className={styles.step}
        aria-label="前一个月"
        title="前一个月"
        onClick={() => choose(shiftMonth(month, -1))}
      >
        <Icon name="left" size={12} />
      </button>
      <Popover
        label={`截至 ${month}`}
        className={styles.month ?? ''}
        button={
          <span className="number">
            截至 {month}
            {asOf === undefined && <small> 最新</small>}
          </span>
        }
      >
        {(close) => (
          <MonthPanel
            month={month}
            latest={latest}
            onPick={(value) => {
              choose(value)
              close()
            }}
          />
        )}
      </Popover>
      <button
        type="button"
        className={styles.step}
        aria-label="后一个月"
        title="后一个月"
        disabled={month >= latest}
        onClick={() => choose(shiftMonth(month, 1))}
      >
        <Icon name="right" size={12} />
      </button>
    </div>
  )
}

function MonthPanel({
  month,
  latest,
  onPick,
}: {
  readonly month: string
  readonly latest: string
  readonly onPick: (month: string) => void
}) {
  const [year, setYear] = useState(Number(month.slice(0, 4)))
  return (
    <div className={styles.panel}>
      <div className={styles.year}>
        <button type="button" className={styles.step} aria-label="前一年" onClick={() => setYear(year - 1)}>
          <Icon name="left" size={12} />
        </button>
        <b className="number">{year} 年</b>
        <button
          type="button"
          className={styles.step}
          aria-label="后一年"
          disabled={year >= Number(latest.slice(0, 4))}
          onClick={() => setYear(year + 1)}
        >
          <Icon name="right" size={12} />
        </button>
      </div>
      <div className={styles.months}>
        {MONTHS.map((number) => {
          const value = `${year}-${number}`
          return (
            <button
              key={number}
              type="button"
              aria-current={value === month}
              disabled={value > latest}
              onClick={() => onPick(value)}
            >
              {Number(number)} 月
            </button>
          )
        })}
      </div>
      <button type="button" className="button button-small" onClick={() => onPick(latest)}>
        回到最新（{latest}）
      </button>
    </div>
  )
}
