import { Type } from 'typebox'
import { type InputKind, prepareCascade, type ProductionFunction } from '../algorithms/cascade-model.ts'
import { sweepCascade } from '../algorithms/cascade-sweep.ts'
import { createCascade, type Shock } from '../algorithms/cascade.ts'
import { capability, InvalidInput } from './frame/contract.ts'

const firm = (description: string) => Type.Integer({ minimum: 0, maximum: 1_000_000, description })

/** Figure 1 of the authors' program: supplier, buyer, each of weight 1, firms from 1. */
const figureEdges = (
  [
    [2, 1],
    [2, 3],
    [3, 7],
    [6, 7],
    [7, 4],
    [7, 11],
    [8, 11],
    [9, 5],
    [9, 10],
    [10, 7],
  ] as const
).map(([supplier, buyer]): [number, number, number] => [supplier - 1, buyer - 1, 1])
const figureSectors = [1, 2, 1, 3, 4, 2, 4, 1, 2, 3, 5]

function figure(
  title: string,
  production: ProductionFunction,
  replaceability: boolean,
  published: readonly number[],
) {
  return {
    title,
    source: 'GLcascade 0.9.3.1（Diem 等的 R 程序）图 1 网络，ε = 1e−9',
    basis: 'reference-program' as const,
    input: {
      sectors: figureSectors,
      edges: figureEdges,
      production,
      replaceability,
      tolerance: 1e-9,
    },
    checks: published.map((value, index) => ({
      title: `企业 ${index + 1} 的 ESRI`,
      published: value,
      digits: 6,
      read: ({ esri }: { readonly esri?: readonly number[] }) => esri?.[index] ?? null,
    })),
  }
}

/** Diem et al. 2022: goods of physical production (NACE 01–45) cannot be done without in physical production. */
const isPhysical = (sector: number) => sector >= 1 && sector <= 45

export default capability({
  title: '停产冲击传导（ESRI）',
  kind: 'algorithm',
  summary:
    '在供应网络上逐轮传导停产冲击，给出每家企业的系统性风险指数，或一次给定冲击的损失。网络中缺少的关系使损失偏低。',
  method: '经济系统性风险指数：Diem, Borsos, Reisch, Kertész, Thurner (2022), Scientific Reports 12:7719',
  version: '1.0.0',
  licence: '平台自有',
  input: Type.Object({
    sectors: Type.Array(Type.Integer({ minimum: -1e9, maximum: 1e9 }), {
      minItems: 1,
      maxItems: 100_000,
      description: '各企业的行业编号，整数；企业从 0 起编号，个数即企业数',
    }),
    edges: Type.Array(
      Type.Tuple([firm('供应方编号'), firm('采购方编号'), Type.Number({ description: '年交易额，元' })]),
      { maxItems: 1_000_000, description: '供应关系 [供应方, 采购方, 年交易额]；同一对企业可多条，金额相加' },
    ),
    production: Type.Union([Type.Literal('linear'), Type.Literal('mixed'), Type.Literal('leontief')], {
      description: '生产函数：linear 线性，mixed 混合（必需投入不可替代），leontief 列昂惕夫',
    }),
    replaceability: Type.Optional(
      Type.Boolean({ default: false, description: '是否计入同行业其他供应方的可替代性 σ' }),
    ),
    tolerance: Type.Optional(
      Type.Number({
        exclusiveMinimum: 0,
        maximum: 0.1,
        default: 1e-9,
        description: '损失变化不超过它时不再传导，无量纲',
      }),
    ),
    shocks: Type.Optional(
      Type.Array(
        Type.Tuple([firm('企业编号'), Type.Number({ minimum: 0, maximum: 1, description: '剩余产出份额' })]),
        { maxItems: 100_000, description: '冲击 [企业, 剩余产出份额 0–1]；没有时计算每家企业单独全停的指数' },
      ),
    ),
    essential: Type.Optional(
      Type.Array(Type.Tuple([Type.Integer(), Type.Integer()]), {
        maxItems: 100_000,
        description:
          'mixed 的必需投入 [供应方行业, 采购方行业]；缺省按 Diem 等：1–45（实物生产）行业之间的投入必需，其余不必需',
      }),
    ),
    rounds: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 100_000, default: 10_000, description: '最多传导轮数' }),
    ),
    trace: Type.Optional(
      Type.Boolean({ default: false, description: '是否给出逐轮的损失；只在给定冲击时有' }),
    ),
  }),
  output: Type.Object({
    esri: Type.Optional(
      Type.Array(Type.Number(), { description: '没有给定冲击时：各企业单独全停时全网损失的产出份额，0–1' }),
    ),
    losses: Type.Optional(
      Type.Array(Type.Number(), {
        description: '给定冲击时：各企业损失的产出份额，1 − min(下游 h, 上游 h)，0–1',
      }),
    ),
    total: Type.Optional(
      Type.Number({ description: '给定冲击时：全网损失的产出份额 Σ(s_i ÷ Σs)·loss_i，s 为网络内销售额' }),
    ),
    rounds: Type.Optional(Type.Integer({ description: '给定冲击时：发生变化的轮数，不含冲击本身' })),
    converged: Type.Optional(Type.Boolean({ description: '给定冲击时：false = 到最多轮数仍在变化' })),
    trace: Type.Optional(
      Type.Array(Type.Array(Type.Tuple([Type.Integer(), Type.Number()])), {
        description: '逐轮：该轮损失增大的企业 [编号, 损失]，第 0 轮为冲击',
      }),
    ),
  }),
  sample: {
    sectors: figureSectors,
    edges: figureEdges,
    production: 'leontief',
    replaceability: true,
    tolerance: 1e-9,
  },
  cases: [
    figure(
      '线性生产函数，不计可替代性',
      'linear',
      false,
      [0.1, 0.366667, 0.266667, 0.35, 0.1, 0.166667, 0.7, 0.1, 0.366667, 0.266667, 0.45],
    ),
    figure(
      '列昂惕夫生产函数，计可替代性',
      'leontief',
      true,
      [0.1, 0.366667, 0.4, 0.35, 0.1, 0.15, 0.7, 0.1, 0.4, 0.4, 0.45],
    ),
  ],
  async run({ sectors, edges, production, shocks, essential, trace = false, ...given }) {
    checkFirms(sectors.length, edges, shocks ?? [])
    const real = edges.filter(([, , weight]) => weight > 0)
    const model = prepareCascade(
      {
        sectors,
        suppliers: real.map(([supplier]) => supplier),
        buyers: real.map(([, buyer]) => buyer),
        weights: real.map(([, , weight]) => weight),
      },
      kindOf(production, essential),
    )
    const options = {
      replaceability: given.replaceability ?? false,
      tolerance: given.tolerance ?? 1e-9,
      rounds: given.rounds ?? 10_000,
    }
    if (shocks === undefined) return { esri: [...(await sweepCascade(model, { ...options, workers: 0 }))] }
    const cascade = createCascade(model, options)
    const rounds: [number, number][][] = []
    const outcome = cascade.run(
      shocks as readonly Shock[],
      trace ? (_, changed) => rounds.push(changed.map((node) => [node, cascade.loss(node)])) : undefined,
    )
    return {
      losses: sectors.map((_, node) => cascade.loss(node)),
      ...outcome,
      ...(trace ? { trace: rounds } : {}),
    }
  },
})

function kindOf(
  production: ProductionFunction,
  essential: readonly (readonly [number, number])[] | undefined,
): (supplier: number, buyer: number) => InputKind {
  if (production === 'leontief') return () => 'essential'
  if (production === 'linear') return () => 'non-essential'
  if (essential === undefined)
    return (supplier, buyer) => (isPhysical(supplier) && isPhysical(buyer) ? 'essential' : 'non-essential')
  const pairs = new Set(essential.map(([supplier, buyer]) => `${supplier} ${buyer}`))
  return (supplier, buyer) => (pairs.has(`${supplier} ${buyer}`) ? 'essential' : 'non-essential')
}

function checkFirms(
  count: number,
  edges: readonly (readonly [number, number, number])[],
  shocks: readonly (readonly [number, number])[],
): void {
  const known = `企业编号应在 0 至 ${count - 1} 之间（sectors 有 ${count} 项）`
  for (const [place, [supplier, buyer, weight]] of edges.entries()) {
    if (supplier >= count || buyer >= count)
      throw new InvalidInput(`edges[${place}] 为 [${supplier}, ${buyer}]，${known}`)
    if (supplier === buyer)
      throw new InvalidInput(`edges[${place}] 的供应方和采购方都是 ${supplier}；企业不能向自己供货，请去掉`)
    if (weight < 0) throw new InvalidInput(`edges[${place}] 的交易额为 ${weight}，应不小于 0`)
  }
  for (const [place, [node]] of shocks.entries())
    if (node >= count) throw new InvalidInput(`shocks[${place}] 的企业为 ${node}，${known}`)
}
