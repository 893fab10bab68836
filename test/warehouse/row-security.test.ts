import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { viewAs } from '../../server/access/viewing.ts'
import { datasets, viewName } from '../../server/datasets/registry.ts'
import type { Database } from '../../server/warehouse/database.ts'
import { rowPolicies } from '../../server/warehouse/row-policies.ts'
import { firmColumns, regionColumns } from '../../server/warehouse/row-security.ts'
import type { Viewer } from '../../server/warehouse/viewer-database.ts'
import { openTestDatabase, openTestViewers, urlOf } from '../database.ts'
import { dropConstraints, insert, name, ours, readRelations, theirs, type Relation } from './tenants.ts'

let database: Database
let viewers: Database
let relations: readonly Relation[]

const viewer = (given: Partial<Viewer>): Viewer => ({
  kind: 'official',
  username: 'somebody',
  regionPrefix: '37',
  firms: [],
  own: null,
  clearance: 3,
  ...given,
})
const firm = viewer({
  kind: 'firm',
  regionPrefix: '370523',
  firms: [ours.code],
  own: ours.code,
  clearance: 2,
})
const county = viewer({ regionPrefix: '370523' })
const city = viewer({ regionPrefix: '3705' })
const province = viewer({})
const bank = viewer({ kind: 'firm', regionPrefix: '3705', clearance: 2 })
const administrator = viewer({ kind: 'none', clearance: 0 })

beforeAll(async () => {
  database = await openTestDatabase()
  viewers = await openTestViewers(database)
  relations = await readRelations(database)
  await dropConstraints(database)
  for (const relation of relations) if (relation.kind === 'r') await insert(database, relation, ours)
})
afterAll(async () => {
  await viewers.close()
  await database.close()
})

/** Everything a viewer reads, table by table; null where reading is not allowed at all. */
type Seen = ReadonlyMap<string, readonly string[] | null>

const textOf = (relation: Relation) => `select to_jsonb(t)::text as row from ${name(relation)} t order by 1`

async function readAs(as: Viewer): Promise<Seen> {
  const seen = new Map<string, readonly string[] | null>()
  for (const relation of relations) {
    const found = await viewAs(as, () => viewers.pool.query<{ row: string }>(textOf(relation))).catch(
      (error: unknown) => {
        if (error instanceof pg.DatabaseError && error.code === '42501') return null
        throw error
      },
    )
    seen.set(name(relation), found === null ? null : found.rows.map(({ row }) => row))
  }
  return seen
}

/** As the owner of the tables, with the viewer's settings: what a definer function or a view would read. */
async function readAsOwner(as: Viewer | null): Promise<Seen> {
  const client = new pg.Client(await urlOf(database))
  await client.connect()
  const seen = new Map<string, readonly string[]>()
  try {
    await client.query('set role brain_owner')
    if (as !== null) {
      const settings = {
        kind: as.kind,
        username: as.username,
        low: as.regionPrefix,
        high: `${as.regionPrefix}~`,
        whole: as.kind === 'official' && as.regionPrefix.length <= 2 ? 'on' : 'off',
        firms: `{${as.firms.join(',')}}`,
        own: as.own ?? '',
        clearance: String(as.clearance),
      }
      for (const [key, value] of Object.entries(settings))
        await client.query(`select set_config('brain.' || $1, $2, false)`, [key, value])
    }
    for (const relation of relations) {
      const { rows } = await client.query<{ row: string }>(textOf(relation))
      seen.set(
        name(relation),
        rows.map(({ row }) => row),
      )
    }
  } finally {
    await client.end()
  }
  return seen
}

/** What is about nobody: rows that both tenants read, whoever put them there. */
function isShared(relation: Relation, as: Viewer): boolean {
  if (relation.schema === 'brain') {
    const policy = rowPolicies[relation.table]
    // The ledger of batches is one for all officials.
    if (typeof policy === 'object' && 'uploads' in policy) return as.kind === 'official'
    return policy === 'everyone'
  }
  const id = `${relation.schema.replace(/_(warehouse|view)$/, '')}/`
  const dataset = [...datasets.values()].find(
    (one) =>
      id === `${one.warehouse}/` &&
      (relation.table === one.table || relation.table === `${one.table}_history`),
  )
  if (dataset === undefined) return false
  if (dataset.share === 'unconditional') return as.kind === 'official' || firmColumns(dataset).length === 0
  return firmColumns(dataset).length + regionColumns(dataset).length === 0
}

describe('row-level security', () => {
  test('stands on every table and binds its owner', async () => {
    const { rows } = await database.pool.query<{ table: string }>(`
      select oid::regclass::text as table from pg_class
      where relkind in ('r', 'p') and relname not like 'kysely\\_%' and relpersistence = 'p'
        and relnamespace in (select oid from pg_namespace where nspname = 'brain' or nspname like '%\\_warehouse')
        and not (relrowsecurity and relforcerowsecurity and relowner = 'brain_owner'::regrole)`)
    expect(rows).toEqual([])
    expect(relations.filter(({ kind }) => kind === 'r').length).toBeGreaterThan(80)
  })

  test('is declared for every table of the platform, and for none that is not there', async () => {
    const tables = relations.filter(({ schema }) => schema === 'brain').map(({ table }) => table)
    expect(Object.keys(rowPolicies).toSorted()).toEqual(tables.toSorted())
  })

  test('gives viewers one masked view for each dataset and its history', () => {
    const views = relations.filter(({ kind }) => kind === 'v').map(name)
    const expected = [...datasets.values()].flatMap((dataset) => [
      viewName(dataset),
      viewName(dataset, '_history'),
    ])
    expect(views.toSorted()).toEqual(expected.toSorted())
  })
})

describe('two tenants: what one reads does not depend on what there is of the other', () => {
  const readers = { firm, county, city, bank, administrator }
  const before = new Map<string, { viewed: Seen; owned: Seen }>()
  let strangers: Seen

  beforeAll(async () => {
    for (const [who, as] of Object.entries(readers))
      before.set(who, { viewed: await readAs(as), owned: await readAsOwner(as) })
    for (const relation of relations) if (relation.kind === 'r') await insert(database, relation, theirs)
    strangers = await readAsOwner(null)
  })

  test.each(Object.entries(readers))('%s', async (who, as) => {
    const kept = before.get(who)
    const viewed = await readAs(as)
    const owned = await readAsOwner(as)
    let compared = 0
    for (const relation of relations) {
      if (isShared(relation, as)) continue
      const key = name(relation)
      expect([key, viewed.get(key)]).toEqual([key, kept?.viewed.get(key)])
      expect([key, 'as owner', owned.get(key)]).toEqual([key, 'as owner', kept?.owned.get(key)])
      compared++
    }
    expect(compared).toBeGreaterThan(50)
  })

  test('the owner without a viewer reads nothing at all', () => {
    for (const [table, rows] of strangers) expect([table, rows]).toEqual([table, []])
  })

  test('the firm reads its own rows, the county its firms, the province both tenants', async () => {
    const use = viewName(datasets.get('public/electricity-use')!)
    const firms = async (as: Viewer) =>
      (await readAs(as)).get(use)?.map((row) => (JSON.parse(row) as { batch_id: number }).batch_id)
    expect(await firms(firm)).toEqual([1])
    expect(await firms(county)).toEqual([1])
    expect(await firms(province)).toEqual([1, 2])
    expect(await firms(administrator)).toEqual([])
  })

  test('administrators and banks read no record of any firm', async () => {
    for (const as of [administrator, bank]) {
      for (const [table, rows] of await readAs(as)) {
        const naming = (rows ?? []).filter((row) => row.includes(ours.code) || row.includes(theirs.code))
        expect([table, naming]).toEqual([table, []])
      }
    }
  })
})

describe('a viewer', () => {
  test('reads the tables of graded data only through their masks, and writes nothing', async () => {
    const refused = async (text: string) => {
      const failure: unknown = await viewAs(province, () => viewers.pool.query(text)).catch(
        (error: unknown) => error,
      )
      return failure instanceof pg.DatabaseError ? failure.code : 'not refused'
    }
    expect(await refused('select * from enterprise_warehouse.enterprise_profile')).toBe('42501')
    expect(await refused('select * from brain.account')).toBe('42501')
    expect(await refused('delete from brain.golden_enterprise')).toBe('25006')
    expect(await refused('set transaction read write; delete from brain.alert')).toMatch(/25001|42501/)
  })

  test('sees a value above its clearance as hidden, not as missing; a firm sees its own', async () => {
    const view = viewName(datasets.get('enterprise/enterprise-profile')!)
    const row = async (as: Viewer) =>
      (
        await viewAs(as, () =>
          viewers.pool.query<{ revenue: number | null; name: string; masked: string[] }>(
            `select revenue, name, masked from ${view} where credit_code = $1`,
            [ours.code],
          ),
        )
      ).rows
    expect(await row(county)).toEqual([{ revenue: 1, name: 'ours', masked: [] }])
    expect(await row({ ...county, clearance: 2 })).toEqual([
      { revenue: null, name: 'ours', masked: ['revenue'] },
    ])
    expect(await row(firm)).toEqual([{ revenue: 1, name: 'ours', masked: [] }])
  })

  test('does not outlive its transaction, whatever ends it', async () => {
    const one = await openTestViewers(database)
    const count = (as: Viewer) =>
      viewAs(as, async () => {
        const { rows } = await one.pool.query<{ count: number }>(
          'select count(*) from brain.golden_enterprise',
        )
        return rows[0]?.count
      })
    await expect(viewAs(province, () => one.pool.query('select 1 / 0'))).rejects.toThrow('division by zero')
    await expect(
      viewAs(province, () =>
        one.transaction(async () => {
          await Promise.resolve()
          throw new Error('given up')
        }),
      ),
    ).rejects.toThrow('given up')
    expect(await count(province)).toBe(2)
    expect(await count(administrator)).toBe(0)
    // Outside a request there is no viewer, and so nothing to be seen.
    const { rows } = await one.pool.query<{ count: number }>('select count(*) from brain.golden_enterprise')
    expect(rows[0]?.count).toBe(0)
    const many = await Promise.all(
      Array.from({ length: 40 }, (_, index) => count(index % 2 === 0 ? province : county)),
    )
    expect(many).toEqual(Array.from({ length: 40 }, (_, index) => (index % 2 === 0 ? 2 : 1)))
    await one.close()
  })
})
