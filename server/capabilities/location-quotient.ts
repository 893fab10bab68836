import { Type } from 'typebox'
import { locationQuotient } from '../algorithms/spatial-concentration.ts'
import { capability, InvalidInput } from './frame/contract.ts'

const amount = (description: string) =>
  Type.Number({ exclusiveMinimum: 0, description: `${description}（四项同一单位，如人或万元）` })

export default capability({
  title: '区位商',
  kind: 'algorithm',
  summary:
    '一个产业在本地的比重是全国（或上级地区）的几倍。规模很小的县会得到虚高的值，应先设最低规模；规上与全口径不可混用。',
  method: '区位商 LQ = (E_ij/E_i)/(E_j/E)，Hoover 1936',
  version: '1.0.0',
  licence: '平台自有',
  input: Type.Object({
    regionIndustry: Type.Number({ minimum: 0, description: '本地该产业 E_ij（四项同一单位，如人或万元）' }),
    regionTotal: amount('本地全部产业 E_i'),
    industryTotal: amount('全国（或上级地区）该产业 E_j'),
    total: amount('全国（或上级地区）全部产业 E'),
    minimum: Type.Optional(
      Type.Number({
        minimum: 0,
        description: '本地该产业的最低规模，低于它只算值、不作判断；同一单位，缺省 0',
      }),
    ),
  }),
  output: Type.Object({
    quotient: Type.Number({ description: '区位商，无量纲；1 为与全国比重相同' }),
    regionShare: Type.Number({ description: '该产业在本地的比重，0 至 1' }),
    totalShare: Type.Number({ description: '该产业在全国（或上级地区）的比重，0 至 1' }),
    specialised: Type.Union([Type.Boolean(), Type.Null()], {
      description: '区位商大于 1；规模低于 minimum 时为空，不作判断',
    }),
  }),
  sample: { regionIndustry: 1714, regionTotal: 79_006, industryTotal: 879_213, total: 15_593_224 },
  cases: [
    {
      title: '一个地区的一个产业',
      source: 'R 软件包 REAT 手册，函数 locq',
      basis: 'published',
      input: { regionIndustry: 1714, regionTotal: 79_006, industryTotal: 879_213, total: 15_593_224 },
      checks: [{ title: '区位商 LQ', published: 0.3847623, digits: 7, read: (output) => output.quotient }],
    },
  ],
  run({ regionIndustry, regionTotal, industryTotal, total, minimum = 0 }) {
    for (const [part, whole, words] of [
      [regionIndustry, regionTotal, 'regionIndustry 大于 regionTotal'],
      [industryTotal, total, 'industryTotal 大于 total'],
    ] as const) {
      if (part > whole) throw new InvalidInput(`部分大于全体：收到 ${words}（${part} > ${whole}）。`)
    }
    const quotient = locationQuotient(regionIndustry, regionTotal, industryTotal, total)
    return {
      quotient,
      regionShare: regionIndustry / regionTotal,
      totalShare: industryTotal / total,
      specialised: regionIndustry < minimum ? null : quotient > 1,
    }
  },
})
