import { Type } from 'typebox'
import {
  diversityOf,
  eigenvectorComplexity,
  fitnessComplexity,
  meanWhere,
  type Presence,
  revealedPresence,
  ubiquityOf,
} from '../algorithms/economic-complexity.ts'
import { densities, proximities } from '../algorithms/relatedness.ts'
import { capability, InvalidInput } from './frame/contract.ts'

const entriesAtMost = 3_000_000
const cellsAtMost = 30_000_000
const sideAtMost = 2000
const iterationsUsual = 20

const Id = Type.Union([Type.String({ maxLength: 200 }), Type.Integer()], { description: '名称或代码' })
type Id = string | number
const value = (description: string) => Type.Union([Type.Number(), Type.Null()], { description })

type Entry = [Id, Id, number]
const network: Entry[] = [
  ['C1', 'P1', 1],
  ['C1', 'P2', 1],
  ['C1', 'P3', 1],
  ['C1', 'P4', 1],
  ['C2', 'P2', 1],
  ['C3', 'P3', 1],
  ['C3', 'P4', 1],
  ['C4', 'P4', 1],
]
const reference = 'Hidalgo & Hausmann，PNAS 106(26)，2009，公式用于四地四产品网络；独立程序计算'

interface Output {
  locations: { id: Id; value: number | null; averageUbiquity: number | null }[]
  products: { id: Id; value: number | null; averageDiversity: number | null }[]
  eigenvalues?: number[]
  proximity?: [Id, Id, number][]
  density?: [Id, Id, number | null][]
}

const series = (
  title: string,
  published: readonly number[],
  digits: number,
  read: (output: Output, position: number) => number | null | undefined,
) =>
  published.map((expected, position) => ({
    title: `${title}${position + 1}`,
    published: expected,
    digits,
    read: (output: Output) => read(output, position) ?? null,
  }))

const densityOf = (location: string) => (output: Output, position: number) =>
  output.density?.filter(([id]) => id === location)[position]?.[2]

export default capability({
  title: '经济复杂度',
  kind: 'algorithm',
  summary:
    '由各地各产品的产值或出口算地区复杂度和产品复杂度，可附产品邻近度和地区的关联密度。须有足够多的地区；县一级的复杂度多是噪声，宜用全国的产品复杂度投到县。',
  method:
    'eigenvector：Hidalgo & Hausmann 2009，PCI 为第二特征向量，ECI 为所有产品 PCI 的均值，按 ECI 的总体标准差标准化，符号取与多样性正相关；fitness：Tacchella 等 2012，同时更新、逐步除以均值；邻近度、密度：Hidalgo 等 2007，缺省不计产品与自身',
  version: '1.0.0',
  licence: '平台自有',
  input: Type.Object({
    entries: Type.Array(Type.Tuple([Id, Id, Type.Number({ minimum: 0 })]), {
      minItems: 1,
      maxItems: entriesAtMost,
      description:
        '[地区, 产品, 数值]，数值为产值、出口等同一货币单位；全部为 0 或 1 时即为有无矩阵，否则按巴拉萨指数判断；重复的相加',
    }),
    method: Type.Optional(
      Type.Union([Type.Literal('eigenvector'), Type.Literal('fitness')], {
        description: '方法，缺省 eigenvector',
      }),
    ),
    threshold: Type.Optional(
      Type.Number({ exclusiveMinimum: 0, description: '巴拉萨指数（RCA）的门槛，无量纲，缺省 1' }),
    ),
    iterations: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 1000,
        description: `fitness 的迭代次数，次，缺省 ${iterationsUsual}（同 R 软件包 economiccomplexity）`,
      }),
    ),
    relatedness: Type.Optional(Type.Boolean({ description: '是否附邻近度和关联密度，缺省否' })),
    includeSelf: Type.Optional(
      Type.Boolean({ description: '关联密度是否计入产品与自身的邻近度 1，缺省否；各软件取法不同' }),
    ),
  }),
  output: Type.Object({
    method: Type.String({ description: '所用方法' }),
    locations: Type.Array(
      Type.Object({
        id: Id,
        value: value('地区复杂度 ECI（标准差为单位）或适合度（均值为 1），无量纲；没有优势产品时为空'),
        diversity: Type.Integer({ description: '多样性 k_c0：优势产品数，个' }),
        averageUbiquity: value('k_c1：其优势产品的平均普遍性，个；没有时为空'),
      }),
      { description: '各地区，按首次出现的次序' },
    ),
    products: Type.Array(
      Type.Object({
        id: Id,
        value: value('产品复杂度 PCI（ECI 的标准差为单位）或 Q（均值为 1），无量纲；没有优势地区时为空'),
        ubiquity: Type.Integer({ description: '普遍性 k_p0：有优势的地区数，个' }),
        averageDiversity: value('k_p1：有优势地区的平均多样性，个；没有时为空'),
      }),
      { description: '各产品，按首次出现的次序' },
    ),
    eigenvalues: Type.Optional(
      Type.Array(Type.Number(), { description: '前十个特征值，无量纲；只有 eigenvector 方法给出' }),
    ),
    proximity: Type.Optional(
      Type.Array(Type.Tuple([Id, Id, Type.Number()]), {
        description: '[产品, 产品, 邻近度]，0 至 1，每对一次，为零的不列',
      }),
    ),
    density: Type.Optional(
      Type.Array(Type.Tuple([Id, Id, value('关联密度')]), {
        description: '[地区, 产品, 关联密度]，0 至 1；产品与任何产品都不邻近时为空',
      }),
    ),
  }),
  sample: { entries: network, method: 'eigenvector', relatedness: true },
  cases: [
    {
      title: '四地四产品网络：特征向量法',
      source: reference,
      basis: 'reference-program',
      input: { entries: network, method: 'eigenvector', relatedness: true },
      checks: [
        ...series('k_c1，地区 C', [2, 2, 2.5, 3], 4, (output, at) => output.locations[at]?.averageUbiquity),
        ...series(
          'k_p1，产品 P',
          [4, 2.5, 3, 2.3333],
          4,
          (output, at) => output.products[at]?.averageDiversity,
        ),
        ...series('特征值 ', [1, 0.542134, 0.190154, 0.101045], 6, (output, at) => output.eigenvalues?.[at]),
        ...series(
          'ECI，地区 C',
          [-0.075353, -1.602916, 0.747788, 0.930481],
          6,
          (output, at) => output.locations[at]?.value,
        ),
        ...series(
          'PCI，产品 P',
          [-0.194073, -1.602916, 0.565095, 0.930481],
          6,
          (output, at) => output.products[at]?.value,
        ),
        {
          title: '邻近度 φ(P3, P4)',
          published: 0.6667,
          digits: 4,
          read: ({ proximity = [] }) => proximity.find(([a, b]) => a === 'P3' && b === 'P4')?.[2] ?? null,
        },
        ...series('C3 对产品的关联密度（不计自身）P', [0.625, 0.625, 0.4, 0.5], 4, densityOf('C3')),
      ],
    },
    {
      title: '四地四产品网络：关联密度计入自身',
      source: reference,
      basis: 'reference-program',
      input: { entries: network, method: 'eigenvector', relatedness: true, includeSelf: true },
      checks: series('C3 对产品的关联密度（计自身）P', [0.3571, 0.3571, 0.625, 0.7143], 4, densityOf('C3')),
    },
  ],
  run({
    entries,
    method = 'eigenvector',
    threshold = 1,
    iterations = iterationsUsual,
    relatedness = false,
    includeSelf = false,
  }) {
    const { locations, products, presence } = readEntries(entries, threshold)
    const found =
      method === 'fitness'
        ? { ...fitnessComplexity(presence, iterations), about: {} }
        : byEigenvector(presence)
    const diversity = diversityOf(presence)
    const ubiquity = ubiquityOf(presence)
    return {
      method,
      locations: locations.map((id, c) => ({
        id,
        value: orNull(found.locations[c]),
        diversity: diversity[c] ?? 0,
        averageUbiquity: orNull(meanWhere(presence[c] ?? [], ubiquity)),
      })),
      products: products.map((id, p) => ({
        id,
        value: orNull(found.products[p]),
        ubiquity: ubiquity[p] ?? 0,
        averageDiversity: orNull(
          meanWhere(
            presence.map((row) => row[p] ?? 0),
            diversity,
          ),
        ),
      })),
      ...found.about,
      ...(relatedness && relate(presence, { locations, products, includeSelf })),
    }
  },
})

function readEntries(entries: readonly Entry[], threshold: number) {
  const places = new Map<Id, number>()
  const goods = new Map<Id, number>()
  for (const [location, product] of entries) {
    if (!places.has(location)) places.set(location, places.size)
    if (!goods.has(product)) goods.set(product, goods.size)
  }
  const cells = places.size * goods.size
  if (cells > cellsAtMost)
    throw new InvalidInput(
      `${places.size} 个地区 × ${goods.size} 个产品共 ${cells} 格，至多 ${cellsAtMost} 格。`,
    )
  const binary = entries.every(([, , amount]) => amount === 0 || amount === 1)
  const amounts = Array.from(places, () => new Float64Array(goods.size))
  for (const [location, product, amount] of entries) {
    const row = amounts[places.get(location) ?? -1]
    const column = goods.get(product) ?? -1
    if (row !== undefined) row[column] = (row[column] ?? 0) + amount
  }
  const presence = binary
    ? amounts.map((row) => Uint8Array.from(row, (amount) => (amount > 0 ? 1 : 0)))
    : revealedPresence(amounts, threshold)
  if (!presence.some((row) => row.includes(1)))
    throw new InvalidInput('没有一个地区在任何产品上有优势，无从计算；请检查数值是否全为 0。')
  return { locations: [...places.keys()], products: [...goods.keys()], presence }
}

function byEigenvector(presence: Presence) {
  const side = Math.min(presence.length, presence[0]?.length ?? 0)
  if (side > sideAtMost)
    throw new InvalidInput(
      `地区数与产品数中较小者为 ${side}，eigenvector 方法至多 ${sideAtMost}；可先归并，或用 fitness。`,
    )
  const found = eigenvectorComplexity(presence)
  if (found !== null) {
    const { locations, products, eigenvalues } = found
    return { locations, products, about: { eigenvalues: eigenvalues.slice(0, 10) } }
  }
  throw new InvalidInput(
    '第二特征向量不唯一：网络分成互不相连的几块，或各地区的产品构成只有一种，复杂度没有定义。可去掉孤立的地区、产品，或用 fitness。',
  )
}

function relate(
  presence: Presence,
  {
    locations,
    products,
    includeSelf,
  }: { locations: readonly Id[]; products: readonly Id[]; includeSelf: boolean },
) {
  if (products.length > sideAtMost)
    throw new InvalidInput(`产品 ${products.length} 个，计算邻近度时至多 ${sideAtMost} 个。`)
  const near = proximities(presence)
  const pairs = near.flatMap((row, p) =>
    products.slice(p + 1).flatMap((other, offset): [Id, Id, number][] => {
      const proximity = row[p + 1 + offset] ?? 0
      return proximity > 0 ? [[products[p] ?? '', other, proximity]] : []
    }),
  )
  if (includeSelf) {
    const ubiquity = ubiquityOf(presence)
    for (const [p, row] of near.entries()) if ((ubiquity[p] ?? 0) > 0) row[p] = 1
  }
  const density = presence.flatMap((row, c) =>
    Array.from(densities(row, near), (dense, p): [Id, Id, number | null] => [
      locations[c] ?? '',
      products[p] ?? '',
      orNull(dense),
    ]),
  )
  return { proximity: pairs, density }
}

function orNull(number: number | undefined): number | null {
  return number === undefined || Number.isNaN(number) ? null : number
}
