/** 治理工单: due first, overdue marked; one opens to comments and changes. */
import { useState } from 'react'
import type { Ticket } from '../../../../server/api/schemas/governance.ts'
import { useChange } from '../../../data/change.ts'
import { ticketStateTitles, useTickets } from '../../../data/governance.ts'
import { Answer } from '../../../parts/answer.tsx'
import { Card } from '../../../parts/card.tsx'
import { Choice } from '../../../parts/choice.tsx'
import { DataTable, type Column } from '../../../parts/data-table.tsx'
import { Drawer } from '../../../parts/drawer.tsx'
import { EmptyState } from '../../../parts/empty-state.tsx'
import { formatNumber, formatTime } from '../../../parts/format.ts'
import { NameText } from '../../../parts/name-text.tsx'
import { useAddressState } from '../../../shell/address-state.ts'
import { useScope } from '../../../shell/scope.tsx'
import { Problem } from './problem.tsx'
import styles from './governance.module.css'

const filters = [
  { value: 'all', title: '全部' },
  { value: 'open', title: '待处理' },
  { value: 'doing', title: '处理中' },
  { value: 'closed', title: '已关闭' },
] as const

export function TicketView() {
  const { realm } = useScope()
  const address = useAddressState()
  const filter = filters.find(({ value }) => value === address.get('state'))?.value ?? 'all'
  const mine = address.get('mine') === 'yes'
  const tickets = useTickets(realm, filter === 'all' ? undefined : filter, mine)
  const opened = Number(address.get('ticket')) || null
  const ticket = tickets.data?.items.find(({ id }) => id === opened)
  return (
    <Card
      title="治理工单"
      note="规则全部通过或隔离记录全部处理后自动关闭"
      fill
      className={styles.fill}
      actions={
        <>
          <label className={styles.check}>
            <input
              type="checkbox"
              checked={mine}
              onChange={(event) => address.set({ mine: event.target.checked ? 'yes' : null })}
            />
            指派给我
          </label>
          <Choice
            label="工单状态"
            value={filter}
            options={filters}
            onChange={(value) => address.set({ state: value === 'all' ? null : value })}
          />
        </>
      }
    >
      <Answer of={tickets} title="正在读取工单">
        {({ items }) => (
          <DataTable
            name="治理工单"
            rows={items}
            columns={columns}
            rowKey={({ id }) => id}
            selected={opened}
            onRow={({ id }) => address.set({ ticket: String(id) }, true)}
            empty={
              <EmptyState title="没有工单" detail="在未通过的规则或隔离分组中开工单，指派给数据管理员。" />
            }
          />
        )}
      </Answer>
      {ticket !== undefined && (
        <TicketDrawer
          ticket={ticket}
          assignees={tickets.data?.assignees ?? []}
          onClose={() => address.set({ ticket: null })}
        />
      )}
    </Card>
  )
}

const columns: readonly Column<Ticket>[] = [
  { key: 'id', title: '编号', number: true, width: '60px', value: ({ id }) => id },
  {
    key: 'title',
    title: '工单',
    value: ({ title }) => title,
    show: ({ title, steward }) => (
      <span className={styles.two}>
        <NameText text={title} />
        <small>{steward}</small>
      </span>
    ),
  },
  {
    key: 'failing',
    title: '未通过',
    number: true,
    width: '110px',
    value: ({ failingNow }) => failingNow,
    show: ({ failingNow, failingAtOpen }) => `${formatNumber(failingNow)} / ${formatNumber(failingAtOpen)}`,
  },
  {
    key: 'assignee',
    title: '指派',
    width: '16%',
    value: ({ assigneeName }) => assigneeName,
    show: ({ assigneeName }) => <NameText text={assigneeName} />,
  },
  {
    key: 'due',
    title: '期限',
    width: '130px',
    value: ({ dueOn }) => dueOn,
    show: ({ dueOn, overdue }) => (
      <span className={overdue ? styles.failing : undefined}>
        {dueOn}
        {overdue && ' 已逾期'}
      </span>
    ),
  },
  { key: 'state', title: '状态', width: '80px', value: ({ state }) => ticketStateTitles[state] },
]

function TicketDrawer({
  ticket,
  assignees,
  onClose,
}: {
  readonly ticket: Ticket
  readonly assignees: readonly { readonly username: string; readonly displayName: string }[]
  readonly onClose: () => void
}) {
  const { session } = useScope()
  const address = useAddressState()
  const [note, setNote] = useState('')
  const [assignee, setAssignee] = useState(ticket.assignee)
  const [dueOn, setDueOn] = useState(ticket.dueOn)
  const change = useChange('/api/governance')
  const act = async (state?: Ticket['state']) => {
    const done = await change.run(`/api/governance/tickets/${ticket.id}`, 'PATCH', {
      ...(state !== undefined && { state }),
      ...(assignee !== ticket.assignee && { assignee }),
      ...(dueOn !== ticket.dueOn && { dueOn }),
      note: note.trim(),
    })
    if (done !== null) setNote('')
  }
  const place: Readonly<Record<string, string | null>> =
    ticket.origin !== 'quarantine'
      ? { view: 'rules', dataset: ticket.dataset, dimension: null, ticket: null }
      : {
          view: 'quarantine',
          dataset: ticket.dataset,
          rule: ticket.rule,
          column: ticket.column ?? '',
          ticket: null,
        }
  const ready = note.trim() !== '' && !change.busy
  return (
    <Drawer title={`工单 #${ticket.id}：${ticket.title}`} onClose={onClose}>
      <div className={styles.detail}>
        <dl className={styles.figures}>
          <div>
            <dt>状态</dt>
            <dd>{ticketStateTitles[ticket.state]}</dd>
          </div>
          <div>
            <dt>未通过</dt>
            <dd className="number">
              {formatNumber(ticket.failingNow)} <small>开单时 {formatNumber(ticket.failingAtOpen)}</small>
            </dd>
          </div>
          <div>
            <dt>期限</dt>
            <dd className={ticket.overdue ? styles.failing : undefined}>
              {ticket.dueOn}
              {ticket.overdue && ' 已逾期'}
            </dd>
          </div>
        </dl>
        <p>
          {ticket.assigneeName} 负责；<bdi>{ticket.openedBy}</bdi> 于 {formatTime(ticket.openedAt)} 开单
          {ticket.closedBy !== null && `，${ticket.closedBy} 于 ${formatTime(ticket.closedAt)} 关闭`}。{' '}
          <button type="button" className="text-button" onClick={() => address.set(place, true)}>
            去处理
          </button>
        </p>
        <section>
          <h3>经过</h3>
          {ticket.notes.length === 0 && <p className="quiet">还没有意见。</p>}
          <ul className={styles.notes}>
            {ticket.notes.map(({ by, at, text }) => (
              <li key={`${at} ${by} ${text}`}>
                <b>
                  <bdi>{by}</bdi>
                </b>{' '}
                <span className="quiet small">{formatTime(at)}</span>
                <p>{text}</p>
              </li>
            ))}
          </ul>
        </section>
        {ticket.state !== 'closed' && session.role !== 'reviewer' && (
          <section>
            <h3>处理</h3>
            <div className={styles.form}>
              <select
                className="field"
                aria-label="改派"
                value={assignee}
                onChange={(event) => setAssignee(event.target.value)}
              >
                {assignees.map(({ username, displayName }) => (
                  <option key={username} value={username}>
                    {displayName}
                  </option>
                ))}
              </select>
              <input
                type="date"
                className="field"
                aria-label="期限"
                value={dueOn}
                onChange={(event) => setDueOn(event.target.value)}
              />
            </div>
            <textarea
              className={`field ${styles.wide}`}
              rows={3}
              aria-label="意见"
              placeholder="意见（必填，存档）"
              maxLength={500}
              value={note}
              onChange={(event) => setNote(event.target.value)}
            />
            {change.problem !== null && <Problem problem={change.problem} />}
            <div className={styles.form}>
              <button type="button" className="button" disabled={!ready} onClick={() => void act()}>
                提交意见
              </button>
              {ticket.state === 'open' && (
                <button type="button" className="button" disabled={!ready} onClick={() => void act('doing')}>
                  开始处理
                </button>
              )}
              <button type="button" className="button" disabled={!ready} onClick={() => void act('closed')}>
                关闭工单
              </button>
            </div>
          </section>
        )}
      </div>
    </Drawer>
  )
}
