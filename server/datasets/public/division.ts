import { regionCode, year } from '../columns.ts'
import type { Dataset } from '../contract.ts'

export default {
  title: '行政区划代码',
  summary: 'GB/T 2260 县级以上行政区划代码：在用代码和已停用代码及其后继代码，附驻地坐标（度）。',
  steward: '山东省民政厅',
  cycle: 'yearly',
  share: 'unconditional',
  grade: 'L1',
  category: '基础信息资源/标准代码/行政区划',
  key: ['code'],
  columns: {
    code: { ...regionCode, aliases: ['adcode', '代码'] },
    name: { title: '名称', type: 'text', required: true, maxLength: 100 },
    level: { title: '级别', type: 'text', required: true, oneOf: ['province', 'city', 'county'] },
    parent_code: { ...regionCode, title: '上级行政区划代码', aliases: ['parent_adcode'] },
    valid_from_year: { ...year, title: '启用年份', aliases: ['valid_from'] },
    valid_until_year: { ...year, title: '停用年份', aliases: ['valid_until'] },
    successor_codes: { title: '后继代码', type: 'text', maxLength: 500 },
    longitude: { title: '经度', type: 'decimal', unit: '度', minimum: 73, maximum: 136 },
    latitude: { title: '纬度', type: 'decimal', unit: '度', minimum: 3, maximum: 54 },
    short_name: { title: '简称', type: 'text', maxLength: 50 },
  },
  indexes: [['parent_code'], ['level']],
} as const satisfies Dataset
