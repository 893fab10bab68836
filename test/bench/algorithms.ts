import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import { revealedPresence } from '../../server/algorithms/economic-complexity.ts'
import { openTable, outputFor, totalOutput, upstreamness } from '../../server/algorithms/input-output.ts'
import economicComplexity from '../../server/capabilities/economic-complexity.ts'
import inputOutput from '../../server/capabilities/input-output.ts'

/**
 * Algorithms on the published tables: the Leontief inverse of the 153-sector table, and economic complexity of 226
 * countries and 785 products by both methods with relatedness, each beside a plain implementation on arrays of
 * arrays in the same run, and checked against the published outputs.
 */
export async function benchAlgorithms(data: string): Promise<void> {
  await benchLeontief(path.join(data, 'io_tables/china_2020_153.csv'))
  await benchComplexity(path.join(data, 'economic_complexity'))
}

async function benchLeontief(file: string): Promise<void> {
  const { flows, finalDemand } = await readTable(file)
  const output = totalOutput(flows, finalDemand)
  const ours = median(15, () => openTable(flows, output))
  const size = flows.length
  const coefficients = flows.map((row, i) =>
    row.map((flow, j) => (i === j ? 1 : 0) - (output[j] === 0 ? 0 : flow / output[j]!)),
  )
  const peer = median(5, () => gaussJordan(coefficients))
  const table = ours.result
  if (table === null) throw new Error('153 部门表没有列昂惕夫逆')
  let apart = 0
  for (const [i, row] of peer.result.entries())
    for (const [j, value] of row.entries())
      apart = Math.max(apart, Math.abs(value - table.inverse[i * size + j]!))
  const returned = outputFor(table, finalDemand)
  const balance = returned.reduce((worst, made, i) => Math.max(worst, Math.abs(made / output[i]! - 1)), 0)
  const stages = upstreamness(table)
  const whole = median(5, () => inputOutput.run({ flows, finalDemand }, noResources))
  console.log(
    `${size} 部门表列昂惕夫逆：${ours.time.toFixed(1)} ms（应 ≤ 50 ms）；平铺数组的高斯–约当 ${peer.time.toFixed(1)} ms，为其 ${(peer.time / ours.time).toFixed(1)} 倍`,
  )
  console.log(
    `  组件整次运行（含上游度、乘数、成表）${whole.time.toFixed(1)} ms；与高斯–约当最大相差 ${apart.toExponential(1)}；` +
      `L·f 与总产出最大相对差 ${balance.toExponential(1)}；上游度 ${least(stages).toFixed(3)} 至 ${most(stages).toFixed(3)}`,
  )
}

async function benchComplexity(folder: string): Promise<void> {
  const entries = (await readRows(path.join(folder, 'world_trade_avg_1998_to_2000.csv.gz'))).map(
    ([country = '', product = '', value]): [string, string, number] => [country, product, Number(value)],
  )
  const run = (method: 'eigenvector' | 'fitness') =>
    median(5, () => economicComplexity.run({ entries, method, relatedness: true }, noResources))
  const byVector = run('eigenvector')
  const byFitness = run('fitness')
  const plain = median(1, () => plainComplexity(entries))
  const result = await byVector.result
  const counts = `${result.locations.length} × ${result.products.length}`
  console.log(
    `经济复杂度 ${counts}，含邻近度和关联密度：特征向量法 ${byVector.time.toFixed(0)} ms，适合度法 ${byFitness.time.toFixed(0)} ms（应 ≤ 1000 ms）；` +
      `平铺数组加幂迭代（特征向量法，同样的结果）${plain.time.toFixed(0)} ms，为其 ${(plain.time / byVector.time).toFixed(1)} 倍`,
  )
  const known = new Map(result.products.map(({ id, value }) => [String(id), value ?? NaN]))
  const scale = correlation(
    plain.result.complexity,
    plain.result.products.map((id) => known.get(id) ?? NaN),
  )
  console.log(`  PCI 与幂迭代的相关系数（绝对值）${Math.abs(scale).toFixed(12)}`)
  await checkPublished(folder, result, presentPairs(entries))
}

/** The published outputs: which pairs have RCA ≥ 1, and the proximity of products. */
async function checkPublished(
  folder: string,
  result: Awaited<ReturnType<typeof economicComplexity.run>>,
  present: ReadonlySet<string>,
): Promise<void> {
  const published = await readRows(path.join(folder, 'expected_rca_ones.csv.gz'))
  const ones = new Set(published.map(([country, product]) => `${country} ${product}`))
  const diversity = new Map<string, number>()
  for (const [country = ''] of published) diversity.set(country, (diversity.get(country) ?? 0) + 1)
  const differing = result.locations.filter(
    ({ id, diversity: ours }) => ours !== (diversity.get(String(id)) ?? 0),
  )
  const cells =
    [...present].filter((pair) => !ones.has(pair)).length +
    [...ones].filter((pair) => !present.has(pair)).length
  const near = new Map(
    (result.proximity ?? []).map(([a, b, value]) => [pairKey(String(a), String(b)), value]),
  )
  const expected = await readRows(path.join(folder, 'expected_proximity_product.csv.gz'))
  let error = 0
  for (const [a = '', b = '', value] of expected)
    error = Math.max(error, Math.abs((near.get(pairKey(a, b)) ?? 0) - Number(value)))
  console.log(
    `  与公布结果：RCA ≥ 1 共 ${ones.size} 处，不同 ${cells} 处，多样性不同的国家 ${differing.length} 个；` +
      `产品邻近度 ${expected.length} 对（本平台 ${near.size} 对），最大相差 ${error.toExponential(1)}`,
  )
}

const noResources = { divisions: () => Promise.reject(new Error('不用区划')) }

async function readTable(file: string) {
  const lines = (await readFile(file, 'utf8')).trim().split(/\r?\n/).map(cellsOf)
  const [header = [], ...rows] = lines
  const first = 3
  const size = header.indexOf('TIU') - first
  const at = (name: string) => header.indexOf(name)
  const flows = rows.slice(0, size).map((row) => row.slice(first, first + size).map(Number))
  const finalDemand = rows.slice(0, size).map((row) => Number(row[at('TFU')]) - Number(row[at('IM')]))
  return { flows, finalDemand }
}

/** Cells of a line; names may hold commas in quotes. */
function cellsOf(line: string): string[] {
  return [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)]
    .slice(0, -1)
    .map(([, cell = '']) => cell.replaceAll('"', ''))
}

async function readRows(file: string): Promise<string[][]> {
  const text = gunzipSync(await readFile(file)).toString('utf8')
  return text.trim().split(/\r?\n/).slice(1).map(cellsOf)
}

function pairKey(a: string, b: string): string {
  return a < b ? `${a} ${b}` : `${b} ${a}`
}

/** Result of the last call and the median of the times, in milliseconds. */
function median<T>(rounds: number, call: () => T): { readonly result: T; readonly time: number } {
  let result = call()
  const times: number[] = []
  for (let round = 0; round < rounds; round++) {
    const started = performance.now()
    result = call()
    times.push(performance.now() - started)
  }
  return { result, time: times.toSorted((a, b) => a - b)[Math.floor(rounds / 2)] ?? NaN }
}

/** The textbook way: the matrix and the identity side by side, rows as arrays. */
function gaussJordan(matrix: readonly (readonly number[])[]): number[][] {
  const size = matrix.length
  const rows = matrix.map((row, i) => [...row, ...Array.from({ length: size }, (_, j) => (i === j ? 1 : 0))])
  for (let k = 0; k < size; k++) {
    let pivot = k
    for (let i = k + 1; i < size; i++) if (Math.abs(rows[i]![k]!) > Math.abs(rows[pivot]![k]!)) pivot = i
    ;[rows[k], rows[pivot]] = [rows[pivot]!, rows[k]!]
    const lead = rows[k]![k]!
    rows[k] = rows[k]!.map((value) => value / lead)
    for (let i = 0; i < size; i++) {
      const factor = rows[i]![k]!
      if (i !== k && factor !== 0) rows[i] = rows[i]!.map((value, j) => value - factor * rows[k]![j]!)
    }
  }
  return rows.map((row) => row.slice(size))
}

/** The definition on arrays of arrays: D_p⁻¹MᵀD_c⁻¹M in full, its second eigenvector by power iteration. */
function plainComplexity(entries: readonly (readonly [string, string, number])[]) {
  const countries = [...new Set(entries.map(([country]) => country))]
  const products = [...new Set(entries.map(([, product]) => product))]
  const values = new Map(entries.map(([country, product, value]) => [`${country} ${product}`, value]))
  const amounts = countries.map((c) => products.map((p) => values.get(`${c} ${p}`) ?? 0))
  const own = amounts.map((row) => row.reduce((sum, value) => sum + value, 0))
  const whole = products.map((_, p) => amounts.reduce((sum, row) => sum + row[p]!, 0))
  const total = own.reduce((sum, value) => sum + value, 0)
  const m = amounts.map((row, c) =>
    row.map((value, p) => (value / own[c]! / (whole[p]! / total) >= 1 ? 1 : 0)),
  )
  const kc = m.map((row) => row.reduce<number>((sum, value) => sum + value, 0))
  const kp = products.map((_, p) => m.reduce((sum, row) => sum + row[p]!, 0))
  const proximity = products.map((_, p) =>
    products.map((_q, q) => m.reduce((sum, row) => sum + row[p]! * row[q]!, 0) / Math.max(kp[p]!, kp[q]!)),
  )
  const step = (vector: readonly number[]) => {
    const means = m.map((row, c) => row.reduce<number>((sum, has, p) => sum + has * vector[p]!, 0) / kc[c]!)
    return products.map((_, p) => m.reduce((sum, row, c) => sum + row[p]! * means[c]!, 0) / kp[p]!)
  }
  let complexity = products.map((_, p) => Math.sin(p + 1))
  for (let round = 0; round < 100; round++) {
    const next = step(complexity)
    // The first eigenvector is constant; the stationary weights of products are their ubiquities.
    const mean = next.reduce((sum, value, p) => sum + value * kp[p]!, 0) / kp.reduce((sum, k) => sum + k, 0)
    const length = Math.hypot(...next.map((value) => value - mean))
    complexity = next.map((value) => (value - mean) / length)
  }
  const density = m.map((row) =>
    proximity.map((near, p) => {
      const others = near.map((value, q) => (p === q ? 0 : value))
      const all = others.reduce((sum, value) => sum + value, 0)
      return others.reduce((sum, value, q) => sum + row[q]! * value, 0) / all
    }),
  )
  return { products, complexity, proximity, density }
}

/** 'jpn 7810' wherever our own kernel finds RCA ≥ 1. */
function presentPairs(entries: readonly (readonly [string, string, number])[]): ReadonlySet<string> {
  const countries = [...new Set(entries.map(([country]) => country))]
  const products = [...new Set(entries.map(([, product]) => product))]
  const values = new Map(entries.map(([country, product, value]) => [`${country} ${product}`, value]))
  const presence = revealedPresence(
    countries.map((c) => Float64Array.from(products, (p) => values.get(`${c} ${p}`) ?? 0)),
    1,
  )
  return new Set(
    countries.flatMap((c, i) => products.filter((_, p) => presence[i]![p] === 1).map((p) => `${c} ${p}`)),
  )
}

function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const [ma, mb] = [mean(a), mean(b)]
  let [ab, aa, bb] = [0, 0, 0]
  for (const [i, value] of a.entries()) {
    ab += (value - ma) * (b[i]! - mb)
    aa += (value - ma) ** 2
    bb += (b[i]! - mb) ** 2
  }
  return ab / Math.sqrt(aa * bb)
}

function least(values: Float64Array): number {
  return values.reduce((low, value) => Math.min(low, value), Infinity)
}

function most(values: Float64Array): number {
  return values.reduce((high, value) => Math.max(high, value), -Infinity)
}

if (import.meta.main) await benchAlgorithms(process.argv[2] ?? '../shared/data')
