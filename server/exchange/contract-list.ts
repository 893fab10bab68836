import { sql, type Selectable } from 'kysely'
import type { SignedIn } from '../access/sessions.ts'
import type { Contract, ContractDetail, ContractTerms } from '../api/schemas/exchange.ts'
import { datasets } from '../datasets/registry.ts'
import type { Database } from '../warehouse/database.ts'
import { columnTypes } from '../warehouse/tables.ts'
import type { ExchangeContractTable } from '../warehouse/schema/exchange.ts'
import { stateOf } from './contract-state.ts'
import { deliveredColumns } from './delivered-rows.ts'
import { oversees, partyOf } from './party.ts'
import { unknown } from './refusal.ts'

interface ContractFilter {
  readonly id?: number
  readonly requestId?: number
  readonly before?: number | undefined
  readonly limit: number
}

type StoredContract = Selectable<ExchangeContractTable> & { readonly party_key: string }

/** Contracts the viewer is a side of, newest first; all of them for those who answer for the exchange. */
export async function listContracts(
  platform: Database,
  viewer: SignedIn,
  filter: ContractFilter,
  now: Date,
): Promise<{ readonly items: Contract[]; readonly nextCursor: string | null }> {
  const rows = await readContracts(platform, viewer, filter)
  const shown = rows.slice(0, filter.limit)
  const last = shown.at(-1)
  return {
    items: await describe(platform, viewer, shown, now),
    nextCursor: rows.length > filter.limit && last !== undefined ? String(last.id) : null,
  }
}

async function readContracts(
  platform: Database,
  viewer: SignedIn,
  filter: ContractFilter,
): Promise<StoredContract[]> {
  let query = platform.kysely
    .selectFrom('brain.exchange_contract as c')
    .innerJoin('brain.exchange_request as r', 'r.id', 'c.request_id')
    .selectAll('c')
    .select('r.party_key')
    .orderBy('c.id', 'desc')
    .limit(filter.limit + 1)
  if (!oversees(viewer.role)) {
    const firm = viewer.role === 'enterprise' ? (viewer.creditCode ?? '') : ''
    const { key } = partyOf(viewer)
    query = query.where((where) =>
      where.or([
        where('r.party_key', '=', key),
        // A firm reads the contracts that rest on its consent.
        where.exists(
          where
            .selectFrom('brain.exchange_consent as s')
            .select(sql`1`.as('one'))
            .whereRef('s.request_id', '=', 'r.id')
            .where('s.credit_code', '=', firm),
        ),
      ]),
    )
  }
  if (filter.id !== undefined) query = query.where('c.id', '=', filter.id)
  if (filter.requestId !== undefined) query = query.where('c.request_id', '=', filter.requestId)
  if (filter.before !== undefined) query = query.where('c.id', '<', filter.before)
  return query.execute()
}

/** One contract with its canonical text and its versions. @throws Refusal for one that is not the viewer's. */
export async function readContract(
  platform: Database,
  viewer: SignedIn,
  id: number,
  now: Date,
): Promise<ContractDetail> {
  const [row] = await readContracts(platform, viewer, { id, limit: 1 })
  if (row === undefined) throw unknown('合同', id)
  const [contract] = await describe(platform, viewer, [row], now)
  if (contract === undefined) throw unknown('合同', id)
  const versions = await platform.kysely
    .selectFrom('brain.exchange_contract')
    .select(['id', 'number', 'created_at'])
    .where('request_id', '=', row.request_id)
    .orderBy('version')
    .execute()
  return {
    ...contract,
    content: isWhole(viewer, row.party_key) ? row.content : '',
    versions: versions.map(({ id: version, number, created_at }) => ({
      id: version,
      number,
      createdAt: created_at.toISOString(),
    })),
    tableDefinition: tableDefinition(contract.terms),
  }
}

/** Whether the viewer may read the names of all firms of a contract. */
function isWhole(viewer: SignedIn, partyKey: string): boolean {
  return oversees(viewer.role) || partyOf(viewer).key === partyKey
}

async function describe(
  platform: Database,
  viewer: SignedIn,
  rows: readonly StoredContract[],
  now: Date,
): Promise<Contract[]> {
  if (rows.length === 0) return []
  const ids = rows.map(({ id }) => id)
  const { kysely } = platform
  const of = { contract: (row: { readonly contract_id: number }, id: number) => row.contract_id === id }
  const [signatures, revocations, destructions, usages, keys] = await Promise.all([
    kysely
      .selectFrom('brain.exchange_signature')
      .selectAll()
      .where('contract_id', 'in', ids)
      .orderBy('at')
      .execute(),
    kysely.selectFrom('brain.exchange_revocation').selectAll().where('contract_id', 'in', ids).execute(),
    kysely.selectFrom('brain.exchange_destruction').selectAll().where('contract_id', 'in', ids).execute(),
    kysely.selectFrom('brain.exchange_usage').selectAll().where('contract_id', 'in', ids).execute(),
    kysely
      .selectFrom('brain.delivery_key')
      .select(['contract_id', 'hint', 'issued_at'])
      .where('contract_id', 'in', ids)
      .where('ended_at', 'is', null)
      .execute(),
  ])
  return rows.map((row): Contract => {
    const own = partyOf(viewer).key === row.party_key
    const terms = JSON.parse(row.content) as ContractTerms
    const signed = signatures.filter((signature) => of.contract(signature, row.id))
    const revocation = revocations.find((found) => of.contract(found, row.id)) ?? null
    const destruction = destructions.find((found) => of.contract(found, row.id)) ?? null
    const usage = usages.find((found) => of.contract(found, row.id))
    if (usage === undefined) throw new Error(`合同 ${row.id} 没有计量记录`)
    const key = keys.find((found) => of.contract(found, row.id))
    const state = stateOf(
      { revocation, signed: signed.some(({ side }) => side === 'recipient'), terms, usage },
      now,
    )
    return {
      id: row.id,
      requestId: row.request_id,
      number: row.number,
      version: row.version,
      digest: row.digest,
      terms: isWhole(viewer, row.party_key) ? terms : withoutOthers(terms, viewer.creditCode),
      state,
      own,
      createdAt: row.created_at.toISOString(),
      signatures: signed.map(({ side, name, at }) => ({ side, name, at: at.toISOString() })),
      revocation:
        revocation === null
          ? null
          : {
              side: revocation.side,
              name: revocation.name,
              reason: revocation.reason,
              at: revocation.at.toISOString(),
            },
      destruction:
        destruction === null
          ? null
          : {
              name: destruction.name,
              destroyedOn: destruction.destroyed_on,
              method: destruction.method,
              at: destruction.at.toISOString(),
            },
      usage: { calls: usage.calls, rows: usage.rows, bytes: usage.bytes },
      key: own && key !== undefined ? { hint: key.hint, issuedAt: key.issued_at.toISOString() } : null,
    }
  })
}

/** As a consenting firm reads it: not which other firms consented. */
function withoutOthers(terms: ContractTerms, creditCode: string | null): ContractTerms {
  const own = ({ creditCode: code }: { readonly creditCode: string }) => code === creditCode
  return {
    ...terms,
    rows: { ...terms.rows, firms: terms.rows.firms.filter(own) },
    basis: { ...terms.basis, consents: terms.basis.consents.filter(own) },
  }
}

/** Money is delivered in yuan, so it is numeric there. */
function tableDefinition(terms: ContractTerms): string {
  const dataset = datasets.get(terms.dataset.id)
  if (dataset === undefined) return ''
  const columns = deliveredColumns(dataset, terms).map(({ name, type }) => {
    const sqlType = type === 'money' ? 'numeric' : columnTypes[type].replace(' collate "C"', '')
    return `  "${name}" ${sqlType}`
  })
  return `create table "${dataset.table}" (\n${columns.join(',\n')}\n);`
}
