import { Type } from 'typebox'
import {
  herfindahl,
  largestShares,
  sharesOf,
  specialisationGini,
} from '../algorithms/spatial-concentration.ts'
import { capability, InvalidInput } from './frame/contract.ts'

const most = 1_000_000

export default capability({
  title: '集中度',
  kind: 'algorithm',
  summary:
    '由各企业（或各产业、各地区）的规模算赫芬达尔指数、等效家数和前 n 家份额；给出对照结构时另算专业化基尼系数。缺失的企业会使集中度偏高，应说明覆盖范围。',
  method: 'HHI = Σs²，标准化 (HHI − 1/N)/(1 − 1/N)，CRn 为前 n 家份额；专业化基尼系数按区位商排序计算',
  version: '1.0.0',
  licence: '平台自有',
  input: Type.Object({
    values: Type.Array(Type.Number({ minimum: 0, description: '规模，同一单位，如万元、人' }), {
      minItems: 1,
      maxItems: most,
      description: '每家企业（产业、地区）的规模，同一单位，如万元、人',
    }),
    largest: Type.Optional(
      Type.Array(Type.Integer({ minimum: 1, maximum: most, description: '家数，家' }), {
        maxItems: 20,
        description: '要算前几家的份额，家；缺省 [1, 4, 8]',
      }),
    ),
    reference: Type.Optional(
      Type.Array(Type.Number({ exclusiveMinimum: 0, description: '规模，同一单位' }), {
        maxItems: most,
        description: '对照结构（如全国各产业规模），与 values 逐项对应，用于专业化基尼系数',
      }),
    ),
  }),
  output: Type.Object({
    hhi: Type.Number({ description: '赫芬达尔指数，1/N 至 1，无量纲' }),
    normalised: Type.Union([Type.Number(), Type.Null()], {
      description: '标准化赫芬达尔指数，0 至 1，无量纲；只有一家时为空',
    }),
    equivalentNumber: Type.Number({ description: '等效家数 1/HHI，家' }),
    largestShares: Type.Array(
      Type.Object({
        n: Type.Integer({ description: '前几家，家' }),
        share: Type.Number({ description: '前 n 家份额 CRn，0 至 1' }),
      }),
      { description: '前 n 家份额 CRn' },
    ),
    gini: Type.Union([Type.Number(), Type.Null()], {
      description: '专业化基尼系数，0 至 1，无量纲；没有对照结构时为空',
    }),
  }),
  sample: { values: [20, 50, 20, 10] },
  cases: [
    {
      title: '四家企业',
      source: 'R 软件包 REAT 手册，函数 herf',
      basis: 'published',
      input: { values: [20, 50, 20, 10] },
      checks: [
        { title: '赫芬达尔指数 HHI', published: 0.34, digits: 2, read: (output) => output.hhi },
        { title: '标准化 HHI', published: 0.12, digits: 2, read: (output) => output.normalised },
        { title: '等效家数', published: 2.94, digits: 2, read: (output) => output.equivalentNumber },
      ],
    },
    {
      title: '一个地区五个产业的专业化',
      source: 'R 软件包 REAT 手册，函数 gini.spec',
      basis: 'published',
      input: {
        values: [700, 600, 500, 10_000, 40_000],
        reference: [30_000, 15_000, 10_000, 60_000, 50_000],
      },
      checks: [{ title: '专业化基尼系数', published: 0.6222222, digits: 7, read: (output) => output.gini }],
    },
  ],
  run({ values, largest = [1, 4, 8], reference }) {
    if (!values.some((value) => value > 0))
      throw new InvalidInput('values 之和为 0，没有份额；至少一项应大于 0。')
    if (reference !== undefined && reference.length !== values.length) {
      throw new InvalidInput(
        `reference 有 ${reference.length} 项，应与 values 的 ${values.length} 项逐项对应。`,
      )
    }
    const shares = sharesOf(values)
    const hhi = herfindahl(shares)
    const count = shares.length
    return {
      hhi,
      normalised: count === 1 ? null : (hhi - 1 / count) / (1 - 1 / count),
      equivalentNumber: 1 / hhi,
      largestShares: largest.map((n) => ({ n, share: largestShares(shares, n) })),
      gini: reference === undefined ? null : specialisationGini(values, reference),
    }
  },
})
