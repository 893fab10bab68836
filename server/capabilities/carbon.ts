import { Type } from 'typebox'
import {
  factorVersion,
  fuelEmission,
  fuelFactors,
  fuelSource,
  fuelYear,
  gridFactors,
} from '../algorithms/carbon-accounting.ts'
import { InvalidInput, capability } from './frame/contract.ts'

const amount = (description: string) => Type.Number({ minimum: 0, description })
const text = (description: string) => Type.String({ minLength: 1, maxLength: 200, description })

const input = Type.Object({
  fuels: Type.Optional(
    Type.Array(
      Type.Object({
        fuel: text(`燃料：${fuelFactors.map(({ fuel }) => fuel).join('、')}；另给三个实测参数时可为其他燃料`),
        amount: amount('消耗量：吨；天然气为万标准立方米（10⁴Nm³）'),
        calorificValue: Type.Optional(amount('实测低位发热量，GJ/t 或 GJ/10⁴Nm³；默认取缺省值')),
        carbonContent: Type.Optional(amount('实测单位热值含碳量，tC/GJ；默认取缺省值')),
        oxidation: Type.Optional(
          Type.Number({ minimum: 0, maximum: 1, description: '实测碳氧化率，0 至 1；默认取缺省值' }),
        ),
      }),
      { maxItems: 1000, description: '化石燃料燃烧' },
    ),
  ),
  process: Type.Optional(
    Type.Array(
      Type.Object({
        name: text('工业过程名称'),
        amount: amount('该过程的排放量，tCO₂，由企业按行业指南核算'),
      }),
      { maxItems: 1000, description: '工业生产过程排放' },
    ),
  ),
  electricity: Type.Optional(
    Type.Array(
      Type.Object({
        amount: Type.Number({ description: '净购入电量，MWh；净输出为负' }),
        grid: text(`电网：${[...new Set(gridFactors.map(({ grid }) => grid))].join('、')}`),
        year: Type.Integer({ minimum: 2000, maximum: 2100, description: '因子的年份' }),
      }),
      { maxItems: 1000, description: '净购入电力' },
    ),
  ),
  heat: Type.Optional(
    Type.Array(
      Type.Object({
        amount: Type.Number({ description: '净购入热量，GJ；净输出为负' }),
        factor: amount('供热排放因子，tCO₂/GJ'),
        source: text('该因子的来源，如供热单位的核算报告'),
      }),
      { maxItems: 1000, description: '净购入热力；没有全国统一的平台因子，须给出因子和来源' },
    ),
  ),
  addedValue: Type.Optional(
    Type.Number({ exclusiveMinimum: 0, description: '工业增加值，万元，不变价；给出时计算排放强度' }),
  ),
})

const sample = {
  fuels: [
    { fuel: '烟煤', amount: 1000 },
    { fuel: '柴油', amount: 20 },
  ],
  electricity: [{ amount: 5000, grid: '山东', year: 2022 }],
  addedValue: 8000,
}

const unit = (fuel: string, published: number, digits: number, of: string) => ({
  title: `${fuel}每${of}的排放`,
  source: `${fuelSource}，按 NCV·CC·OF·44/12 计算`,
  basis: 'published' as const,
  input: { fuels: [{ fuel, amount: 1 }] },
  checks: [{ title: `tCO₂/${of}`, published, digits, read: (output: { scope1: number }) => output.scope1 }],
})

export default capability({
  title: '企业碳排放核算',
  kind: 'mechanism',
  summary:
    '由能源消费和工业过程核算企业二氧化碳排放，逐行列出因子、来源和年份。没有公布的因子不以其他地区或年份代替；发电企业的范围一与用电企业的范围二相加会重复计算。',
  method:
    'E = ΣAD·NCV·CC·OF·44/12 + 过程排放 + MWh·EF电 + GJ·EF热（企业温室气体排放核算方法与报告指南）；强度 = E ÷ 工业增加值',
  version: '1.0.0',
  licence: '平台自有',
  input,
  output: Type.Object({
    total: Type.Number({ description: '排放总量，tCO₂，范围一与范围二之和' }),
    scope1: Type.Number({ description: '范围一：燃料燃烧与工业过程，tCO₂' }),
    scope2: Type.Number({ description: '范围二：净购入电力与热力，tCO₂' }),
    intensity: Type.Union([Type.Number(), Type.Null()], {
      description: '排放强度，tCO₂/万元；没有给增加值时为 null',
    }),
    lines: Type.Array(
      Type.Object({
        scope: Type.Union([Type.Literal(1), Type.Literal(2)], { description: '范围一或范围二' }),
        title: Type.String({ description: '项目' }),
        amount: Type.Number({ description: '活动水平，单位见 unit' }),
        unit: Type.String({ description: '活动水平的单位' }),
        factor: Type.Number({ description: '排放因子，tCO₂ 每 unit' }),
        emission: Type.Number({ description: '排放量，tCO₂' }),
        source: Type.String({ description: '因子来源' }),
        year: Type.Union([Type.Integer(), Type.Null()], { description: '因子年份；企业自给的为 null' }),
      }),
      { description: '逐行计算' },
    ),
    factorVersion: Type.String({ description: '因子表版本' }),
  }),
  sample,
  cases: [
    unit('烟煤', 2.0715, 4, 't'),
    unit('柴油', 3.1451, 4, 't'),
    unit('天然气', 21.622, 3, '10⁴Nm³'),
    {
      title: '山东电网 2022 年，1 MWh',
      source: '生态环境部、国家统计局《关于发布2022年电力二氧化碳排放因子的公告》',
      basis: 'published',
      input: { electricity: [{ amount: 1, grid: '山东', year: 2022 }] },
      checks: [{ title: 'tCO₂/MWh', published: 0.641, digits: 4, read: ({ scope2 }) => scope2 }],
    },
  ],
  run({ fuels = [], process = [], electricity = [], heat = [], addedValue }) {
    if (fuels.length + process.length + electricity.length + heat.length === 0)
      throw new InvalidInput('没有活动数据：fuels、process、electricity、heat 至少给出一项')
    const lines = [
      ...fuels.map(fuelLine),
      ...process.map(({ name, amount: own }) => ({
        scope: 1 as const,
        title: name,
        amount: own,
        unit: 'tCO₂',
        factor: 1,
        emission: own,
        source: '企业核算',
        year: null,
      })),
      ...electricity.map(electricityLine),
      ...heat.map(({ amount: own, factor, source }) => ({
        scope: 2 as const,
        title: '净购入热力',
        amount: own,
        unit: 'GJ',
        factor,
        emission: own * factor,
        source,
        year: null,
      })),
    ]
    const sum = (scope: 1 | 2) =>
      lines.reduce((total, line) => total + (line.scope === scope ? line.emission : 0), 0)
    const scope1 = sum(1)
    const scope2 = sum(2)
    const total = scope1 + scope2
    return {
      total,
      scope1,
      scope2,
      intensity: addedValue === undefined ? null : total / addedValue,
      lines,
      factorVersion,
    }
  },
})

function fuelLine({
  fuel,
  amount: own,
  ...measured
}: {
  fuel: string
  amount: number
  calorificValue?: number
  carbonContent?: number
  oxidation?: number
}) {
  const known = fuelFactors.find((candidate) => candidate.fuel === fuel)
  const calorificValue = measured.calorificValue ?? known?.calorificValue
  const carbonContent = measured.carbonContent ?? known?.carbonContent
  const oxidation = measured.oxidation ?? known?.oxidation
  if (calorificValue === undefined || carbonContent === undefined || oxidation === undefined)
    throw new InvalidInput(
      `没有“${fuel}”的缺省因子；可用的燃料：${fuelFactors.map((one) => one.fuel).join('、')}；其他燃料须同时给出 calorificValue、carbonContent 和 oxidation 的实测值`,
    )
  const factor = fuelEmission({ calorificValue, carbonContent, oxidation })
  const defaults = Object.keys(measured).length === 0
  return {
    scope: 1 as const,
    title: `${fuel}燃烧`,
    amount: own,
    unit: known?.unit ?? 't',
    factor,
    emission: own * factor,
    source: defaults ? fuelSource : known === undefined ? '企业实测' : `企业实测，其余取${fuelSource}`,
    year: defaults ? fuelYear : null,
  }
}

function electricityLine({ amount: own, grid, year }: { amount: number; grid: string; year: number }) {
  const found = gridFactors.find((candidate) => candidate.grid === grid && candidate.year === year)
  if (found === undefined)
    throw new InvalidInput(
      `因子表（${factorVersion}）没有${grid} ${year} 年的电力排放因子，不以其他地区或年份代替；现有：${gridFactors
        .map((one) => `${one.grid} ${one.year} 年 ${one.factor}`)
        .join('，')} tCO₂/MWh`,
    )
  return {
    scope: 2 as const,
    title: `净购入电力（${grid}）`,
    amount: own,
    unit: 'MWh',
    factor: found.factor,
    emission: own * found.factor,
    source: found.source,
    year,
  }
}
