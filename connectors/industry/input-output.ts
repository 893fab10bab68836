import type { Connector, ContractRecord, SourceRecord } from '../contract.ts'
import { packFiles } from '../pack-files.ts'

/** Columns beside the sectors, in the words of the tables. Sectors are named by the row of the same code. */
const totals: Readonly<Record<string, string>> = {
  TIU: '中间使用合计',
  FU101: '农村居民消费支出',
  FU102: '城镇居民消费支出',
  THC: '居民消费支出',
  FU103: '政府消费支出',
  TC: '最终消费支出合计',
  FU201: '固定资本形成总额',
  FU202: '存货变动',
  GCF: '资本形成总额',
  EX: '出口',
  TFU: '最终使用合计',
  IM: '进口',
  ERR: '误差',
  GO: '总产出',
}

const described = new Set(['Code', 'Description', 'DescriptionInChinese', 'Origin'])

/** Non-competitive tables have each sector twice: from the country and imported. */
const origins: Readonly<Record<string, readonly [suffix: string, title: string]>> = {
  Domestic: ['', ''],
  Imports: ['-IM', '（进口）'],
  TOT: ['', ''],
}

function rowOf(record: SourceRecord): { readonly code: string; readonly title: string } | string {
  const { Code: code = '', DescriptionInChinese: title = '', Origin: origin = '' } = record
  if (origin === '') return { code, title }
  const known = origins[origin]
  if (known === undefined) return `来源“${origin}”不是国内、进口、合计之一`
  return { code: `${code}${known[0]}`, title: `${title}${known[1]}` }
}

const tables = ['china_2020_153', 'china_2018_153', 'china_2017_149', 'china_2012_139', 'china_2007_135']
const smallTables = ['china_2020_42', 'china_2018_42', 'china_2017_42', 'china_2015_42']

/** A row of the table is a row of flows: one contract row for each column that has a figure. */
export default {
  title: '全国投入产出表（2007—2020 年）',
  publisher: '国家统计局；ionet（R 包，GPL-3）转载',
  licence: 'GPL-3.0（整理者）；统计数据为国家统计局公布',
  dataset: 'industry/input-output',
  expectedYield: { minimum: 137_311, maximum: 137_311, outside: 'warn' },
  fetch: packFiles(
    '2022-12-31',
    ...[...tables, ...smallTables].map((table) => ({
      file: `io_tables/${table}.csv`,
      format: 'csv' as const,
    })),
  ),
  parse(record, { name }) {
    const table = /([^/]+)\.csv$/.exec(name)?.[1] ?? name
    const row = rowOf(record)
    if (typeof row === 'string') return { ignored: row }
    const rows: ContractRecord[] = []
    for (const [column, value] of Object.entries(record)) {
      if (described.has(column) || value === '') continue
      rows.push({
        table_code: table,
        row_code: row.code,
        column_code: column,
        row_title: row.title,
        column_title: totals[column],
        value,
        year: /_(\d{4})_/.exec(table)?.[1],
      })
    }
    return rows
  },
} satisfies Connector
