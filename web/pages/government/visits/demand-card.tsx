/** One demand: what was asked, the help given, what the firm says of it, and the next of these to record. */
import { useState } from 'react'
import type { DemandOutcome, VisitDemand } from '../../../../server/api/schemas/visit.ts'
import { useChange } from '../../../data/change.ts'
import { demandTitles, outcomeTitles, VISITS } from '../../../data/visits.ts'
import { dayFromNow } from '../../../parts/format.ts'
import { ProblemNote } from '../../../parts/problem-note.tsx'
import styles from './visits.module.css'

const outcomes = Object.keys(outcomeTitles) as DemandOutcome[]
const scores = [5, 4, 3, 2, 1] as const
/** A month to keep the promise, unless said otherwise. */
const USUAL_DAYS = 30

interface Props {
  readonly visit: number
  readonly demand: VisitDemand
}

export function DemandCard({ visit, demand, acts }: Props & { readonly acts: boolean }) {
  const late = demand.outcome === null && demand.promisedOn !== null && demand.promisedOn < dayFromNow()
  return (
    <article className={styles.demand}>
      <p>
        <b>{demandTitles[demand.category]}</b>　<bdi>{demand.text}</bdi>
      </p>
      {demand.measure !== null && (
        <p>
          <span className="quiet">帮扶</span>　<bdi>{demand.department}</bdi>：<bdi>{demand.measure}</bdi>
          <span className={late ? styles.overdue : styles.promise}>
            {late ? '逾期，' : ''}承诺 {demand.promisedOn}
          </span>
        </p>
      )}
      {demand.outcome !== null && (
        <p>
          <span className="quiet">回访</span>　{outcomeTitles[demand.outcome]}，满意度 {demand.satisfaction}{' '}
          分
          {demand.remark !== null && (
            <>
              ；<bdi>{demand.remark}</bdi>
            </>
          )}
        </p>
      )}
      {acts && demand.measure === null && <HelpForm visit={visit} demand={demand} />}
      {acts && demand.measure !== null && demand.outcome === null && (
        <FollowUpForm visit={visit} demand={demand} />
      )}
    </article>
  )
}

function HelpForm({ visit, demand }: Props) {
  const [department, setDepartment] = useState('')
  const [measure, setMeasure] = useState('')
  const [promisedOn, setPromisedOn] = useState(() => dayFromNow(USUAL_DAYS))
  const change = useChange(VISITS)
  return (
    <form
      className={styles.line}
      onSubmit={(event) => {
        event.preventDefault()
        void change.run(`${VISITS}/${visit}/demands/${demand.id}/help`, 'POST', {
          department: department.trim(),
          measure: measure.trim(),
          promisedOn,
        })
      }}
    >
      <input
        className="field"
        aria-label="牵头部门"
        placeholder="牵头部门"
        required
        maxLength={100}
        value={department}
        onChange={({ target }) => setDepartment(target.value)}
      />
      <input
        className={`field ${styles.grow}`}
        aria-label="帮扶措施"
        placeholder="帮扶措施"
        required
        maxLength={500}
        value={measure}
        onChange={({ target }) => setMeasure(target.value)}
      />
      <input
        type="date"
        className="field"
        aria-label="承诺日期"
        required
        value={promisedOn}
        onChange={({ target }) => setPromisedOn(target.value)}
      />
      <button type="submit" className="button" disabled={change.busy}>
        登记帮扶
      </button>
      <ProblemNote problem={change.problem} />
    </form>
  )
}

function FollowUpForm({ visit, demand }: Props) {
  const [outcome, setOutcome] = useState<DemandOutcome>('resolved')
  const [satisfaction, setSatisfaction] = useState(5)
  const [remark, setRemark] = useState('')
  const change = useChange(VISITS)
  return (
    <form
      className={styles.line}
      onSubmit={(event) => {
        event.preventDefault()
        void change.run(`${VISITS}/${visit}/demands/${demand.id}/follow-up`, 'POST', {
          outcome,
          satisfaction,
          ...(remark.trim() !== '' && { remark: remark.trim() }),
        })
      }}
    >
      <select
        className="field"
        aria-label="回访结果"
        value={outcome}
        onChange={({ target }) => setOutcome(outcomes.find((one) => one === target.value) ?? 'resolved')}
      >
        {outcomes.map((value) => (
          <option key={value} value={value}>
            {outcomeTitles[value]}
          </option>
        ))}
      </select>
      <select
        className="field"
        aria-label="企业满意度"
        value={satisfaction}
        onChange={({ target }) => setSatisfaction(Number(target.value))}
      >
        {scores.map((value) => (
          <option key={value} value={value}>
            满意度 {value} 分
          </option>
        ))}
      </select>
      <input
        className={`field ${styles.grow}`}
        aria-label="回访说明"
        placeholder="回访说明（可空）"
        maxLength={500}
        value={remark}
        onChange={({ target }) => setRemark(target.value)}
      />
      <button type="submit" className="button" disabled={change.busy}>
        登记回访
      </button>
      <ProblemNote problem={change.problem} />
    </form>
  )
}
