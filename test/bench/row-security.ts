import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { currentViewer, viewAs } from '../../server/access/viewing.ts'
import { datasets } from '../../server/datasets/registry.ts'
import { openDatabase, type Database } from '../../server/warehouse/database.ts'
import { startEmbeddedPostgres } from '../../server/warehouse/embedded-postgres.ts'
import { migrate } from '../../server/warehouse/migrate.ts'
import { ensureRowSecurity } from '../../server/warehouse/row-security.ts'
import { ensureTables } from '../../server/warehouse/tables.ts'
import { openViewerDatabase, type Viewer } from '../../server/warehouse/viewer-database.ts'

const firms = 20_000
const months = 36
const rounds = 9
const reads = 2_000

/**
 * What row-level security and masks cost: the same reads of 720,000 meter months of 20,000 firms as a viewer of
 * one county, of the province and as a firm, and without either, taken in turns.
 */
export async function benchRowSecurity(): Promise<void> {
  const home = await mkdtemp(path.join(tmpdir(), 'industry-brain-bench-'))
  const postgres = await startEmbeddedPostgres(path.join(home, 'postgres'), { durable: false })
  const platform = await openDatabase(postgres.url, { maximumConnections: 2 })
  const viewers = openViewerDatabase(postgres.url, currentViewer, { maximumConnections: 2 })
  try {
    await fill(platform)
    const official = (regionPrefix: string): Viewer => ({
      kind: 'official',
      username: 'bench',
      regionPrefix,
      firms: [],
      own: null,
      clearance: 3,
    })
    const own = codeOf(23)
    const firm: Viewer = {
      ...official('370523'),
      kind: 'firm',
      firms: [own],
      own,
      clearance: 2,
    }
    console.log(`${firms * months} 行用电记录，${firms} 家企业；中位数，${rounds} 轮交替`)
    await compare('点查（一家一月，全省）', reads, { platform, viewers }, official('37'), pointOf)
    await compare('点查（一家一月，县级）', reads, { platform, viewers }, official('370523'), pointOf)
    await compare('点查（本企业）', reads, { platform, viewers }, firm, () => pointOf(23))
    await compare('汇总（按月，全省）', 1, { platform, viewers }, official('37'), () => sumOf(''))
    await compare('汇总（本县按月，县级）', 20, { platform, viewers }, official('370523'), () =>
      sumOf(`where county_code = '370523'`),
    )
  } finally {
    await viewers.close()
    await platform.close()
    await postgres.stop()
    await rm(home, { recursive: true, force: true })
  }
}

interface Read {
  readonly name: string
  /** `$table` stands for the table or its masked view. */
  readonly text: string
  readonly values: readonly unknown[]
}

/** Firms of 广饶县, whichever is asked for: every one may be read by every viewer here. */
function pointOf(index: number): Read {
  return {
    name: 'point',
    text: `select credit_code, month, kwh, county_code, row_id from $table where credit_code = $1 and month = $2`,
    values: [codeOf(Math.floor(index / 137) * 137 + 23), `2025-${String((index % 12) + 1).padStart(2, '0')}`],
  }
}

function sumOf(where: string): Read {
  return {
    name: `sum ${where}`,
    text: `select month, sum(kwh) as kwh, count(*) as count from $table ${where} group by month order by month`,
    values: [],
  }
}

const table = 'public_warehouse.electricity_use'
const view = 'public_view.electricity_use'
/** The same rows and indexes without row-level security, open to viewers. */
const twin = 'bench.electricity_use'

interface Databases {
  readonly platform: Database
  readonly viewers: Database
}

async function compare(
  title: string,
  count: number,
  { platform, viewers }: Databases,
  viewer: Viewer,
  read: (index: number) => Read,
): Promise<void> {
  const run = async (database: Database, relation: string) => {
    const started = performance.now()
    let rows = 0
    for (let index = 0; index < count; index++) {
      const { name, text, values } = read(index)
      const answer = await database.pool.query({
        name: `${relation} ${name}`.slice(0, 60),
        text: text.replace('$table', relation),
        values: [...values],
      })
      rows += answer.rows.length
    }
    return { ms: (performance.now() - started) / count, rows }
  }
  const ways = {
    guarded: () => viewAs(viewer, () => run(viewers, view)),
    open: () => viewAs(viewer, () => run(viewers, twin)),
    bare: () => run(platform, table),
  }
  const times = { guarded: [] as number[], open: [] as number[], bare: [] as number[] }
  for (let round = 0; round <= rounds; round++) {
    let expected: number | undefined
    for (const [name, way] of Object.entries(ways) as [keyof typeof ways, () => ReturnType<typeof run>][]) {
      const { ms, rows } = await way()
      if (rows !== (expected ??= rows))
        throw new Error(`${title}：${name} 读到 ${rows} 行，应为 ${expected} 行`)
      // The first round plans.
      if (round > 0) times[name].push(ms)
    }
  }
  const [guarded, open, bare] = [median(times.guarded), median(times.open), median(times.bare)]
  console.log(
    `${title}：${guarded.toFixed(3)} ms；同一查询无行级权限 ${open.toFixed(3)} ms：${(guarded / open).toFixed(2)} 倍；` +
      `另无事务和查看者 ${bare.toFixed(3)} ms：${(guarded / bare).toFixed(2)} 倍`,
  )
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN
}

/** 137 counties; the 24th is 广饶县. */
function codeOf(index: number): string {
  return `91370523DEM0${String(index).padStart(6, '0')}`
}

async function fill(database: Database): Promise<void> {
  await migrate(database)
  await ensureTables(database, datasets.values())
  await ensureRowSecurity(database, datasets.values())
  const county = `case when g % 137 = 23 then '370523' else (370100 + (g % 137) * 7)::text end`
  await database.pool.query(
    `insert into brain.golden_enterprise (credit_code, name, name_key, demonstration, province_code, county_code, is_branch,
       search, source_rows, field_choice, updated_at)
     select '91370523DEM0' || lpad(g::text, 6, '0'), '虚构企业' || g, '虚构企业' || g, true, '370000', ${county}, false,
       '', '{}', repeat('-', 18), now()
     from generate_series(0, $1 - 1) g`,
    [firms],
  )
  await database.pool.query(
    `insert into ${table} (credit_code, month, kwh, county_code, batch_id, row_number, row_hash, valid_from)
     select '91370523DEM0' || lpad(g::text, 6, '0'),
       to_char(date '2023-01-01' + make_interval(months => m), 'YYYY-MM'), 1000 + g % 977, ${county}, 1, 1, 0, now()
     from generate_series(0, $1 - 1) g, generate_series(0, $2 - 1) m`,
    [firms, months],
  )
  await database.pool.query('create schema bench')
  await database.pool.query(`create table ${twin} (like ${table} including all)`)
  await database.pool.query(`insert into ${twin} overriding system value select * from ${table}`)
  await database.pool.query('grant usage on schema bench to brain_viewer')
  await database.pool.query(`grant select on ${twin} to brain_viewer`)
  await database.pool.query(`vacuum analyze ${twin}`)
  await database.pool.query(`vacuum analyze ${table}`)
  await database.pool.query('vacuum analyze brain.golden_enterprise')
}

if (import.meta.main) await benchRowSecurity()
