import type { Connector } from '../contract.ts'
import { packFiles } from '../pack-files.ts'
import { provinceCode } from '../regions.ts'

/** Batch 99 is the whole list after the monitoring of that year; 1 to 8 are new awards. */
export default {
  title: '农业产业化国家重点龙头企业名单（2000—2025 年）',
  publisher: '农业农村部等；techme（GitHub，MIT）整理',
  licence: 'MIT',
  dataset: 'public/honour',
  expectedYield: { minimum: 6_513, maximum: 6_513, outside: 'warn' },
  fetch: packFiles('2025-12-31', {
    file: 'official_lists/agri_leading_enterprises_national.csv',
    format: 'csv',
  }),
  parse: ({ name, year, batch, province = '' }) => ({
    enterprise_name: name,
    kind: '农业产业化国家重点龙头企业',
    awarded_year: year,
    level: '国家级',
    authority: '农业农村部等部门',
    batch: batch === '99' ? '监测合格名单' : `第 ${batch} 批`,
    region_code: provinceCode(province),
  }),
} satisfies Connector
