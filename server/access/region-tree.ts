import { sql } from 'kysely'
import { regionLevel } from '../domain/region.ts'
import type { Database } from '../warehouse/database.ts'
import { readRegionName } from '../warehouse/regions.ts'
import { AccountRefusal } from './refusal.ts'

/** A region that users added below a city. */
export interface AddedRegion {
  readonly code: string
  readonly name: string
  readonly parentCode: string
  readonly parentName: string
  /** The document that set it up. */
  readonly basis: string
  readonly createdBy: string
  readonly createdAt: string
  readonly accounts: number
}

export async function readAddedRegions(database: Database): Promise<AddedRegion[]> {
  const { rows } = await sql<AddedRegion & { createdAt: Date | string }>`
    select added.code, added.name, added.parent_code as "parentCode",
      coalesce(parent.name, added.parent_code) as "parentName", added.basis, added.created_by as "createdBy",
      added.created_at as "createdAt",
      (select count(*)::int from brain.account where region_code = added.code and disabled_at is null) as accounts
    from brain.region_extension added
    left join public_warehouse.division parent on parent.code = added.parent_code
    where added.ended_at is null order by added.code`.execute(database.kysely)
  return rows.map((row) => ({ ...row, createdAt: new Date(row.createdAt).toISOString() }))
}

/** @throws AccountRefusal when the code does not lie below the city, or is taken. */
export async function addRegion(
  database: Database,
  by: string,
  region: {
    readonly code: string
    readonly parentCode: string
    readonly name: string
    readonly basis: string
  },
  now: Date,
): Promise<void> {
  const { code, parentCode } = region
  const parent = await readRegionName(database, parentCode)
  if (regionLevel(parentCode) !== 'city' || parent === parentCode)
    throw new AccountRefusal('invalid', 'region-unknown', `没有代码为 ${parentCode} 的设区的市。`)
  if (regionLevel(code) !== 'county' || !code.startsWith(parentCode.slice(0, 4)))
    throw new AccountRefusal(
      'invalid',
      'region-code-outside',
      `代码 ${code} 不在${parent}之下，应以 ${parentCode.slice(0, 4)} 开头，且末两位不为 00。`,
    )
  const taken = await readRegionName(database, code)
  const stored = await sql`
    insert into brain.region_extension (code, parent_code, name, basis, created_by, created_at)
    select ${code}, ${parentCode}, ${region.name.trim()}, ${region.basis.trim()}, ${by}, ${now}
    where ${taken} = ${code}
    on conflict (code) do nothing`.execute(database.kysely)
  if (stored.numAffectedRows !== 1n)
    throw new AccountRefusal(
      'conflict',
      'region-taken',
      `代码 ${code} 已用于${taken === code ? '另一地区' : taken}。`,
    )
}

/** Ends a region that no account in use is bound to. The row stays: past figures and audits name its code. */
export async function endRegion(database: Database, by: string, code: string, now: Date): Promise<void> {
  const ended = await sql`
    update brain.region_extension set ended_by = ${by}, ended_at = ${now}
    where code = ${code} and ended_at is null
      and not exists (select from brain.account where region_code = ${code} and disabled_at is null)`.execute(
    database.kysely,
  )
  if (ended.numAffectedRows === 1n) return
  const known = (await readAddedRegions(database)).some((region) => region.code === code)
  if (known)
    throw new AccountRefusal('conflict', 'region-in-use', `仍有账号的辖区是 ${code}，请先调整这些账号。`)
  throw new AccountRefusal('unknown', 'not-found', `没有由用户增设的地区 ${code}。`)
}
