import type { AccountRole } from '../../server/warehouse/schema/access.ts'
import { firms } from '../metrics/scene.ts'

const annual = 'public/above-scale-annual'
export const demonstration = 'realm=demonstration'
const grouped = {
  subject: `dataset:${annual}`,
  measures: [{ of: 'count' }],
  by: [{ field: 'credit_code' }],
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
  ['row', ({ rowId }) => ({ url: `/api/rows/${annual}/${rowId}` }), '规模以上企业年度经营信息', '营业收入'],
  [
    'preview',
    () => ({ url: `/api/catalog/datasets/${annual}/preview?limit=100` }),
    '规模以上企业年度经营信息',
    '营业收入',
  ],
  [
    'rows behind a cell',
    () => ({ url: '/api/explorer/rows', payload: { query: grouped, keys: [firms.tyre.code] } }),
    '规模以上企业年度经营信息',
    '营业收入',
  ],
  [
    'table by firm',
    () => ({ url: '/api/explorer/query', payload: grouped }),
    '规模以上企业年度经营信息',
    '统一社会信用代码',
  ],
  [
    'export by firm',
    () => ({ url: '/api/explorer/export', payload: { query: grouped, format: 'csv' } }),
    '规模以上企业年度经营信息',
    '统一社会信用代码',
  ],
  ['rows', () => ({ url: `/api/datasets/${annual}/rows` }), '规模以上企业年度经营信息', '营业收入'],
  [
    'row export',
    () => ({ url: `/api/datasets/${annual}/rows/export?format=csv` }),
    '规模以上企业年度经营信息',
    '营业收入',
  ],
  [
    'versions',
    ({ rowId }) => ({ url: `/api/datasets/${annual}/rows/${rowId}/versions` }),
    '规模以上企业年度经营信息',
    '营业收入',
  ],
  [
    'differences',
    () => ({ url: `/api/datasets/${annual}/differences?from=2025-01-01` }),
    '规模以上企业年度经营信息',
    '营业收入',
  ],
  [
    'evidence of a metric',
    () => ({ url: `/api/metrics/local-supply-ratio/evidence?chain=rubber-tyre&${demonstration}` }),
    '供应交易',
    '金额',
  ],
  [
    'evidence of a figure',
    () => ({ url: `/api/evidence?subject=metric:local-supply-ratio&chain=rubber-tyre&${demonstration}` }),
    '供应交易',
    '金额',
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
