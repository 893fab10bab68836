/** Arranges a visit: to whom, why, by whom, until when. */
import { useState } from 'react'
import type { Visit, VisitCause } from '../../../../server/api/schemas/visit.ts'
import { useChange } from '../../../data/change.ts'
import { useEnterprise, useEnterprises } from '../../../data/queries.ts'
import { VISITS, visitCauseTitles } from '../../../data/visits.ts'
import { Drawer } from '../../../parts/drawer.tsx'
import { dayFromNow } from '../../../parts/format.ts'
import { ProblemNote } from '../../../parts/problem-note.tsx'
import { SearchBox } from '../../../parts/search-box.tsx'
import { useSettled } from '../../../parts/use-settled.ts'
import { useAddressState } from '../../../shell/address-state.ts'
import { useScope } from '../../../shell/scope.tsx'
import styles from './visits.module.css'

const causes = Object.keys(visitCauseTitles) as VisitCause[]
/** A fortnight, unless said otherwise. */
const USUAL_DAYS = 14

export function ArrangeDrawer({
  creditCode,
  owners,
  onClose,
  onDone,
}: {
  readonly creditCode: string | null
  readonly owners: readonly { readonly username: string; readonly displayName: string }[]
  readonly onClose: () => void
  readonly onDone: (id: number) => void
}) {
  const { session } = useScope()
  const address = useAddressState()
  const [firm, setFirm] = useState(creditCode)
  const [cause, setCause] = useState<VisitCause>(
    causes.find((one) => one === address.get('cause')) ?? 'routine',
  )
  const [reason, setReason] = useState(address.get('reason') ?? '')
  const [owner, setOwner] = useState(session.username)
  const [dueOn, setDueOn] = useState(() => dayFromNow(USUAL_DAYS))
  const change = useChange(VISITS)
  const arrange = async () => {
    const made = await change.run<Visit>(VISITS, 'POST', {
      creditCode: firm,
      cause,
      reason: reason.trim(),
      owner,
      dueOn,
    })
    if (made !== null) onDone(made.id)
  }
  return (
    <Drawer title="安排走访" onClose={onClose}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault()
          void arrange()
        }}
      >
        <FirmField creditCode={firm} onPick={setFirm} />
        <label>
          缘由
          <select
            className="field"
            value={cause}
            onChange={({ target }) => setCause(causes.find((one) => one === target.value) ?? 'routine')}
          >
            {causes.map((value) => (
              <option key={value} value={value}>
                {visitCauseTitles[value]}
              </option>
            ))}
          </select>
        </label>
        <label>
          为什么走访
          <textarea
            className={`field ${styles.area}`}
            rows={3}
            required
            maxLength={500}
            value={reason}
            onChange={({ target }) => setReason(target.value)}
          />
        </label>
        <label>
          走访人
          <select className="field" value={owner} onChange={({ target }) => setOwner(target.value)}>
            {owners.map(({ username, displayName }) => (
              <option key={username} value={username}>
                {displayName}
              </option>
            ))}
          </select>
        </label>
        <label>
          走访期限
          <input
            type="date"
            className="field"
            required
            min={dayFromNow()}
            value={dueOn}
            onChange={({ target }) => setDueOn(target.value)}
          />
        </label>
        <ProblemNote problem={change.problem} />
        <div className={styles.buttons}>
          <button type="button" className="button" onClick={onClose}>
            取消
          </button>
          <button
            type="submit"
            className="button button-primary"
            disabled={firm === null || reason.trim() === '' || change.busy}
          >
            安排走访
          </button>
        </div>
      </form>
    </Drawer>
  )
}

function FirmField({
  creditCode,
  onPick,
}: {
  readonly creditCode: string | null
  readonly onPick: (creditCode: string | null) => void
}) {
  const { query } = useScope()
  const { region, realm } = query
  const [text, setText] = useState('')
  const settled = useSettled(text.trim())
  const found = useEnterprises(
    {
      query: settled,
      limit: 8,
      ...(region !== undefined && { region }),
      ...(realm !== undefined && { realm }),
    },
    settled.length < 2,
  )
  const chosen = useEnterprise(creditCode)
  if (creditCode !== null) {
    return (
      <div className={styles.firm}>
        <b>{chosen.data?.name ?? creditCode}</b>
        <button type="button" className="text-button" onClick={() => onPick(null)}>
          换一家
        </button>
      </div>
    )
  }
  return (
    <SearchBox
      label="企业名称或拼音"
      text={text}
      onText={setText}
      waiting={text.trim() !== settled || found.isFetching}
      suggestions={(found.data?.pages[0]?.items ?? []).map((item) => ({
        id: item.creditCode,
        title: item.name,
        note: item.region?.name ?? '',
      }))}
      onPick={({ id }) => onPick(id)}
    />
  )
}
