import { Type } from 'typebox'
import { ellisonGlaeser } from '../algorithms/spatial-concentration.ts'
import { capability, InvalidInput } from './frame/contract.ts'

const example = {
  regions: [
    { region: 'A', firms: [200, 650, 12_000, 100, 50], total: 500_000 },
    { region: 'B', firms: [16_000, 13_000, 1500, 1500], total: 400_000 },
    { region: 'C', firms: [25_000], total: 100_000 },
  ],
}

export default capability({
  title: '产业地理集聚指数（Ellison–Glaeser）',
  kind: 'algorithm',
  summary:
    '扣除大企业本身造成的集中之后，一个产业在各地的集聚程度 γ；大于 0.05 通常称为高度集聚。须有各企业规模，企业不全时 H 偏高、γ 偏低。',
  method:
    'Ellison & Glaeser，Journal of Political Economy 105(5)，1997：γ = [G − (1 − Σx²)H]/[(1 − Σx²)(1 − H)]',
  version: '1.0.0',
  licence: '平台自有',
  input: Type.Object({
    regions: Type.Array(
      Type.Object({
        region: Type.Optional(Type.String({ maxLength: 100, description: '地区名称或代码，可不给' })),
        firms: Type.Array(Type.Number({ minimum: 0, description: '企业规模，如从业人员（人）' }), {
          maxItems: 1_000_000,
          description: '该产业在该地区各企业的规模，如从业人员（人）；没有企业则为空',
        }),
        total: Type.Number({ minimum: 0, description: '该地区全部产业的规模，单位与 firms 相同' }),
      }),
      { minItems: 2, maxItems: 10_000, description: '全部地区，没有该产业的地区也要列入' },
    ),
  }),
  output: Type.Object({
    gamma: Type.Number({ description: '集聚指数 γ，无量纲；0 为与随机分布无异' }),
    rawConcentration: Type.Number({ description: '地理集中度 G = Σ(s − x)²，无量纲' }),
    plantHerfindahl: Type.Number({ description: '企业规模的赫芬达尔指数 H，无量纲' }),
  }),
  sample: example,
  cases: [
    {
      title: '三个地区十家企业',
      source: 'R 软件包 REAT 手册，函数 ellison.a',
      basis: 'published',
      input: example,
      checks: [
        { title: '集聚指数 γ', published: 0.059_906_28, digits: 8, read: (output) => output.gamma },
        { title: '地理集中度 G', published: 0.168_163, digits: 6, read: (output) => output.rawConcentration },
        {
          title: '企业赫芬达尔指数 H',
          published: 0.244_689,
          digits: 6,
          read: (output) => output.plantHerfindahl,
        },
      ],
    },
  ],
  run({ regions }) {
    const populated = regions.filter(({ total }) => total > 0).length
    if (populated < 2) {
      throw new InvalidInput(`total 大于 0 的地区有 ${populated} 个，至少要有 2 个，否则无所谓集聚。`)
    }
    const firms = regions.reduce((sum, region) => sum + region.firms.filter((firm) => firm > 0).length, 0)
    if (firms < 2)
      throw new InvalidInput(`规模大于 0 的企业有 ${firms} 家，至少要有 2 家（只有一家时 H = 1，γ 无定义）。`)
    const { raw, plantHerfindahl, gamma } = ellisonGlaeser(
      regions.map((region) => ({ plants: region.firms, total: region.total })),
    )
    return { gamma, rawConcentration: raw, plantHerfindahl }
  },
})
