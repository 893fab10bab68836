import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { createExplorer } from '../../server/chain/network.ts'
import { readNetwork } from '../../server/chain/read-network.ts'
import { openDatabase, type Database } from '../../server/warehouse/database.ts'
import { startEmbeddedPostgres } from '../../server/warehouse/embedded-postgres.ts'

const nodes = 1_000_000
const edges = 5_000_000
const hubs = 8
const hops = 4
const tables = { nodes: 'bench_node', edges: 'bench_edge' }

/**
 * Supply network of a million firms: read from PostgreSQL, and downstream reach of four hops from hubs beside
 * PostgreSQL's recursive query and igraph (Debian: python3-igraph), the same graph in one run.
 */
export async function benchNetwork(): Promise<void> {
  const home = await mkdtemp(path.join(tmpdir(), 'industry-brain-bench-'))
  const postgres = await startEmbeddedPostgres(path.join(home, 'postgres'), { durable: false })
  const database = await openDatabase(postgres.url)
  try {
    await makeGraph(database)
    const before = memory()
    const started = performance.now()
    const network = await readNetwork(database, tables)
    const ready = (performance.now() - started) / 1000
    const held = memory() - before
    const peak = process.resourceUsage().maxRSS / 1024
    console.log(
      `网络 ${nodes} 家 ${network.edges} 边：就绪 ${ready.toFixed(2)} 秒，占 ${held.toFixed(0)} MB，进程峰值 ${peak.toFixed(0)} MB`,
    )

    const starts = hubsOf(network.downstream.offsets)
    const explorer = createExplorer(network)
    explorer.reach([starts[0] ?? 0], hops, 'downstream')
    const ours = starts.map((hub) => timed(() => explorer.reach([hub], hops, 'downstream').nodes.length))
    const recursive = []
    for (const hub of starts.slice(0, 3)) recursive.push(await recursiveReach(database, hub))
    const igraph = await igraphReach(home, network, starts)
    const mean = (values: readonly { ms: number }[]) =>
      values.reduce((sum, item) => sum + item.ms, 0) / values.length
    console.log(
      `下游 ${hops} 跳（${starts.length} 个枢纽，平均到达 ${Math.round(ours.reduce((sum, item) => sum + item.result, 0) / ours.length)} 家）：${mean(ours).toFixed(1)} ms`,
    )
    recursive.forEach((item, index) => {
      if (item.result !== ours[index]?.result)
        throw new Error(`递归查询到达 ${item.result} 家，本平台 ${ours[index]?.result} 家`)
    })
    console.log(
      `  PostgreSQL 递归查询 ${mean(recursive).toFixed(0)} ms：本平台快 ${(mean(recursive) / mean(ours.slice(0, 3))).toFixed(1)} 倍`,
    )
    if (igraph === null) console.log('  igraph 未安装（Debian：apt-get install python3-igraph），未比较')
    else {
      igraph.forEach((item, index) => {
        if (item.result !== ours[index]?.result)
          throw new Error(`igraph 到达 ${item.result} 家，本平台 ${ours[index]?.result} 家`)
      })
      console.log(
        `  igraph ${mean(igraph).toFixed(1)} ms：本平台 ${(mean(igraph) / mean(ours)).toFixed(2)} 倍速`,
      )
    }
  } finally {
    await database.close()
    await postgres.stop()
    await rm(home, { recursive: true, force: true })
  }
}

/** Skewed as supply networks are: a few suppliers have most of the links. */
async function makeGraph(database: Database): Promise<void> {
  await database.pool.query(
    `create unlogged table bench_node as select generate_series(0, ${nodes - 1}) as node`,
  )
  await database.pool.query(
    `create unlogged table bench_edge (supplier_node int, buyer_node int, amount bigint)`,
  )
  const client = await database.pool.connect()
  await client.query('select setseed(0.42)')
  await client.query(`
    insert into bench_edge
    select floor(${nodes} * power(random(), 3))::int, floor(${nodes} * random())::int, (random() * 1e8)::bigint
    from generate_series(1, ${edges})`)
  client.release()
  await database.pool.query('create index on bench_edge (supplier_node)')
  await database.pool.query('vacuum analyze bench_edge')
}

function hubsOf(offsets: Uint32Array): number[] {
  return Array.from({ length: offsets.length - 1 }, (_, node) => node)
    .sort((a, b) => offsets[b + 1]! - offsets[b]! - (offsets[a + 1]! - offsets[a]!))
    .slice(0, hubs)
}

function timed(run: () => number): { ms: number; result: number } {
  const started = performance.now()
  const result = run()
  return { ms: performance.now() - started, result }
}

async function recursiveReach(database: Database, hub: number): Promise<{ ms: number; result: number }> {
  const started = performance.now()
  const { rows } = await database.pool.query<{ reached: number }>(
    `with recursive reach(node, hop) as (
       select ${hub}::int, 0
       union
       select edge.buyer_node, reach.hop + 1 from reach join bench_edge edge on edge.supplier_node = reach.node
       where reach.hop < ${hops}
     ) select count(distinct node)::int as reached from reach`,
  )
  return { ms: performance.now() - started, result: rows[0]?.reached ?? 0 }
}

const igraphProgram = `
import json, sys, time, igraph, numpy
pairs = numpy.fromfile(sys.argv[1], dtype=numpy.uint32).reshape(-1, 2)
graph = igraph.Graph(n=int(sys.argv[2]), edges=pairs, directed=True)
graph.neighborhood_size([0], order=1, mode='out')
found = []
for hub in json.loads(sys.argv[3]):
    started = time.perf_counter()
    size = graph.neighborhood_size([hub], order=${hops}, mode='out')[0]
    found.append({'ms': (time.perf_counter() - started) * 1000, 'result': size})
print(json.dumps(found))
`

async function igraphReach(
  home: string,
  network: Awaited<ReturnType<typeof readNetwork>>,
  starts: readonly number[],
): Promise<{ ms: number; result: number }[] | null> {
  const pairs = new Uint32Array(network.edges * 2)
  const { offsets, targets } = network.downstream
  for (let node = 0; node < network.nodes; node++)
    for (let edge = offsets[node]!; edge < offsets[node + 1]!; edge++) {
      pairs[edge * 2] = node
      pairs[edge * 2 + 1] = targets[edge]!
    }
  const file = path.join(home, 'edges.bin')
  await writeFile(file, pairs)
  try {
    const { stdout } = await promisify(execFile)('/usr/bin/python3', [
      '-c',
      igraphProgram,
      file,
      String(network.nodes),
      JSON.stringify(starts),
    ])
    return JSON.parse(stdout) as { ms: number; result: number }[]
  } catch (error) {
    if (String(error).includes('ModuleNotFoundError') || String(error).includes('ENOENT')) return null
    throw error
  }
}

/** MB held by typed arrays and the heap. */
function memory(): number {
  const { arrayBuffers, heapUsed } = process.memoryUsage()
  return (arrayBuffers + heapUsed) / 1024 ** 2
}

if (import.meta.main) await benchNetwork()
