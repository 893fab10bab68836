import { sql } from 'kysely'
import { createAddressParser } from '../fusion/address.ts'
import type { DivisionIndex } from '../fusion/division-index.ts'
import type { Database } from '../warehouse/database.ts'

interface Registration {
  readonly realm: string
  readonly year: number
  readonly address: string | null
  readonly authority: string | null
}

/**
 * A credit code keeps the county that first registered the firm, whatever its address is now. By year of
 * registration: how many of the firms still carried have their address in that county. Firms that closed are in
 * no register delivered later, and an authority of a whole city names no county: they are not comparable.
 */
export async function refreshTrace(database: Database, index: DivisionIndex): Promise<void> {
  const parse = createAddressParser(index)
  const { rows } = await sql<Registration>`
    select case when batch.demonstration then 'demonstration' else 'actual' end as realm,
           extract(year from registered_on)::int as year, address, registration_authority_code as authority
    from public_warehouse.enterprise_registration registration
    join brain.batch batch on batch.id = registration.batch_id
    where registered_on is not null`.execute(database.kysely)
  const groups = new Map<string, { realm: string; county_code: string; year: number } & Counts>()
  for (const { realm, year, address, authority } of rows) {
    const first = authority === null ? null : index.place(authority)
    const county = first?.countyCode ?? first?.cityCode ?? first?.provinceCode ?? null
    if (county === null) continue
    const key = `${realm} ${county} ${year}`
    const group = groups.get(key) ?? { realm, county_code: county, year, firms: 0, comparable: 0, stayed: 0 }
    groups.set(key, group)
    group.firms++
    const now = address === null ? null : parse(address, authority).countyCode
    if (first?.countyCode == null || now === null) continue
    group.comparable++
    if (now === first.countyCode) group.stayed++
  }
  await database.transaction(async (transaction) => {
    await sql`delete from brain.registration_trace`.execute(transaction)
    await sql`
      insert into brain.registration_trace
      select * from jsonb_populate_recordset(null::brain.registration_trace,
        ${JSON.stringify([...groups.values()])}::jsonb)`.execute(transaction)
  })
}

interface Counts {
  firms: number
  comparable: number
  stayed: number
}
