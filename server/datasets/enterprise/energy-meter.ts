import { creditCode } from '../columns.ts'
import type { Dataset } from '../contract.ts'

export default {
  title: '能源计量读数',
  summary: '企业电、天然气、蒸汽、水表的读数，一行一块表、一个时刻；读数是表底累计值。',
  steward: '授权企业',
  cycle: 'realtime',
  share: 'conditional',
  shareCondition: '经企业授权，按授权范围提供',
  grade: 'L3',
  category: '企业数据资源/能源/计量',
  key: ['meter_id', 'read_at'],
  columns: {
    meter_id: { title: '表计编号', type: 'text', maxLength: 64 },
    read_at: { title: '读数时间', type: 'timestamp', notFuture: true },
    credit_code: { ...creditCode, required: true },
    medium: { title: '能源介质', type: 'text', required: true, oneOf: ['电', '天然气', '蒸汽', '水'] },
    value: { title: '读数', type: 'decimal', unit: '见“计量单位”', required: true, minimum: 0 },
    unit: { title: '计量单位', type: 'text', required: true, maxLength: 20 },
  },
  indexes: [['credit_code', 'read_at']],
} as const satisfies Dataset
