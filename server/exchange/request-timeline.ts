import { sql } from 'kysely'
import type { ExchangeRequest, TimelineEntry } from '../api/schemas/exchange.ts'
import type { Database } from '../warehouse/database.ts'

interface Event extends Omit<TimelineEntry, 'at'> {
  readonly at: Date
}

/** What happened to a request and its contracts, oldest first; of deliveries the first and the last. */
export async function readTimeline(platform: Database, request: ExchangeRequest): Promise<TimelineEntry[]> {
  const { rows } = await sql<Event>`
    with contract as (select id, number, created_at from brain.exchange_contract where request_id = ${request.id}),
    event as (
      select created_at as at, '合同生成' as title, '平台' as by, '合同 ' || number as text, 'good' as tone, 3 as rank
      from contract
      union all
      select s.at, case s.side when 'provider' then '平台签署' else '接收方签署' end, s.name, '合同 ' || c.number, 'good', 4
      from brain.exchange_signature s join contract c on c.id = s.contract_id
      union all
      select k.issued_at, '领取密钥', coalesce(a.display_name, k.issued_by), '密钥 …' || k.hint, 'neutral', 5
      from brain.delivery_key k join contract c on c.id = k.contract_id
      left join brain.account a on a.username = k.issued_by
      union all
      select min(d.at), '首次交付', c.number, '共交付 ' || count(*) || ' 次、' || sum(d.rows) || ' 行', 'neutral', 6
      from brain.delivery d join contract c on c.id = d.contract_id group by c.number
      union all
      select v.at, case v.side when 'replaced' then '合同换版' when 'firm' then '企业撤回同意，合同终止'
          when 'recipient' then '接收方终止合同' else '平台撤销合同' end,
        v.name, v.reason, case v.side when 'replaced' then 'neutral' else 'bad' end, 7
      from brain.exchange_revocation v join contract c on c.id = v.contract_id
      union all
      select x.at, '销毁回执', x.name, x.destroyed_on || ' 销毁：' || x.method, 'good', 8
      from brain.exchange_destruction x join contract c on c.id = x.contract_id
    )
    select at, title, by, text, tone from event order by at, rank`.execute(platform.kysely)
  const later = rows.map(({ at, ...event }) => ({ ...event, at: at.toISOString() }))
  const entries: TimelineEntry[] = [
    {
      at: request.createdAt,
      title: '提交申请',
      by: request.party,
      text: request.datasetTitle,
      tone: 'neutral',
    },
    ...request.consents.flatMap(({ at, state, name, by, note }): TimelineEntry[] => {
      if (at === null || state === 'waiting') return []
      const title = { consented: '企业同意', refused: '企业不同意', withdrawn: '企业撤回同意' }[state]
      return [
        {
          at,
          title,
          by: by ?? name,
          text: [name, note].filter(Boolean).join('：'),
          tone: state === 'consented' ? 'good' : 'bad',
        },
      ]
    }),
    ...request.approvals.map(({ at, decision, name, role, note }): TimelineEntry => ({
      at,
      title: decision === 'approve' ? '审批同意' : '审批驳回',
      by: `${name}（${role}）`,
      text: note,
      tone: decision === 'approve' ? 'good' : 'bad',
    })),
    ...closing(request),
    ...later,
  ]
  // Of events at one moment the order above holds.
  return entries.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
}

function closing(request: ExchangeRequest): TimelineEntry[] {
  const { state, closedAt, refusal, approvals, consents, approvalsNeeded } = request
  if (closedAt === null) return []
  if (state === 'withdrawn') {
    return [{ at: closedAt, title: '撤回申请', by: request.party, text: '', tone: 'neutral' }]
  }
  if (state === 'refused') {
    const byPerson =
      approvals.some(({ decision }) => decision === 'refuse') ||
      consents.some(({ state: consent }) => consent === 'refused')
    return byPerson
      ? []
      : [{ at: closedAt, title: '按规则驳回', by: '平台', text: refusal ?? '', tone: 'bad' }]
  }
  const rule = approvalsNeeded === 0 ? '无条件共享，按规则办结' : '审批与同意齐备'
  return [{ at: closedAt, title: '申请通过', by: '平台', text: rule, tone: 'good' }]
}
