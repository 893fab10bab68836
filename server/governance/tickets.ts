import { sql, type Kysely } from 'kysely'
import { datasets } from '../datasets/registry.ts'
import { isDemonstrationCode } from '../domain/credit-code.ts'
import type { Realm } from '../domain/realm.ts'
import type { Ticket, TicketChange, TicketOpening } from '../api/schemas/governance.ts'
import type { Database } from '../warehouse/database.ts'
import type { Schema } from '../warehouse/schema.ts'
import { ruleOf } from './rules.ts'

/** What an open ticket `t` is about and is not settled yet, in rows or records; a firm's claim is settled by a person. */
const leftOver = sql<number>`case t.origin
  when 'claim' then 1
  when 'rule' then coalesce((
    select r.failing from brain.quality_score s join brain.quality_result r on r.score_id = s.id and r.rule = t.rule
    where s.dataset = t.dataset and s.realm = t.realm order by s.id desc limit 1), 0)
  else (
    select count(*) from brain.quarantine q join brain.batch b on b.id = q.batch_id
    where q.dataset = t.dataset and q.rule = t.rule and q.state = 'open'
      and q.column_name is not distinct from t.column_name and b.demonstration = (t.realm = 'demonstration'))
  end`

/** Closes tickets whose rule passes, or whose group of quarantined records is settled. */
export async function closeSettledTickets(platform: Database, now: Date): Promise<void> {
  await sql`
    with settled as (
      select t.id from brain.governance_ticket t where t.state <> 'closed' and ${leftOver} = 0
    ), closed as (
      update brain.governance_ticket t set state = 'closed', closed_by = '系统', closed_at = ${now}
      from settled where settled.id = t.id returning t.id, t.origin
    )
    insert into brain.governance_ticket_note (ticket_id, written_by, written_at, text)
    select id, '系统', ${now},
      case origin when 'rule' then '规则已全部通过，自动关闭' else '隔离记录已全部处理，自动关闭' end
    from closed`.execute(platform.kysely)
}

export class TicketError extends Error {
  readonly code: 'unknown' | 'nothing-failing' | 'open-already' | 'unknown-assignee' | 'closed'

  constructor(code: TicketError['code'], message: string) {
    super(message)
    this.name = 'TicketError'
    this.code = code
  }
}

/** Accounts that answer for data. */
export async function listAssignees(
  platform: Database,
): Promise<{ readonly username: string; readonly displayName: string }[]> {
  const { rows } = await sql<{ username: string; displayName: string }>`
    select username, display_name as "displayName" from brain.account
    where role in ('steward', 'operator') and disabled_at is null order by role desc, username`.execute(
    platform.kysely,
  )
  return rows
}

/** @returns the id of the ticket. @throws TicketError when nothing fails, or a ticket about it is open. */
export async function openTicket(
  platform: Database,
  opening: TicketOpening & { readonly realm: Realm; readonly by: string; readonly now: Date },
): Promise<number> {
  const { dataset: id, origin, rule, realm, assignee, dueOn, by, now, note } = opening
  const column = opening.column ?? null
  const dataset = datasets.get(id)
  if (dataset === undefined) throw new TicketError('unknown', `没有数据集 ${id}`)
  const subject = origin === 'rule' ? ruleOf(id, rule)?.title : `隔离：${rule}`
  if (subject === undefined) throw new TicketError('unknown', `数据集“${dataset.title}”没有规则 ${rule}`)
  await requireAssignee(platform, assignee)
  return platform.transaction(async (transaction) => {
    const failing = await sql<{ count: number }>`
      select ${leftOver} as count from (select ${origin}::text as origin, ${id}::text as dataset, ${realm}::text as realm,
        ${rule}::text as rule, ${column}::text as column_name) t`.execute(transaction)
    const count = failing.rows[0]?.count ?? 0
    if (count === 0) throw new TicketError('nothing-failing', '没有未通过的记录，不必开工单')
    const { rows } = await sql<{ id: number }>`
      insert into brain.governance_ticket (title, origin, dataset, realm, rule, column_name, assignee, due_on,
        failing_at_open, opened_by, opened_at)
      values (${`${dataset.title}：${subject}`}, ${origin}, ${id}, ${realm}, ${rule}, ${column}, ${assignee}, ${dueOn},
        ${count}, ${by}, ${now})
      on conflict do nothing returning id`.execute(transaction)
    const made = rows[0]?.id
    if (made === undefined) throw new TicketError('open-already', '这条规则已有未关闭的工单')
    if (note !== undefined && note !== '') {
      await transaction
        .insertInto('brain.governance_ticket_note')
        .values({ ticket_id: made, written_by: by, written_at: now, text: note })
        .execute()
    }
    return made
  })
}

/** A correction of a firm's data that was accepted and has to be made. */
interface AcceptedClaim {
  readonly id: number
  readonly creditCode: string
  readonly dataset: string
  readonly field: string
  readonly value: string
  readonly text: string
}

/** Days in which an accepted correction is to be made. */
const claimDays = 10

/** Opens the ticket of an accepted claim, in the transaction that accepts it. @returns its id */
export async function openClaimTicket(
  transaction: Kysely<Schema>,
  { id, creditCode, dataset, field, value, text }: AcceptedClaim,
  { by, now }: { readonly by: string; readonly now: Date },
): Promise<number> {
  const contract = datasets.get(dataset)
  const fieldTitle = contract?.columns[field]?.title ?? field
  const { rows } = await sql<{ id: number }>`
    insert into brain.governance_ticket (title, origin, dataset, realm, rule, column_name, assignee, due_on,
      failing_at_open, opened_by, opened_at)
    values (${`${contract?.title ?? dataset}：企业更正${fieldTitle}`}, 'claim', ${dataset},
      ${isDemonstrationCode(creditCode) ? 'demonstration' : 'actual'}, ${`claim-${id}`}, ${field}, ${by},
      (${now}::timestamptz at time zone 'Asia/Shanghai')::date + ${claimDays}::int, 1, ${by}, ${now})
    returning id`.execute(transaction)
  const ticket = rows[0]?.id
  if (ticket === undefined) throw new Error(`第 ${id} 号更正的工单没有写入`)
  await transaction
    .insertInto('brain.governance_ticket_note')
    .values({
      ticket_id: ticket,
      written_by: by,
      written_at: now,
      text: `采纳企业 ${creditCode} 第 ${id} 号更正：${fieldTitle}应为“${value}”。${text}`,
    })
    .execute()
  return ticket
}

async function requireAssignee(platform: Database, username: string): Promise<void> {
  const known = await listAssignees(platform)
  if (known.some((account) => account.username === username)) return
  const names = known.map((account) => account.username).join('、')
  throw new TicketError('unknown-assignee', `不能指派给“${username}”；可指派：${names}`)
}

const stateTitles = { open: '待处理', doing: '处理中', closed: '已关闭' } as const

/** Changes a ticket and says so in its notes. @throws TicketError when there is none or it is closed. */
export async function changeTicket(
  platform: Database,
  id: number,
  change: TicketChange & { readonly by: string; readonly now: Date },
): Promise<void> {
  const { state, assignee, dueOn, note, by, now } = change
  if (assignee !== undefined) await requireAssignee(platform, assignee)
  await platform.transaction(async (transaction) => {
    const ticket = await transaction
      .selectFrom('brain.governance_ticket')
      .select(['state', 'assignee', 'due_on'])
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst()
    if (ticket === undefined) throw new TicketError('unknown', `没有工单 ${id}`)
    if (ticket.state === 'closed') throw new TicketError('closed', `工单 ${id} 已关闭；问题仍在则另开一张`)
    const words = [
      ...(state !== undefined && state !== ticket.state ? [`状态改为${stateTitles[state]}`] : []),
      ...(assignee !== undefined && assignee !== ticket.assignee ? [`改派 ${assignee}`] : []),
      ...(dueOn !== undefined && dueOn !== ticket.due_on ? [`期限改为 ${dueOn}`] : []),
    ]
    await transaction
      .updateTable('brain.governance_ticket')
      .set({
        ...(state !== undefined && { state }),
        ...(assignee !== undefined && { assignee }),
        ...(dueOn !== undefined && { due_on: dueOn }),
        ...(state === 'closed' && { closed_by: by, closed_at: now }),
      })
      .where('id', '=', id)
      .execute()
    const text = words.length === 0 ? note : `${note}（${words.join('，')}）`
    await transaction
      .insertInto('brain.governance_ticket_note')
      .values({ ticket_id: id, written_by: by, written_at: now, text })
      .execute()
  })
}

interface TicketRow {
  readonly id: number
  readonly title: string
  readonly origin: Ticket['origin']
  readonly dataset: string
  readonly realm: Realm
  readonly rule: string
  readonly column_name: string | null
  readonly assignee: string
  readonly assignee_name: string | null
  readonly due_on: string
  readonly state: Ticket['state']
  readonly failing_at_open: number
  readonly failing_now: number
  readonly opened_by: string
  readonly opened_at: Date
  readonly closed_by: string | null
  readonly closed_at: Date | null
  readonly notes: Ticket['notes']
}

/** Those that are due first; closed ones the latest first. */
export async function listTickets(
  platform: Database,
  filter: {
    readonly realm: Realm
    readonly state?: Ticket['state'] | undefined
    readonly assignee?: string | undefined
    readonly id?: number
  },
  today: string,
): Promise<Ticket[]> {
  const { rows } = await sql<TicketRow>`
    select t.*, t.due_on::text as due_on, a.display_name as assignee_name,
      case when t.origin = 'claim' and t.state = 'closed' then 0 else ${leftOver} end as failing_now,
      coalesce((select jsonb_agg(jsonb_build_object('by', n.written_by, 'at',
          to_char(n.written_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), 'text', n.text) order by n.id)
        from brain.governance_ticket_note n where n.ticket_id = t.id), '[]') as notes
    from brain.governance_ticket t left join brain.account a on a.username = t.assignee
    where t.realm = ${filter.realm}
      and (${filter.id ?? null}::bigint is null or t.id = ${filter.id ?? null})
      and (${filter.state ?? null}::text is null or t.state = ${filter.state ?? null})
      and (${filter.assignee ?? null}::text is null or t.assignee = ${filter.assignee ?? null})
    order by t.state = 'closed', t.closed_at desc, t.due_on, t.id limit 2000`.execute(platform.kysely)
  return rows.map((row) => ({
    id: row.id,
    title: row.title,
    origin: row.origin,
    dataset: row.dataset,
    datasetTitle: datasets.get(row.dataset)?.title ?? row.dataset,
    steward: datasets.get(row.dataset)?.steward ?? '',
    realm: row.realm,
    rule: row.rule,
    column: row.column_name,
    assignee: row.assignee,
    assigneeName: row.assignee_name ?? row.assignee,
    dueOn: row.due_on,
    overdue: row.state !== 'closed' && row.due_on < today,
    state: row.state,
    failingAtOpen: row.failing_at_open,
    failingNow: row.failing_now,
    openedBy: row.opened_by,
    openedAt: row.opened_at.toISOString(),
    closedBy: row.closed_by,
    closedAt: row.closed_at?.toISOString() ?? null,
    notes: row.notes,
  }))
}
