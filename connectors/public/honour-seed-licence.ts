import type { Connector } from '../contract.ts'
import { packFiles } from '../pack-files.ts'
import { provinceCode } from '../regions.ts'

/** One line a variety and state of the list: the further ones of a firm and year are duplicates. */
export default {
  title: '育繁推一体化种子企业（A 证）名单',
  publisher: '农业农村部；techme（GitHub，MIT）整理',
  licence: 'MIT',
  dataset: 'public/honour',
  expectedYield: { minimum: 451, maximum: 451, outside: 'warn' },
  fetch: packFiles('2024-12-31', { file: 'official_lists/seed_firms_licences.csv', format: 'csv' }),
  parse: (record) => ({
    enterprise_name: record.ApplyCompanyName,
    kind: '农作物种子生产经营许可（A证）',
    awarded_year: record.PublishDate?.slice(0, 4),
    level: '国家级',
    authority: '农业农村部',
    region_code: provinceCode(record.province ?? ''),
  }),
} satisfies Connector
