import type { SourceRecord } from '../../connectors/contract.ts'

/** 单位热值含碳量 × 低位发热量 × 碳氧化率 × 44/12; lower heating value GJ, carbon content tC/GJ, oxidation 0–1. */
const fuels = [
  ['无烟煤', '吨', 24.515, 0.02749, 0.94],
  ['烟煤', '吨', 23.204, 0.02618, 0.93],
  ['焦炭', '吨', 28.446, 0.0294, 0.93],
  ['汽油', '吨', 44.8, 0.0189, 0.98],
  ['柴油', '吨', 43.33, 0.0202, 0.98],
  ['液化石油气', '吨', 47.31, 0.0172, 0.99],
  ['天然气', '万标准立方米', 389.31, 0.0153, 0.99],
] as const

/** kgCO₂/kWh as announced; 山东 2023 has not been found and stays out. */
const grids = [
  ['全国', 2022, 0.5366, '全国电网'],
  ['全国', 2023, 0.5306, '全国电网'],
  ['华北', 2023, 0.6361, '区域电网'],
  ['山东', 2021, 0.6838, '省级电网'],
  ['山东', 2022, 0.641, '省级电网'],
] as const

const CARBON_TO_DIOXIDE = 44 / 12

export function emissionFactorRecords(): readonly SourceRecord[] {
  const ofFuels = fuels.map(([name, unit, heat, carbon, oxidation]) => ({
    kind: 'fuel',
    name,
    year: '2022',
    factor: (heat * carbon * oxidation * CARBON_TO_DIOXIDE).toFixed(4),
    unit: `吨二氧化碳/${unit}`,
    lower_heating_value: String(heat),
    carbon_content: String(carbon),
    oxidation_rate: String(Math.round(oxidation * 100)),
    scope: '指南缺省值',
  }))
  const ofGrids = grids.map(([name, year, factor, scope]) => ({
    kind: 'grid',
    name,
    year: String(year),
    factor: String(factor),
    unit: '千克二氧化碳/千瓦时',
    lower_heating_value: '',
    carbon_content: '',
    oxidation_rate: '',
    scope,
  }))
  return [...ofFuels, ...ofGrids]
}
