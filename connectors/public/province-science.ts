import type { Connector } from '../contract.ts'
import { packFiles } from '../pack-files.ts'
import { provinceCode } from '../regions.ts'

/** What the yearbooks count in pieces, persons or projects, and the copy labels 万元 in some years. */
const unitsOfCounts: Readonly<Record<string, string>> = {
  发明专利: '件',
  人员折合全时当量: '人年',
  开发项目数: '项',
  研发机构数: '个',
}

export default {
  title: '省级科技与高技术产业指标',
  publisher: '中国科技统计年鉴等；techme（GitHub，MIT）整理',
  licence: 'MIT',
  dataset: 'public/region-statistics',
  expectedYield: { minimum: 24_611, maximum: 24_611, outside: 'warn' },
  fetch: packFiles('2024-12-31', { file: 'statistics/province_science_industry_panel.csv', format: 'csv' }),
  parse({ province = '', year, topic, indicator = '', value, unit = '' }) {
    const region = province === '全国' ? '100000' : provinceCode(province)
    if (region === undefined) return { ignored: `“${province}”不是省级行政区` }
    return {
      region_code: region,
      period: year,
      indicator: `${topic}：${indicator}`,
      value,
      unit: unit === '万元' ? (unitsOfCounts[indicator] ?? unit) : unit,
      region_name: province,
    }
  },
} satisfies Connector
