import type { Stage } from '../warehouse/stage.ts'

/** Datasets in which one firm has several addresses over time. */
export const historyDatasets = [
  'enterprise/annual-report',
  'public/registration-change',
  'public/enterprise-registration',
  'public/division',
] as const

export const addressHistoryStage: Stage = {
  id: 'address-history',
  title: '地址沿革识别',
  summary: '把年度报告、变更登记和登记信息各次交付中同一企业先后的地址读成现行区划代码，找出跨县以上的迁移。',
  datasets: [...historyDatasets],
  after: ['fusion'],
  tables: ['detected_move', 'move_detection', 'registration_trace'],
}
