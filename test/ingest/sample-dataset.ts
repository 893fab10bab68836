import type { Dataset } from '../../server/datasets/contract.ts'
import type { NamedDataset } from '../../server/datasets/registry.ts'

/** Every column type and rule in one contract; no table of the platform. */
const contract = {
  title: '样例',
  summary: '含各种列型的样例数据集',
  steward: '测试',
  cycle: 'daily',
  share: 'unconditional',
  grade: 'L1',
  category: '测试',
  key: ['code', 'month'],
  columns: {
    code: { title: '代码', type: 'text', pattern: '^[A-Z]\\d{2}$' },
    name: { title: '名称', type: 'text', required: true, maxLength: 8, aliases: ['单位名称'] },
    note: { title: '备注', type: 'text' },
    state: { title: '状态', type: 'text', oneOf: ['存续', '注销'] },
    count: { title: '数量', type: 'integer', unit: '个', minimum: 0, maximum: 1_000_000 },
    ratio: { title: '比例', type: 'decimal', minimum: -100, maximum: 100 },
    amount: { title: '金额', type: 'money', unit: '元', minimum: -1_000_000, maximum: 1_000_000_000 },
    active: { title: '是否有效', type: 'boolean' },
    day: { title: '日期', type: 'date', notFuture: true },
    month: { title: '月份', type: 'month', notFuture: true },
    moment: { title: '时间', type: 'timestamp' },
    detail: { title: '明细', type: 'json' },
    credit_code: {
      title: '信用代码',
      type: 'text',
      pattern: '^[0-9A-HJ-NPQRTUWXY]{18}$',
      warn: 'credit-code',
    },
  },
  indexes: [['state']],
  rollups: [{ name: 'state', month: 'month', by: ['state'], sum: ['amount', 'ratio', 'count'] }],
} as const satisfies Dataset

export const sample: NamedDataset = {
  ...contract,
  id: 'public/sample',
  warehouse: 'public',
  name: 'sample',
  schema: 'public_warehouse',
  table: 'sample',
}

/** The day of loading in the tests. */
export const loadingDay = new Date('2026-03-15T10:00:00+08:00')
