import { createHash } from 'node:crypto'
import type { Connector, SourceRecord } from '../contract.ts'
import { packFiles } from '../pack-files.ts'

/** One announcement may state several contracts: the number alone does not tell them apart. */
function awardId(record: SourceRecord): string {
  const parts = [record.buyer, record.supplier, record.project, record.contract_name].join('\u0000')
  return `FDDC-${record.announcement_id}-${createHash('sha256').update(parts).digest('hex').slice(0, 8)}`
}

/** Facts that a program extracted from announcements: names may be cut, dates are not stated. */
export default {
  title: '上市公司重大合同（2018 年以前公告）',
  publisher: '天池 FDDC 2018 参赛作品（GitHub）自公告抽取',
  licence: '来源未声明；公告事实，仅供演示和研究',
  dataset: 'public/tender-award',
  expectedYield: { minimum: 892, maximum: 892, outside: 'warn' },
  fetch: packFiles('2018-12-31', { file: 'supply_relations/contract_awards_2018.csv', format: 'csv' }),
  parse: (record) => ({
    award_id: awardId(record),
    buyer_name: record.buyer,
    supplier_name: record.supplier,
    project: [record.project, record.contract_name].filter((part) => part !== '').join('；'),
    amount: record.amount_max_yuan,
  }),
} satisfies Connector
