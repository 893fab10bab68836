import { Type, type Static } from 'typebox'
import { List, Nullable } from './shared.ts'

export const DatasetItem = Type.Object({
  id: Type.String({ description: '如 public/enterprise-registration' }),
  warehouse: Type.String(),
  warehouseTitle: Type.String(),
  name: Type.String(),
  title: Type.String(),
  summary: Type.String(),
  category: Type.String(),
  steward: Type.String(),
  cycle: Type.String(),
  share: Type.String(),
  grade: Type.String(),
  columns: Type.Integer(),
  /** Current rows. */
  rows: Type.Integer(),
  demonstration: Type.Boolean({ description: '是否含演示数据' }),
  lastLoadedAt: Nullable(Type.String()),
  openQuarantine: Type.Integer(),
})
export type DatasetItem = Static<typeof DatasetItem>
export const DatasetList = List(DatasetItem)

export const DatasetDetail = Type.Intersect([
  DatasetItem,
  Type.Object({
    key: Type.Array(Type.String()),
    shareCondition: Nullable(Type.String()),
    items: Type.Array(
      Type.Object({
        name: Type.String(),
        title: Type.String(),
        type: Type.String(),
        unit: Nullable(Type.String()),
        required: Type.Boolean(),
        rule: Nullable(Type.String({ description: '校验规则的文字说明' })),
        grade: Type.String(),
      }),
    ),
    sources: Type.Array(
      Type.Object({
        id: Type.String(),
        title: Type.String(),
        publisher: Type.String(),
        licence: Type.String(),
      }),
    ),
  }),
])
export type DatasetDetail = Static<typeof DatasetDetail>

export const Batch = Type.Object({
  id: Type.Integer(),
  dataset: Type.String(),
  datasetTitle: Type.String(),
  source: Type.String(),
  fileName: Type.String(),
  sha256: Nullable(Type.String()),
  bytes: Nullable(Type.Integer()),
  effectiveAt: Nullable(Type.String()),
  demonstration: Type.Boolean(),
  status: Type.Union([
    Type.Literal('running'),
    Type.Literal('loaded'),
    Type.Literal('repeated'),
    Type.Literal('failed'),
  ]),
  /** Conservation: read = accepted + unchanged + duplicate + quarantined; accepted = inserted + updated. */
  counts: Type.Object({
    read: Type.Integer(),
    accepted: Type.Integer(),
    inserted: Type.Integer(),
    updated: Type.Integer(),
    unchanged: Type.Integer(),
    duplicate: Type.Integer(),
    quarantined: Type.Integer(),
    normalised: Type.Integer(),
  }),
  warnings: Type.Array(Type.String()),
  error: Nullable(
    Type.Object({ code: Type.String(), message: Type.String(), expected: Nullable(Type.String()) }),
  ),
  startedAt: Type.String(),
  finishedAt: Nullable(Type.String()),
  loadedBy: Type.String(),
  corrects: Nullable(Type.Integer({ description: '更正哪一批中被隔离的行' })),
})
export type Batch = Static<typeof Batch>
export const BatchList = List(Batch)

export const Quarantined = Type.Object({
  id: Type.Integer(),
  rowNumber: Type.Integer(),
  column: Nullable(Type.String()),
  columnTitle: Nullable(Type.String()),
  rule: Type.String(),
  message: Type.String(),
  value: Nullable(Type.String()),
  raw: Type.String(),
})
export type Quarantined = Static<typeof Quarantined>
export const QuarantineList = List(Quarantined)

export const SourceItem = Type.Object({
  id: Type.String(),
  title: Type.String(),
  publisher: Type.String(),
  licence: Type.String(),
  dataset: Type.String(),
  datasetTitle: Type.String(),
  warehouse: Type.String(),
  cycle: Type.String({ description: '数据集的更新周期' }),
  demonstration: Type.Boolean(),
  schedule: Nullable(Type.String()),
  enabled: Type.Boolean(),
  configured: Type.Boolean(),
  running: Type.Boolean(),
  /** Options that the operator gives in DATA_DIR/connectors.json; never their values. */
  needs: Type.Array(
    Type.Object({
      name: Type.String(),
      title: Type.String(),
      secret: Type.Boolean(),
      given: Type.Boolean(),
    }),
  ),
  nextRunAt: Nullable(Type.String()),
  lastRunAt: Nullable(Type.String()),
  lastSuccessAt: Nullable(Type.String()),
  lastResult: Nullable(
    Type.Union([
      Type.Literal('loaded'),
      Type.Literal('repeated'),
      Type.Literal('empty'),
      Type.Literal('failed'),
    ]),
  ),
  lastMessage: Nullable(Type.String()),
  watermark: Nullable(Type.String({ description: '下次从这里续读' })),
  staleness: Type.Union([
    Type.Literal('fresh'),
    Type.Literal('due-soon'),
    Type.Literal('overdue'),
    Type.Literal('never'),
  ]),
  overdueAt: Nullable(Type.String()),
  retry: Nullable(
    Type.Object({
      attempt: Type.Integer({ description: '已试几次' }),
      nextAttemptAt: Type.String(),
    }),
  ),
  rows: Nullable(Type.Integer({ description: '最近一次读取的行数' })),
  quarantined: Nullable(Type.Integer()),
  expectedRows: Nullable(Type.Object({ minimum: Type.Integer(), maximum: Type.Integer() })),
  yield: Nullable(Type.Union([Type.Literal('below'), Type.Literal('within'), Type.Literal('above')])),
})
export type SourceItem = Static<typeof SourceItem>
export const SourceList = List(SourceItem)

/** Socket event `progress`, and GET /api/ingest/progress. */
export const Progress = Type.Object({
  source: Type.String(),
  sourceTitle: Type.String(),
  dataset: Type.String(),
  datasetTitle: Type.String(),
  fileName: Type.String(),
  phase: Type.Union([
    Type.Literal('reading'),
    Type.Literal('merging'),
    Type.Literal('done'),
    Type.Literal('failed'),
    Type.Literal('computing'),
  ]),
  bytesRead: Type.Integer(),
  bytesTotal: Nullable(Type.Integer()),
  rowsRead: Type.Integer(),
  startedAt: Type.String(),
  at: Type.String(),
  message: Nullable(Type.String()),
})
export type Progress = Static<typeof Progress>
export const ProgressList = List(Progress)

export const SourceRunItem = Type.Object({
  id: Type.Integer(),
  cause: Type.Union([
    Type.Literal('schedule'),
    Type.Literal('person'),
    Type.Literal('retry'),
    Type.Literal('pack'),
  ]),
  attempt: Type.Integer(),
  status: Type.Union([
    Type.Literal('running'),
    Type.Literal('loaded'),
    Type.Literal('repeated'),
    Type.Literal('empty'),
    Type.Literal('failed'),
    Type.Literal('cancelled'),
    Type.Literal('interrupted'),
  ]),
  startedAt: Type.String(),
  finishedAt: Nullable(Type.String()),
  startedBy: Nullable(Type.String()),
  batches: Type.Array(Type.Integer()),
  read: Type.Integer(),
  accepted: Type.Integer(),
  quarantined: Type.Integer(),
  message: Nullable(Type.String()),
  nextAttemptAt: Nullable(Type.String()),
})
export type SourceRunItem = Static<typeof SourceRunItem>
export const SourceRunList = List(SourceRunItem)

export const SourceChange = Type.Object({ enabled: Type.Boolean() }, { additionalProperties: false })

export const SourceRun = Type.Object({ source: Type.String() })
