import { type InputKind, prepareCascade, type SupplyEdges } from '../../server/algorithms/cascade-model.ts'
import { sweepCascade } from '../../server/algorithms/cascade-sweep.ts'
import { createCascade } from '../../server/algorithms/cascade.ts'
import { randomStream } from '../../seeds/demo/random.ts'

const settings = [
  ['线性，不计可替代性', 'linear', false],
  ['混合，计可替代性（平台默认）', 'mixed', true],
  ['混合，不计可替代性', 'mixed', false],
  ['列昂惕夫，计可替代性', 'leontief', true],
] as const

const kinds: Readonly<Record<string, (supplier: number, buyer: number) => InputKind>> = {
  linear: () => 'non-essential',
  mixed: (supplier, buyer) => (supplier <= 45 && buyer <= 45 ? 'essential' : 'non-essential'),
  leontief: () => 'essential',
}

const sectorCount = 60
const inputsOfSector = 6
/** Exponent of firm sizes, as of the sales of firms; chosen suppliers are weighted by size, so degrees have heavy tails too. */
const pareto = 1.2
/** Part of the sectors' inputs that come from anywhere, also from downstream: they close circles. */
const circular = 0.1

/**
 * A network of stages: sector k buys from sectors before it, a tenth of the input relations from anywhere; buyers are
 * drawn evenly, suppliers by size within the sector bought from; amounts follow the sizes of both with lognormal noise.
 */
function generate(firms: number, edges: number): SupplyEdges {
  const random = randomStream('bench-cascade')
  const sectors = Uint32Array.from({ length: firms }, () => 1 + Math.floor(sectorCount * random.uniform()))
  const sizes = Float64Array.from(sectors, () => (1 - random.uniform()) ** (-1 / pareto))
  const members = Array.from({ length: sectorCount + 1 }, (): number[] => [])
  const sums = Array.from({ length: sectorCount + 1 }, (): number[] => [])
  for (const [firm, sector] of sectors.entries()) {
    sums[sector]!.push((sums[sector]!.at(-1) ?? 0) + sizes[firm]!)
    members[sector]!.push(firm)
  }
  const bySize = (sector: number): number => {
    const wanted = random.uniform() * sums[sector]!.at(-1)!
    let low = 0
    let high = sums[sector]!.length - 1
    while (low < high) {
      const middle = (low + high) >> 1
      if (sums[sector]![middle]! < wanted) low = middle + 1
      else high = middle
    }
    return members[sector]![low]!
  }
  const inputs = Array.from({ length: sectorCount + 1 }, (_, sector) =>
    Array.from({ length: inputsOfSector }, () => {
      const range = random.uniform() < circular ? sectorCount : Math.max(1, sector - 1)
      return 1 + Math.floor(range * random.uniform())
    }),
  )
  const suppliers = new Uint32Array(edges)
  const buyers = new Uint32Array(edges)
  const weights = new Float64Array(edges)
  for (let edge = 0; edge < edges;) {
    const buyer = Math.floor(firms * random.uniform())
    const supplier = bySize(inputs[sectors[buyer]!]![Math.floor(inputsOfSector * random.uniform())]!)
    if (supplier === buyer) continue
    suppliers[edge] = supplier
    buyers[edge] = buyer
    const noise = random.uniform() + random.uniform() + random.uniform() - 1.5
    weights[edge++] = Math.sqrt(sizes[supplier]! * sizes[buyer]!) * Math.exp(2 * noise)
  }
  return { sectors, suppliers, buyers, weights }
}

/** Everybody trades with anybody: hardly a firm is without sales, so rounds alone creep (λ ≈ 0.993 upstream). */
function generateUniform(firms: number, edges: number): SupplyEdges {
  const random = randomStream('bench-cascade-uniform')
  const below = (count: number) => Math.floor(count * random.uniform())
  const suppliers = Uint32Array.from({ length: edges }, () => below(firms))
  return {
    sectors: Uint32Array.from({ length: firms }, () => 1 + below(sectorCount)),
    suppliers,
    buyers: suppliers.map((supplier) => (supplier + 1 + below(firms - 1)) % firms),
    weights: Float64Array.from(suppliers, () => 1 + 100 * random.uniform()),
  }
}

const networks = [
  ['分级网络', generate],
  ['均匀随机网络', generateUniform],
] as const

const tolerance = 1e-9
const rounds = 2000

/** The peer: every edge in every round, as the formulas are read (linear, without replaceability). */
function naive({ sectors, suppliers, buyers, weights }: SupplyEdges) {
  const nodes = sectors.length
  const sold = new Float64Array(nodes)
  const bought = new Float64Array(nodes)
  for (let edge = 0; edge < weights.length; edge++) {
    sold[suppliers[edge]!]! += weights[edge]!
    bought[buyers[edge]!]! += weights[edge]!
  }
  const all = sold.reduce((sum, amount) => sum + amount, 0)
  return (firm: number): number => {
    let down = new Float64Array(nodes).fill(1)
    let up = new Float64Array(nodes).fill(1)
    for (let round = 0; round < rounds; round++) {
      const nextDown = new Float64Array(nodes).fill(1)
      const nextUp = new Float64Array(nodes).fill(1)
      for (let edge = 0; edge < weights.length; edge++) {
        const supplier = suppliers[edge]!
        const buyer = buyers[edge]!
        nextDown[buyer]! -= (weights[edge]! / bought[buyer]!) * (1 - down[supplier]!)
        nextUp[supplier]! -= (weights[edge]! / sold[supplier]!) * (1 - up[buyer]!)
      }
      nextDown[firm] = 0
      nextUp[firm] = 0
      let change = 0
      for (let node = 0; node < nodes; node++)
        change = Math.max(change, down[node]! - nextDown[node]!, up[node]! - nextUp[node]!)
      down = nextDown
      up = nextUp
      if (change <= tolerance) break
    }
    let total = 0
    for (let node = 0; node < nodes; node++) total += sold[node]! * (1 - Math.min(down[node]!, up[node]!))
    return total / all
  }
}

function measure(run: (firm: number) => unknown, firms: number, most: number) {
  const random = randomStream('bench-cascade-shocks')
  const times: number[] = []
  const until = performance.now() + 5000
  while (times.length < most && (times.length < 3 || performance.now() < until)) {
    const firm = Math.floor(firms * random.uniform())
    const started = performance.now()
    run(firm)
    times.push(performance.now() - started)
  }
  times.sort((a, b) => a - b)
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? NaN
  return { median: at(0.5), high: at(0.9), count: times.length }
}

const shown = (value: number) => value.toFixed(value < 10 ? 2 : 0)

for (const [firms, edges, asked] of [
  [5000, 25_000, '中位数 ≤ 12 ms'],
  [100_000, 500_000, '九成 ≤ 400 ms'],
] as const)
  for (const [name, draw] of networks) {
    const network = draw(firms, edges)
    console.log(`${name}，${firms} 家企业、${edges} 条关系，一次推演（要求${asked}）：`)
    const medians = new Map<string, number>()
    for (const [title, production, replaceability] of settings) {
      const model = prepareCascade(network, kinds[production]!)
      const cascade = createCascade(model, { tolerance, rounds, replaceability })
      const { median, high, count } = measure((firm) => cascade.run([[firm, 0]]), firms, 500)
      medians.set(`${production} ${replaceability}`, median)
      console.log(`  ${title}：中位数 ${shown(median)} ms，九成 ≤ ${shown(high)} ms（${count} 次）`)
    }
    const peer = measure(naive(network), firms, 60)
    const ratio = peer.median / (medians.get('linear false') ?? NaN)
    console.log(
      `  逐轮遍历全部关系的写法（线性，不计可替代性）：中位数 ${shown(peer.median)} ms，九成 ≤ ${shown(peer.high)} ms；为平台的 ${shown(ratio)} 倍`,
    )
  }

for (const [name, draw] of networks) {
  const model = prepareCascade(draw(5000, 25_000), kinds['mixed']!)
  const started = performance.now()
  await sweepCascade(model, { tolerance, rounds, replaceability: true, workers: 2 })
  console.log(
    `${name}，5000 家逐一扫描，两个线程（混合，计可替代性）：${((performance.now() - started) / 1000).toFixed(1)} s（要求 ≤ 40 s）`,
  )
}
