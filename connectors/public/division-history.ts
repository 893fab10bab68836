import type { Connector } from '../contract.ts'
import { packFiles } from '../pack-files.ts'
import { shortDivisionName } from '../regions.ts'

const levels: Readonly<Record<string, string>> = { 省级: 'province', 地级: 'city', 县级: 'county' }

/** The county's code begins with its city's; counties directly under a province have 直辖 for a city. */
function parentCode(code: string, level: string, city: string): string {
  if (level === '省级') return '100000'
  return level === '地级' || city === '直辖' ? `${code.slice(0, 2)}0000` : `${code.slice(0, 4)}00`
}

export default {
  title: '已停用行政区划代码（1981 年以来）',
  publisher: '民政部；yescallop/areacodes',
  licence: 'CC0-1.0',
  dataset: 'public/division',
  expectedYield: { minimum: 3_237, maximum: 3_237, outside: 'warn' },
  fetch: packFiles('2025-11-01', { file: 'divisions/divisions_history.csv', format: 'csv' }),
  parse({ status, adcode = '', name = '', level = '', city = '', ...record }) {
    if (status === '在用') return { ignored: '在用代码由现行区划文件载入' }
    if (status === '变更') return { ignored: '同一代码更名以前的记录' }
    return {
      code: adcode,
      name,
      level: levels[level] ?? level,
      parent_code: parentCode(adcode, level, city),
      valid_from_year: record.valid_from,
      valid_until_year: record.valid_until,
      successor_codes: record.successor_codes,
      short_name: shortDivisionName(name),
    }
  },
} satisfies Connector
