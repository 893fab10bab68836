import { fork, type ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { EnterpriseFilter } from '../../server/api/enterprise-list.ts'
import { refreshAll } from '../../server/composition/refresh.ts'
import { datasets } from '../../server/datasets/registry.ts'
import { loadPack } from '../../server/ingest/pack.ts'
import { openDatabase, type Database } from '../../server/warehouse/database.ts'
import { startEmbeddedPostgres } from '../../server/warehouse/embedded-postgres.ts'
import { migrate } from '../../server/warehouse/migrate.ts'
import { ensureRowSecurity } from '../../server/warehouse/row-security.ts'
import { ensureTables } from '../../server/warehouse/tables.ts'
import { loadHttp, type LoadResult, type LoadTarget } from './http-load.ts'
import { bareList, type BareQuery, type ServerStarted, type StartRequest } from './route-server.ts'

const connections = 100
/** Short rounds in turn: what else the machine does then falls on both alike. */
const rounds = 5
const seconds = 3
const warmSeconds = 2
/** As many as the registrations of Shandong that are published. */
const firms = 102_016

interface Route {
  readonly title: string
  readonly paths: readonly string[]
  readonly queries: readonly BareQuery[]
}

/**
 * The hot routes beside node:http and pg with a prepared statement of the same query, in turn in one run.
 * @param dataFolder the published data; where it is missing, made-up registrations stand in for them.
 * @param given a database that holds firms and figures already; without it one is made.
 */
export async function benchRoutes(dataFolder: string, given?: string): Promise<void> {
  const prepared =
    given === undefined ? await makeDatabase(dataFolder) : { url: given, remove: async () => undefined }
  try {
    const database = await openDatabase(prepared.url)
    const routes = await chooseRoutes(database)
    await database.close()
    for (const route of routes) await compare(prepared.url, route)
  } finally {
    await prepared.remove()
  }
}

async function compare(url: string, route: Route): Promise<void> {
  const servers: ChildProcess[] = []
  try {
    const start = async (kind: StartRequest['kind']): Promise<LoadTarget> => {
      const child = fork(path.join(import.meta.dirname, 'route-server.ts'))
      servers.push(child)
      const { port, headers } = await new Promise<ServerStarted>((resolve, reject) => {
        child.once('message', (message) => resolve(message as ServerStarted))
        child.once('exit', (code) => reject(new Error(`基准服务器意外结束（${code}）`)))
        child.send({ kind, url, queries: route.queries } satisfies StartRequest)
      })
      return { port, headers, paths: kind === 'ours' ? route.paths : route.queries.map((_, at) => `/${at}`) }
    }
    const ours = await start('ours')
    const bare = await start('bare')
    for (const target of [ours, bare]) await loadHttp(target, connections, warmSeconds)
    const results: { ours: LoadResult[]; bare: LoadResult[] } = { ours: [], bare: [] }
    for (let round = 0; round < rounds; round++) {
      results.ours.push(await loadHttp(ours, connections, seconds))
      results.bare.push(await loadHttp(bare, connections, seconds))
    }
    report(route.title, results)
  } finally {
    for (const child of servers) child.kill()
  }
}

function report(title: string, { ours, bare }: { ours: LoadResult[]; bare: LoadResult[] }): void {
  const rate = (results: LoadResult[]) => median(results.map(({ perSecond }) => perSecond))
  const p99 = (results: LoadResult[]) => median(results.map((result) => result.p99))
  const ratio = median(ours.map(({ perSecond }, round) => perSecond / (bare[round]?.perSecond ?? NaN)))
  const failures = [...ours, ...bare].reduce((sum, result) => sum + result.failures, 0)
  console.log(
    `${title}：${rate(ours).toFixed(0)} 次/秒，裸 node:http + pg ${rate(bare).toFixed(0)} 次/秒，` +
      `比值 ${ratio.toFixed(2)}（≥ 0.85）；` +
      `${connections} 个连接 p99 ${p99(ours).toFixed(0)} ms（≤ 250，裸 ${p99(bare).toFixed(0)} ms）` +
      (failures > 0 ? `；${failures} 次失败` : ''),
  )
}

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? NaN
}

/** What screens ask for, with values that occur in the database. */
async function chooseRoutes(database: Database): Promise<Route[]> {
  const { rows } = await database.pool.query<{
    firms: number
    realm: 'demonstration' | 'actual'
    chain: string
    segment: string
    metric: string
  }>(`
    select (select count(*)::int from brain.golden_enterprise) as firms, f.chain, f.realm, f.metric,
      (select segment from brain.enterprise_segment where chain = f.chain
        group by segment order by count(*) desc, segment limit 1) as segment
    from brain.metric_value f where f.region_code = '370000' and f.value is not null
    order by f.realm desc, f.chain desc, f.metric limit 1`)
  const [found] = rows
  if (found === undefined) throw new Error('数据库中没有指标：请先载入数据包并计算')
  const { realm, chain, segment, metric } = found
  const place = { region: '370000', ownCode: null, limit: 50 }
  const searches: readonly EnterpriseFilter[] = [
    { ...place, query: '轮胎' },
    { ...place, query: '轮胎', realm },
    { ...place, query: '有限公司' },
    { ...place, query: '机械', region: '370500' },
    { ...place, query: 'luntai' },
    { ...place, query: '91370523' },
  ]
  const openings: readonly EnterpriseFilter[] = [
    place,
    { ...place, realm },
    { ...place, region: '370500', realm },
    { ...place, region: '370523' },
    { ...place, chain, segment, realm },
  ]
  return [
    {
      title: `企业列表，按词查找（${found.firms} 家，${searches.length} 种条件轮流，每次查库）`,
      paths: searches.map(listAddress),
      queries: searches.map(bareList),
    },
    {
      title: `企业列表，首页（${openings.length} 种条件轮流，输入不变时回答已备好）`,
      paths: openings.map(listAddress),
      queries: openings.map(bareList),
    },
    {
      title: '产业链图谱（输入不变时回答已备好）',
      paths: [`/api/chains/${chain}/graph?region=370000&realm=${realm}`],
      queries: [bareGraph(chain, realm)],
    },
    {
      title: `指标 ${metric}（输入不变时回答已备好）`,
      paths: [`/api/metrics/${metric}?region=370000&realm=${realm}&chain=${chain}`],
      queries: [bareMetric(metric, chain, realm)],
    },
  ]
}

function listAddress({ ownCode: _own, ...filter }: EnterpriseFilter): string {
  const parameters = Object.entries(filter).map(([name, value]): [string, string] => [name, String(value)])
  return `/api/enterprises?${new URLSearchParams(parameters).toString()}`
}

/** The verdicts of the latest month and the trade along the links, as JSON. */
function bareGraph(chain: string, realm: string): BareQuery {
  return {
    name: 'bare-graph',
    text: `
      select json_build_object(
        'segments', (select json_agg(s order by s.segment) from brain.segment_state s
          where s.chain = $1 and s.realm = $2 and s.region_code = $3 and s.month = latest.month),
        'links', (select json_agg(l) from (
          select supplier_segment, buyer_segment, sum(amount)::float8 / 100 as amount from brain.segment_flow
          where chain = $1 and realm = $2 and month = latest.month group by 1, 2) l))::text as answer
      from (select max(month) as month from brain.segment_state
        where chain = $1 and realm = $2 and region_code = $3) latest`,
    values: [chain, realm, '370000'],
  }
}

/** The series of one metric, as JSON. */
function bareMetric(metric: string, chain: string, realm: string): BareQuery {
  return {
    name: 'bare-metric',
    text: `
      select json_agg(json_build_object('period', period, 'value', value, 'estimated', estimated, 'method', method,
        'inputs', inputs, 'breakdown', breakdown) order by period)::text as answer
      from brain.metric_value where metric = $1 and chain = $2 and realm = $3 and region_code = $4`,
    values: [metric, chain, realm, '370000'],
  }
}

async function makeDatabase(dataFolder: string): Promise<{ url: string; remove: () => Promise<void> }> {
  const home = await mkdtemp(path.join(tmpdir(), 'industry-brain-bench-'))
  const postgres = await startEmbeddedPostgres(path.join(home, 'postgres'), { durable: false })
  const database = await openDatabase(postgres.url)
  await migrate(database)
  await ensureTables(database, datasets.values())
  await ensureRowSecurity(database, datasets.values())
  const real = existsSync(path.join(dataFolder, 'enterprise_registry'))
  console.log(
    `准备：载入示范数据包${real ? '和实际数据包' : ''}并计算${real ? '' : '，以虚构登记补足企业数'}…`,
  )
  await loadPack(database, 'demo', { dataDirectory: home })
  if (real) await loadPack(database, 'shandong-open-data', { dataDirectory: home, dataFolder })
  await refreshAll(database)
  if (!real) await addFirms(database)
  await database.pool.query('vacuum analyze')
  await database.close()
  return {
    url: postgres.url,
    remove: async () => {
      await postgres.stop()
      await rm(home, { recursive: true, force: true })
    },
  }
}

/** Made-up firms over all counties, their names of the words that names of firms have. */
async function addFirms(database: Database): Promise<void> {
  await database.pool.query(
    `insert into brain.golden_enterprise (credit_code, name, name_key, demonstration, province_code, city_code,
       county_code, registered_on, registered_capital, capital_currency, search, source_rows, field_choice, updated_at)
     select '91' || county.code || 'MA3' || lpad(n::text, 7, '0'), firm.name, firm.name, false, '370000',
       county.parent_code, county.code, date '2000-01-01' + (n % 9000), (n % 500) * 1000000, '人民币',
       firm.name || ' ' || firm.latin, '{}', repeat('-', 18), now()
     from generate_series(1, $1 - (select count(*)::int from brain.golden_enterprise)) n
     join (select row_number() over (order by code) - 1 as position, code, parent_code, name, count(*) over () as total
       from public_warehouse.division where level = 'county' and code like '37%' and valid_until_year is null) county
       on county.position = n % county.total
     cross join lateral (
       select county.name || chr(19968 + (n * 7919) % 5000) || chr(19968 + (n * 104729) % 5000) || word.han || '有限公司' as name,
         'shandong' || word.latin || 'youxiangongsi sd' || chr(97 + n % 26) || chr(97 + (n / 26) % 26) as latin
       from (select (array['机械', '化工', '轮胎', '建材', '商贸', '物流', '电子', '食品', '纺织', '橡胶'])[1 + n % 10] as han,
         (array['jixie', 'huagong', 'luntai', 'jiancai', 'shangmao', 'wuliu', 'dianzi', 'shipin', 'fangzhi', 'xiangjiao'])[1 + n % 10]
           as latin) word) firm`,
    [firms],
  )
}

if (import.meta.main) await benchRoutes(process.argv[2] ?? '', process.env['DATABASE_URL'])
