import { year } from '../columns.ts'
import type { Dataset } from '../contract.ts'

export default {
  title: '投入产出表',
  summary: '国家统计局投入产出表，长表形式：一行一个流量（行部门 × 列部门），按当年生产者价格。',
  steward: '山东省统计局',
  cycle: 'irregular',
  share: 'unconditional',
  grade: 'L1',
  category: '主题信息资源/宏观经济/投入产出',
  key: ['table_code', 'row_code', 'column_code'],
  columns: {
    table_code: { title: '表号', type: 'text', maxLength: 40 },
    row_code: { title: '行代码', type: 'text', maxLength: 40 },
    column_code: { title: '列代码', type: 'text', maxLength: 40 },
    row_title: { title: '行名称', type: 'text', maxLength: 200 },
    column_title: { title: '列名称', type: 'text', maxLength: 200 },
    value: { title: '流量', type: 'decimal', unit: '万元', required: true },
    year,
  },
  indexes: [['table_code', 'column_code']],
} as const satisfies Dataset
