import type { AccountRole } from '../../server/warehouse/schema/access.ts'
import { firms } from '../metrics/scene.ts'

const registration = 'public/enterprise-registration'
export const demonstration = 'realm=demonstration'
const grouped = {
  subject: `dataset:${registration}`,
  measures: [{ of: 'count' }],
  by: [{ field: 'name' }],
  filters: [],
  realm: 'demonstration',
}

/** What of the scene the addresses name. */
export interface Known {
  readonly own: string
  readonly rowId: number
  readonly segment: string
  /** A batch with a row of the own firm that was taken and one that was not. */
  readonly batch: number
}

/** Each route that shows or hands out records of firms: what is asked, by whom, and a field it shows. */
export const reads: readonly (readonly [
  name: string,
  call: (known: Known) => { readonly url: string; readonly payload?: object },
  object: string,
  field: string,
  role?: AccountRole,
  code?: string,
])[] = [
  ['list', () => ({ url: '/api/enterprises' }), '企业列表', '企业名称'],
  ['record', ({ own }) => ({ url: `/api/enterprises/${own}` }), '企业档案', '企业名称'],
  ['network', ({ own }) => ({ url: `/api/enterprises/${own}/network` }), '供应网络', '供应商'],
  ['network of another', () => ({ url: `/api/enterprises/${firms.black.code}/network` }), '供应网络', '客户'],
  ['row', ({ rowId }) => ({ url: `/api/rows/${registration}/${rowId}` }), '企业登记信息', '注册资本'],
  [
    'preview',
    () => ({ url: `/api/catalog/datasets/${registration}/preview?limit=100` }),
    '企业登记信息',
    '注册资本',
  ],
  [
    'rows behind a cell',
    () => ({ url: '/api/explorer/rows', payload: { query: grouped, keys: [firms.tyre.name] } }),
    '企业登记信息',
    '注册资本',
  ],
  ['table by firm', () => ({ url: '/api/explorer/query', payload: grouped }), '企业登记信息', '企业名称'],
  [
    'export by firm',
    () => ({ url: '/api/explorer/export', payload: { query: grouped, format: 'csv' } }),
    '企业登记信息',
    '企业名称',
  ],
  ['rows', () => ({ url: `/api/datasets/${registration}/rows` }), '企业登记信息', '注册资本'],
  [
    'row export',
    () => ({ url: `/api/datasets/${registration}/rows/export?format=csv` }),
    '企业登记信息',
    '注册资本',
  ],
  [
    'versions',
    ({ rowId }) => ({ url: `/api/datasets/${registration}/rows/${rowId}/versions` }),
    '企业登记信息',
    '注册资本',
  ],
  [
    'differences',
    () => ({ url: `/api/datasets/${registration}/differences?from=2025-01-01` }),
    '企业登记信息',
    '注册资本',
  ],
  [
    'evidence of a metric',
    () => ({ url: `/api/metrics/enterprise-count/evidence?chain=rubber-tyre&${demonstration}` }),
    '企业登记信息',
    '企业名称',
  ],
  [
    'evidence of a figure',
    () => ({ url: `/api/evidence?subject=metric:enterprise-count&chain=rubber-tyre&${demonstration}` }),
    '企业登记信息',
    '企业名称',
  ],
  [
    'samples of a lineage',
    () => ({ url: `/api/lineage?subject=metric:net-migration&chain=rubber-tyre&${demonstration}` }),
    '企业变更登记信息',
    '企业名称',
  ],
  [
    'segment',
    ({ segment }) => ({ url: `/api/chains/rubber-tyre/segments/${segment}?${demonstration}` }),
    '产业链环节',
    '占本环节供应的比重',
  ],
  [
    'gaps',
    () => ({ url: `/api/chains/rubber-tyre/gaps?limit=500&${demonstration}` }),
    '缺口目标企业',
    '得分',
    'county',
    firms.rival.code,
  ],
  ['moves', () => ({ url: `/api/migration/events?${demonstration}` }), '企业迁移记录', '迁移日期'],
  ['watch list', () => ({ url: `/api/migration/watch-list?${demonstration}` }), '走访服务名单', '得分'],
  ['alerts', () => ({ url: `/api/alerts?${demonstration}` }), '预警', '预警内容'],
  [
    'original file',
    ({ batch }) => ({ url: `/api/batches/${batch}/original` }),
    '企业画像',
    '从业人数',
    'operator',
  ],
  [
    'quarantine of a batch',
    ({ batch }) => ({ url: `/api/batches/${batch}/quarantine` }),
    '企业画像',
    '记录原文',
    'operator',
  ],
  [
    'rejected rows',
    ({ batch }) => ({ url: `/api/batches/${batch}/rejected` }),
    '企业画像',
    '从业人数',
    'operator',
  ],
  ['conflicts', () => ({ url: `/api/fusion/conflicts?${demonstration}` }), '融合核对', '注册资本', 'steward'],
]
