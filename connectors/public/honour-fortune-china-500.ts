import type { Connector } from '../contract.ts'
import { packFiles } from '../pack-files.ts'

/** A ranking by a magazine, of listed parents: no level of government, no place. */
export default {
  title: '财富中国 500 强（2014—2021 年）',
  publisher: '财富中文网；authority-data（GitHub）整理',
  licence: 'GPL-3.0（整理者）',
  dataset: 'public/honour',
  expectedYield: { minimum: 4_000, maximum: 4_000, outside: 'warn' },
  fetch: packFiles('2021-12-31', { file: 'official_lists/fortune_china_500.csv', format: 'csv' }),
  parse: ({ company_name: name, list_year: year, rank }) => ({
    enterprise_name: name,
    kind: '财富中国500强',
    awarded_year: year,
    authority: '财富中文网',
    batch: `第 ${rank} 位`,
  }),
} satisfies Connector
