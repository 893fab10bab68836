import { sql } from 'kysely'
import { Check } from 'typebox/value'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ClusterNetwork } from '../../server/api/schemas/network.ts'
import { readChainStandards } from '../../server/chain/chain-standard.ts'
import { refreshNetworkLayouts } from '../../server/chain/network-layout-store.ts'
import type { Database } from '../../server/warehouse/database.ts'
import { recordStage } from '../../server/warehouse/stage-state.ts'
import { golden, insertDivisions, insertGolden } from './golden.ts'
import { startTestServer, type TestServer } from './test-server.ts'

const tyre = '91370523DEM000014Q'
const black = '91370523DEM000022J'
const far = '91370211DEM000031A'
const farTyre = '91370211DEM000040B'
const real = '91370523MA3QD0007T'
const url = '/api/chains/rubber-tyre/network'

let server: TestServer

async function insertTrade(database: Database): Promise<void> {
  const parties = [
    [tyre, '演示轮胎有限公司', '370523'],
    [black, '演示炭黑有限公司', '370523'],
    [far, '演示青岛帘线有限公司', '370211'],
    [farTyre, '演示青岛轮胎有限公司', '370211'],
    ['EXT:演示海外买方', '演示海外买方', null],
    ['EXT:演示境外橡胶商', '演示境外橡胶商', null],
  ]
  for (const [node, [party, name, county]] of parties.entries()) {
    await sql`
      insert into brain.network_node (node, party, name, county_code, external)
      values (${node}, ${party}, ${name}, ${county}, ${party?.startsWith('EXT:')})`.execute(database.kysely)
  }
  // Supplier, buyer, goods, yuan.
  const trades: [number, number, string, number][] = [
    [1, 0, 'carbon-black', 300],
    [2, 0, 'steel-cord', 200],
    [2, 3, 'steel-cord', 900],
    [0, 4, 'all-steel-radial', 5_000],
    [0, 4, 'semi-steel-radial', 1_000],
    [5, 0, 'natural-rubber', 700],
  ]
  for (const [supplier, buyer, segment, yuan] of trades) {
    await sql`
      insert into brain.supply_edge (supplier_node, buyer_node, segment, amount, transactions, last_month)
      values (${supplier}, ${buyer}, ${segment}, ${yuan * 100}, 1, '2026-10')`.execute(database.kysely)
  }
  const members: [string, string, number][] = [
    [tyre, 'semi-steel-radial', 0.9],
    [tyre, 'all-steel-radial', 0.6],
    [black, 'carbon-black', 0.8],
    [far, 'steel-cord', 0.8],
    [farTyre, 'all-steel-radial', 0.8],
  ]
  for (const [code, segment, confidence] of members) {
    await sql`
      insert into brain.enterprise_segment (chain, segment, credit_code, confidence, method, reasons)
      values ('rubber-tyre', ${segment}, ${code}, ${confidence}, 'rule', '[]')`.execute(database.kysely)
  }
}

beforeAll(async () => {
  server = await startTestServer({
    async fill(database) {
      await insertDivisions(database)
      await insertGolden(database, [
        golden({ credit_code: tyre, name: '演示轮胎有限公司' }),
        golden({ credit_code: black, name: '演示炭黑有限公司' }),
        golden({
          credit_code: far,
          name: '演示青岛帘线有限公司',
          city_code: '370200',
          county_code: '370211',
        }),
        golden({
          credit_code: farTyre,
          name: '演示青岛轮胎有限公司',
          city_code: '370200',
          county_code: '370211',
        }),
        golden({ credit_code: real, name: '某实际企业' }),
      ])
      await insertTrade(database)
      await refreshNetworkLayouts(database, await readChainStandards(), ['demonstration', 'actual'], 7)
      const now = new Date()
      await recordStage(database, 'chain', 7, { startedAt: now, finishedAt: now })
    },
  })
})
afterAll(() => server.close())

async function read(role: 'province' | 'county' | 'chain-office', query = ''): Promise<ClusterNetwork> {
  const answer = await server.get(role, `${url}${query}`)
  expect(answer.statusCode).toBe(200)
  const network = answer.json<ClusterNetwork>()
  expect(Check(ClusterNetwork, network)).toBe(true)
  return network
}

const tradesOf = ({ nodes, edges }: ClusterNetwork) =>
  edges.amount.map((amount, edge) => [
    nodes.name[edges.supplier[edge] ?? -1],
    nodes.name[edges.buyer[edge] ?? -1],
    amount,
  ])

const segmentOf = ({ nodes, segments }: ClusterNetwork, name: string) =>
  segments[nodes.segment[nodes.name.indexOf(name)] ?? -1]?.id ?? ''

describe('network of a cluster', () => {
  test('holds every firm that trades, placed, and its trade in all goods together, the largest first', async () => {
    const network = await read('province', '?region=370000')
    expect(tradesOf(network)).toEqual([
      ['演示轮胎有限公司', '演示海外买方', 6_000],
      ['演示青岛帘线有限公司', '演示青岛轮胎有限公司', 900],
      ['演示境外橡胶商', '演示轮胎有限公司', 700],
      ['演示炭黑有限公司', '演示轮胎有限公司', 300],
      ['演示青岛帘线有限公司', '演示轮胎有限公司', 200],
    ])
    expect(network).toMatchObject({
      version: 7,
      realm: 'demonstration',
      hidden: { nodes: 0, edges: 0, words: [] },
    })
    const { x, y, node, sales } = network.nodes
    expect(new Set(x.map((at, index) => `${at} ${y[index]}`)).size).toBe(node.length)
    expect(sales[network.nodes.party.indexOf(tyre)]).toBe(6_000)
    expect(network.stages.map(({ nodes }) => nodes).reduce((sum, count) => sum + count, 0)).toBe(node.length)
  })

  test('stands a firm in the segment whose goods it sells most, unclassified sellers by their goods', async () => {
    const network = await read('province', '?region=370000')
    expect(segmentOf(network, '演示轮胎有限公司')).toBe('all-steel-radial')
    expect(segmentOf(network, '演示境外橡胶商')).toBe('natural-rubber')
    expect(segmentOf(network, '演示海外买方')).toBe('')
    expect(network.stages.at(-1)).toMatchObject({ id: '', nodes: 1 })
  })

  test('shows a region its own firms and their partners, and says what it leaves out', async () => {
    const network = await read('province', '?region=370500')
    expect(network.nodes.name).not.toContain('演示青岛轮胎有限公司')
    expect(tradesOf(network)).not.toContainEqual(expect.arrayContaining([900]))
    const partner = network.nodes.name.indexOf('演示青岛帘线有限公司')
    expect(network.nodes.outside[partner]).toBe(1)
    // What it sells to others is not told by its figures.
    expect(network.nodes.sales[partner]).toBe(200)
    expect(network.hidden).toMatchObject({ nodes: 1, edges: 1 })
    expect(network.hidden.words.join('')).toContain('1 家')
    const whole = await read('province', '?region=370000')
    const at = (of: ClusterNetwork) => {
      const position = of.nodes.party.indexOf(tyre)
      return [of.nodes.x[position], of.nodes.y[position]]
    }
    expect(at(network)).toEqual(at(whole))
  })

  test('keeps trade that touches no firm within reach from the one who asks', async () => {
    expect((await server.get('county', `${url}?region=370000`)).statusCode).toBe(403)
    const network = await read('county')
    expect(network.region.code).toBe('370523')
    expect(network.nodes.name).not.toContain('演示青岛轮胎有限公司')
    expect(network.nodes.sales[network.nodes.name.indexOf('演示青岛帘线有限公司')]).toBe(200)
  })

  test('says where there is no trade, and that a past date changes nothing', async () => {
    const actual = await read('province', '?realm=actual')
    expect(actual.nodes.node).toEqual([])
    expect(actual.asOf).toBeNull()
    expect(actual.hidden.words.join('')).toContain('没有供应交易')
    const other = await server.get('province', '/api/chains/petroleum-equipment/network')
    expect(other.json<ClusterNetwork>().nodes.node).toEqual([])
  })

  test('is for officials and for chains that exist', async () => {
    expect((await server.get('enterprise', url)).statusCode).toBe(403)
    expect((await server.get('bank', url)).statusCode).toBe(403)
    const unknown = await server.get('province', '/api/chains/none/network')
    expect(unknown.statusCode).toBe(404)
    expect(unknown.json()).toMatchObject({ code: 'not-found' })
  })

  test('is written to the ledger of every firm it shows, also when sent from the cache or unchanged', async () => {
    const uses = async () => {
      const { rows } = await sql<{ code: string; count: number }>`
        select credit_code as code, sum(count)::int as count from brain.firm_access
        where object = 'network' and username = 'chain-office' group by 1`.execute(server.database.kysely)
      return new Map(rows.map(({ code, count }) => [code, count]))
    }
    const first = await server.get('chain-office', url)
    const shown = await uses()
    expect(shown.get(tyre)).toBe(1)
    const etag = String(first.headers['etag'])
    const again = await server.request('chain-office', {
      method: 'GET',
      url,
      headers: { 'if-none-match': etag },
    })
    expect(again.statusCode).toBe(304)
    expect((await uses()).get(tyre)).toBe(2)
    expect([...shown.keys()].some((code) => code.startsWith('EXT:'))).toBe(false)
  })
})
