import { sql, type Selectable } from 'kysely'
import type { SignedIn } from '../access/sessions.ts'
import type { ExchangeRequest, Purpose } from '../api/schemas/exchange.ts'
import { readGradeOf } from '../catalogue/grade-overrides.ts'
import { gradesOf } from '../catalogue/grading.ts'
import { datasets } from '../datasets/registry.ts'
import type { Database } from '../warehouse/database.ts'
import type {
  ExchangeApprovalTable,
  ExchangeConsentTable,
  ExchangeRequestTable,
} from '../warehouse/schema/exchange.ts'
import { readRegionNames } from './contract-terms.ts'
import { oversees, partyOf } from './party.ts'
import { unknown } from './refusal.ts'
import { decisionProblem, firmNames } from './requests.ts'
import { roleWords } from './words.ts'

export interface RequestFilter {
  readonly id?: number
  readonly state?: ExchangeRequest['state'] | undefined
  /** Only those the viewer may decide now. */
  readonly waiting?: boolean | undefined
  /** Only ids below. */
  readonly before?: number | undefined
  readonly limit: number
}

/**
 * Requests the viewer may see, newest first: those who answer for the exchange all of them, everybody else
 * those of its own side; a firm besides those that ask for its consent.
 */
export async function listRequests(
  platform: Database,
  viewer: SignedIn,
  filter: RequestFilter,
): Promise<{ readonly items: ExchangeRequest[]; readonly nextCursor: string | null }> {
  const all = oversees(viewer.role)
  const { key } = partyOf(viewer)
  const firm = viewer.role === 'enterprise' ? (viewer.creditCode ?? '') : ''
  let query = platform.kysely
    .selectFrom('brain.exchange_request as r')
    .selectAll()
    .orderBy('r.id', 'desc')
    .limit(filter.limit + 1)
  if (!all) {
    query = query.where((where) =>
      where.or([
        where('r.party_key', '=', key),
        where.exists(
          where
            .selectFrom('brain.exchange_consent as c')
            .select(sql`1`.as('one'))
            .whereRef('c.request_id', '=', 'r.id')
            .where('c.credit_code', '=', firm),
        ),
      ]),
    )
  }
  if (filter.id !== undefined) query = query.where('r.id', '=', filter.id)
  if (filter.state !== undefined) query = query.where('r.state', '=', filter.state)
  if (filter.before !== undefined) query = query.where('r.id', '<', filter.before)
  if (filter.waiting === true) {
    query = query
      .where('r.state', '=', 'open')
      .where('r.requester', '<>', viewer.username)
      .where('r.approvals_needed', '>=', viewer.role === 'steward' ? 1 : viewer.role === 'operator' ? 2 : 3)
      .where((where) =>
        where.not(
          where.exists(
            where
              .selectFrom('brain.exchange_approval as a')
              .select(sql`1`.as('one'))
              .whereRef('a.request_id', '=', 'r.id')
              .where('a.approver', '=', viewer.username),
          ),
        ),
      )
  }
  const rows = await query.execute()
  const shown = rows.slice(0, filter.limit)
  const last = shown.at(-1)
  return {
    items: await describe(platform, viewer, shown),
    nextCursor: rows.length > filter.limit && last !== undefined ? String(last.id) : null,
  }
}

/** @throws Refusal when it does not exist, or the viewer has no part in it. */
export async function readRequest(
  platform: Database,
  viewer: SignedIn,
  id: number,
): Promise<ExchangeRequest> {
  const [found] = (await listRequests(platform, viewer, { id, limit: 1 })).items
  if (found === undefined) throw unknown('申请', id)
  return found
}

type Consent = Selectable<ExchangeConsentTable>

async function describe(
  platform: Database,
  viewer: SignedIn,
  rows: readonly Selectable<ExchangeRequestTable>[],
): Promise<ExchangeRequest[]> {
  if (rows.length === 0) return []
  const ids = rows.map(({ id }) => id)
  const { kysely } = platform
  const [approvals, allConsents, contracts] = await Promise.all([
    kysely
      .selectFrom('brain.exchange_approval')
      .selectAll()
      .where('request_id', 'in', ids)
      .orderBy('at')
      .execute(),
    kysely
      .selectFrom('brain.exchange_consent')
      .selectAll()
      .where('request_id', 'in', ids)
      .orderBy('id')
      .execute(),
    kysely
      .selectFrom('brain.exchange_contract')
      .select(['id', 'request_id', 'number'])
      .where('request_id', 'in', ids)
      .orderBy('version')
      .execute(),
  ])
  const { key } = partyOf(viewer)
  // A firm that is asked for its consent learns nothing about the other firms asked.
  const mayKnow = (row: Selectable<ExchangeRequestTable>, code: string) =>
    oversees(viewer.role) || row.party_key === key || code === viewer.creditCode
  const codes = rows.flatMap((row) => row.firms.filter((code) => mayKnow(row, code)))
  const gradeOf = await readGradeOf(platform)
  const [names, regions] = await Promise.all([
    firmNames(platform, [...new Set(codes)]),
    readRegionNames(
      kysely,
      rows.flatMap(({ region_code: code }) => (code === null ? [] : [code])),
    ),
  ])
  const named = (creditCode: string) => ({ creditCode, name: names.get(creditCode) ?? creditCode })
  return rows.map((row) => {
    const given = approvals.filter(({ request_id }) => request_id === row.id)
    const dataset = datasets.get(row.dataset)
    const decides = viewer.role === 'operator' || viewer.role === 'steward'
    const problem = decisionProblem(
      viewer,
      row,
      given.map(({ approver }) => approver),
    )
    const contract = contracts.findLast(({ request_id }) => request_id === row.id)
    return {
      id: row.id,
      party: row.party_name,
      applicant: row.requester_name,
      own: row.party_key === key,
      dataset: row.dataset,
      datasetTitle: dataset?.title ?? row.dataset,
      steward: dataset?.steward ?? '',
      fields: row.columns.map((name) => ({
        name,
        title: dataset?.columns[name]?.title ?? name,
        grade: dataset === undefined ? '' : gradesOf(dataset, gradeOf)(name),
      })),
      region:
        row.region_code === null
          ? null
          : { code: row.region_code, name: regions.get(row.region_code) ?? row.region_code },
      firms: row.firms.filter((code) => mayKnow(row, code)).map(named),
      monthFrom: row.month_from,
      monthTo: row.month_to,
      purpose: row.purpose as Purpose,
      purposeText: row.purpose_text,
      validFrom: row.valid_from,
      validUntil: row.valid_until,
      maximumCalls: row.maximum_calls,
      maximumRows: row.maximum_rows,
      output: row.output,
      destructionDays: row.destruction_days,
      approvalsNeeded: row.approvals_needed,
      approvals: given.map(toApproval),
      consents: allConsents
        .filter((consent) => consent.request_id === row.id && mayKnow(row, consent.credit_code))
        .map((consent) => toConsent(consent, named(consent.credit_code))),
      grounds: [...row.grounds],
      state: row.state,
      refusal: row.refusal,
      createdAt: row.created_at.toISOString(),
      closedAt: row.closed_at?.toISOString() ?? null,
      contract: contract === undefined ? null : { id: contract.id, number: contract.number },
      mayDecide: decides && row.state === 'open' && problem === null,
      whyNot: decides && row.state === 'open' ? (problem?.text ?? null) : null,
    }
  })
}

function toApproval(row: Selectable<ExchangeApprovalTable>): ExchangeRequest['approvals'][number] {
  return {
    name: row.approver_name,
    role: roleWords[row.approver_role],
    decision: row.decision,
    note: row.note,
    at: row.at.toISOString(),
  }
}

function toConsent(
  row: Consent,
  firm: { readonly creditCode: string; readonly name: string },
): ExchangeRequest['consents'][number] {
  return {
    id: row.id,
    ...firm,
    state: row.state,
    by: row.decided_name,
    at: row.decided_at?.toISOString() ?? null,
    note: row.note,
  }
}
