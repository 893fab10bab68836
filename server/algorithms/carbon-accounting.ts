/** Factors of the guides to enterprise greenhouse gas accounting, with source and year. */

export interface FuelFactor {
  readonly fuel: string
  /** Unit of the amount burnt: t, or 10⁴ Nm³ of gas. */
  readonly unit: 't' | '10⁴Nm³'
  /** Net calorific value, GJ a unit. */
  readonly calorificValue: number
  /** Carbon content, tC a GJ. */
  readonly carbonContent: number
  /** Share of the carbon that is oxidised. */
  readonly oxidation: number
}

/** Version of both tables: raised with every change of a factor. */
export const factorVersion = '2025.1'

export const fuelSource = '国家发展改革委《企业温室气体排放核算方法与报告指南》（2013–2015 年各行业）缺省值'
export const fuelYear = 2015

export const fuelFactors: readonly FuelFactor[] = [
  { fuel: '无烟煤', unit: 't', calorificValue: 24.515, carbonContent: 0.02749, oxidation: 0.94 },
  { fuel: '烟煤', unit: 't', calorificValue: 23.204, carbonContent: 0.02618, oxidation: 0.93 },
  { fuel: '焦炭', unit: 't', calorificValue: 28.446, carbonContent: 0.0294, oxidation: 0.93 },
  { fuel: '汽油', unit: 't', calorificValue: 44.8, carbonContent: 0.0189, oxidation: 0.98 },
  { fuel: '柴油', unit: 't', calorificValue: 43.33, carbonContent: 0.0202, oxidation: 0.98 },
  { fuel: '液化石油气', unit: 't', calorificValue: 47.31, carbonContent: 0.0172, oxidation: 0.99 },
  { fuel: '天然气', unit: '10⁴Nm³', calorificValue: 389.31, carbonContent: 0.0153, oxidation: 0.99 },
]

export interface GridFactor {
  readonly grid: string
  readonly year: number
  /** tCO₂ a MWh, the same number as kgCO₂ a kWh. */
  readonly factor: number
  readonly source: string
}

const notice = (year: number) => `生态环境部、国家统计局《关于发布${year}年电力二氧化碳排放因子的公告》`

/** Grid factors as announced. What was not announced or not found is absent: no year stands in for another. */
export const gridFactors: readonly GridFactor[] = [
  { grid: '全国', year: 2022, factor: 0.5366, source: notice(2022) },
  { grid: '全国', year: 2023, factor: 0.5306, source: notice(2023) },
  { grid: '华北', year: 2023, factor: 0.6361, source: notice(2023) },
  { grid: '山东', year: 2021, factor: 0.6838, source: notice(2021) },
  { grid: '山东', year: 2022, factor: 0.641, source: notice(2022) },
]

/** tCO₂ of a unit of fuel burnt: NCV·CC·OF·44/12. */
export function fuelEmission({
  calorificValue,
  carbonContent,
  oxidation,
}: Omit<FuelFactor, 'fuel' | 'unit'>): number {
  return (calorificValue * carbonContent * oxidation * 44) / 12
}
