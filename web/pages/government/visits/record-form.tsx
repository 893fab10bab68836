/** What was found on the spot: when, who, and what the firm asks for. */
import { useState } from 'react'
import type { DemandCategory, Visit } from '../../../../server/api/schemas/visit.ts'
import { useChange } from '../../../data/change.ts'
import { demandTitles, VISITS } from '../../../data/visits.ts'
import { dayFromNow } from '../../../parts/format.ts'
import { ProblemNote } from '../../../parts/problem-note.tsx'
import styles from './visits.module.css'

const categories = Object.keys(demandTitles) as DemandCategory[]
const MOST_DEMANDS = 20

interface Draft {
  readonly key: number
  readonly category: DemandCategory
  readonly text: string
}

export function RecordForm({ visit }: { readonly visit: Visit }) {
  const [visitedOn, setVisitedOn] = useState(() => dayFromNow())
  const [visitors, setVisitors] = useState(visit.owner.displayName)
  const [demands, setDemands] = useState<readonly Draft[]>([])
  const change = useChange(VISITS)
  const set = (key: number, part: Partial<Draft>) =>
    setDemands((now) => now.map((draft) => (draft.key === key ? { ...draft, ...part } : draft)))
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault()
        void change.run(`${VISITS}/${visit.id}/record`, 'POST', {
          visitedOn,
          visitors: visitors.trim(),
          demands: demands.map(({ category, text }) => ({ category, text: text.trim() })),
        })
      }}
    >
      <h3>记录走访</h3>
      <div className={styles.pair}>
        <label>
          走访日期
          <input
            type="date"
            className="field"
            required
            max={dayFromNow()}
            value={visitedOn}
            onChange={({ target }) => setVisitedOn(target.value)}
          />
        </label>
        <label>
          走访人
          <input
            className="field"
            required
            maxLength={200}
            value={visitors}
            onChange={({ target }) => setVisitors(target.value)}
          />
        </label>
      </div>
      {demands.map((draft, index) => (
        <div key={draft.key} className={styles.draft}>
          <select
            className="field"
            aria-label={`诉求 ${index + 1} 类别`}
            value={draft.category}
            onChange={({ target }) =>
              set(draft.key, { category: categories.find((one) => one === target.value) ?? 'other' })
            }
          >
            {categories.map((value) => (
              <option key={value} value={value}>
                {demandTitles[value]}
              </option>
            ))}
          </select>
          <input
            className="field"
            aria-label={`诉求 ${index + 1}`}
            placeholder="企业的诉求"
            required
            maxLength={500}
            value={draft.text}
            onChange={({ target }) => set(draft.key, { text: target.value })}
          />
          <button
            type="button"
            className="button button-small"
            aria-label={`去掉诉求 ${index + 1}`}
            onClick={() => setDemands((now) => now.filter(({ key }) => key !== draft.key))}
          >
            去掉
          </button>
        </div>
      ))}
      <ProblemNote problem={change.problem} />
      <div className={styles.buttons}>
        <button
          type="button"
          className="button"
          disabled={demands.length >= MOST_DEMANDS}
          onClick={() =>
            setDemands((now) => [...now, { key: (now.at(-1)?.key ?? 0) + 1, category: 'land', text: '' }])
          }
        >
          添加诉求
        </button>
        <button
          type="submit"
          className="button button-primary"
          disabled={change.busy || visitors.trim() === '' || demands.some(({ text }) => text.trim() === '')}
        >
          {demands.length === 0 ? '记录（没有诉求）' : `记录 ${demands.length} 项诉求`}
        </button>
      </div>
    </form>
  )
}
