import { sql, type Kysely, type Selectable, type Transaction } from 'kysely'
import type { ContractTerms, Purpose } from '../api/schemas/exchange.ts'
import { readGradeOf } from '../catalogue/grade-overrides.ts'
import { gradesOf } from '../catalogue/grading.ts'
import { dataset as datasetById } from '../datasets/registry.ts'
import type { Schema } from '../warehouse/schema.ts'
import type { ExchangeRequestTable } from '../warehouse/schema/exchange.ts'
import { dayOf } from './calendar-day.ts'
import { canonicalJson, sha256 } from './canonical-json.ts'
import { purposeTitles, roleWords, shareWords } from './words.ts'

type Request = Selectable<ExchangeRequestTable>

const provider = '产业大脑数据平台'

interface Signer {
  readonly username: string
  readonly name: string
}

/** What a narrower version changes. */
export interface Narrowing {
  readonly columns?: readonly string[] | undefined
  readonly validUntil?: string | undefined
  readonly maximumCalls?: number | undefined
  readonly maximumRows?: number | undefined
}

/** First version of an approved request, signed for the platform by whoever approved last. */
export async function drawUpContract(
  transaction: Transaction<Schema>,
  request: Request,
  signer: Signer,
  now: Date,
): Promise<number> {
  const number = `JH-${dayOf(now).slice(0, 4)}-${String(request.id).padStart(6, '0')}`
  return storeContract(transaction, await termsOf(transaction, request, number), request.id, signer, now)
}

/** What a version before it has used up counts against the next. */
interface Used {
  readonly calls: number
  readonly rows: number
  readonly bytes: number
}

/** Stores terms as a contract that the platform has signed. */
export async function storeContract(
  transaction: Transaction<Schema>,
  terms: ContractTerms,
  requestId: number,
  signer: Signer,
  now: Date,
  used: Used = { calls: 0, rows: 0, bytes: 0 },
): Promise<number> {
  const content = canonicalJson(terms)
  const digest = sha256(content)
  const { id } = await transaction
    .insertInto('brain.exchange_contract')
    .values({
      request_id: requestId,
      version: terms.version,
      number: terms.number,
      content,
      digest,
      created_at: now,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await transaction
    .insertInto('brain.exchange_signature')
    .values({ contract_id: id, side: 'provider', ...signer, digest, at: now })
    .execute()
  await transaction
    .insertInto('brain.exchange_usage')
    .values({
      contract_id: id,
      ...used,
      maximum_calls: terms.maximumCalls,
      maximum_rows: terms.maximumRows,
    })
    .execute()
  return id
}

async function termsOf(executor: Kysely<Schema>, request: Request, number: string): Promise<ContractTerms> {
  const dataset = datasetById(request.dataset)
  const [approvals, consents, firms, region] = [
    await executor
      .selectFrom('brain.exchange_approval')
      .select(['approver_name', 'approver_role', 'at'])
      .where('request_id', '=', request.id)
      .orderBy('at')
      .execute(),
    await executor
      .selectFrom('brain.exchange_consent as c')
      .leftJoin('brain.golden_enterprise as e', 'e.credit_code', 'c.credit_code')
      .select(['c.credit_code', 'e.name', 'c.decided_name', 'c.decided_at'])
      .where('c.request_id', '=', request.id)
      .orderBy('c.credit_code')
      .execute(),
    request.firms.length === 0
      ? []
      : await executor
          .selectFrom('brain.golden_enterprise')
          .select(['credit_code', 'name'])
          .where('credit_code', 'in', request.firms)
          .orderBy('credit_code')
          .execute(),
    request.region_code === null ? null : await regionOf(executor, request.region_code),
  ]
  const days = request.destruction_days
  const grades = gradesOf(dataset, await readGradeOf({ kysely: executor }))
  return {
    number,
    version: 1,
    provider: { name: provider, steward: dataset.steward },
    recipient: {
      name: request.party_name,
      role: roleWords[request.requester_role],
      applicant: request.requester_name,
    },
    dataset: {
      id: dataset.id,
      title: dataset.title,
      share: shareWords[dataset.share],
      condition: dataset.shareCondition ?? null,
    },
    purpose: {
      code: request.purpose as Purpose,
      title: purposeTitles[request.purpose as Purpose],
      text: request.purpose_text,
    },
    fields: request.columns.map((name) => ({
      name,
      title: dataset.columns[name]?.title ?? name,
      type: dataset.columns[name]?.type ?? 'text',
      unit: dataset.columns[name]?.unit ?? null,
      grade: grades(name),
    })),
    rows: {
      region,
      firms: firms.map(({ credit_code, name }) => ({ creditCode: credit_code, name })),
      monthFrom: request.month_from,
      monthTo: request.month_to,
    },
    validFrom: request.valid_from,
    validUntil: request.valid_until,
    maximumCalls: request.maximum_calls,
    maximumRows: request.maximum_rows,
    output: request.output,
    destruction: {
      days,
      text: `接收方只按约定用途使用，不得转交他人；合同到期或撤销后 ${days} 日内销毁全部副本，并提交销毁回执。`,
    },
    basis: {
      grounds: [...request.grounds],
      approvals: approvals.map(({ approver_name, approver_role, at }) => ({
        name: approver_name,
        role: roleWords[approver_role],
        at: at.toISOString(),
      })),
      consents: consents.map(({ credit_code, name, decided_name, decided_at }) => ({
        creditCode: credit_code,
        name: name ?? credit_code,
        by: decided_name ?? '',
        at: decided_at?.toISOString() ?? '',
      })),
    },
  }
}

export async function regionOf(executor: Kysely<Schema>, code: string) {
  const names = await readRegionNames(executor, [code])
  return { code, name: names.get(code) ?? code }
}

/** Short names of divisions in force. */
export async function readRegionNames(
  executor: Kysely<Schema>,
  codes: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (codes.length === 0) return new Map()
  const { rows } = await sql<{ code: string; name: string }>`
    select code, name from public_warehouse.division where code = any(${[...codes]}::text[])`.execute(
    executor,
  )
  return new Map(rows.map(({ code, name }) => [code, name]))
}

/** The terms of the next version, of a change without {@link widenings}. */
export function narrowed(terms: ContractTerms, by: Narrowing): ContractTerms {
  const version = terms.version + 1
  return {
    ...terms,
    number: `${terms.number.replace(/-V\d+$/, '')}-V${version}`,
    version,
    fields:
      by.columns === undefined ? terms.fields : terms.fields.filter(({ name }) => by.columns?.includes(name)),
    validUntil: by.validUntil ?? terms.validUntil,
    maximumCalls: by.maximumCalls ?? terms.maximumCalls,
    maximumRows: by.maximumRows ?? terms.maximumRows,
  }
}

/** What of a change would give more than the contract does, in words. */
export function widenings(terms: ContractTerms, by: Narrowing): string[] {
  const held = terms.fields.map(({ name }) => name)
  const more = by.columns?.filter((name) => !held.includes(name)) ?? []
  return [
    ...(more.length > 0 ? [`信息项 ${more.join('、').slice(0, 200)} 不在原合同`] : []),
    ...(by.validUntil !== undefined && by.validUntil > terms.validUntil
      ? [`有效期止 ${by.validUntil} 晚于原合同 ${terms.validUntil}`]
      : []),
    ...(by.validUntil !== undefined && by.validUntil < terms.validFrom
      ? [`有效期止 ${by.validUntil} 早于有效期起 ${terms.validFrom}`]
      : []),
    ...((by.maximumCalls ?? 0) > terms.maximumCalls ? [`次数多于原合同 ${terms.maximumCalls}`] : []),
    ...((by.maximumRows ?? 0) > terms.maximumRows ? [`行数多于原合同 ${terms.maximumRows}`] : []),
  ]
}
