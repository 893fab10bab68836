import { Type, type Static } from 'typebox'
import { MetricEvidence } from './metric.ts'
import { AsOf, Code, ListQuery, Nullable, Realm, SourceRef } from './shared.ts'

const scope = {
  chain: Type.Optional(Type.String({ maxLength: 60 })),
  region: Type.Optional(Code),
  asOf: Type.Optional(AsOf),
  realm: Type.Optional(Realm),
  months: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 120, default: 12, description: '迁移类数值的窗口，月' }),
  ),
}

export const FigureQuery = Type.Object({
  subject: Type.String({
    minLength: 1,
    maxLength: 200,
    description:
      '页面上的一个数：metric:<指标>、segment:<链>/<环节>/<数>、chain:<链>/<数>、link:<链>/<供给环节>/<采购环节>、trade:<供方>/<买方>、migration:<数>、watch:<数>、dataset:<数据集>、batch:<批次>/<数>',
  }),
  ...scope,
  ...ListQuery,
})

/** A number walked down: 口径 and formula → inputs → records → dataset, batch, file, row. */
export const FigureEvidence = Type.Object({
  ...Type.Omit(MetricEvidence, ['metric']).properties,
  subject: Type.String(),
  digits: Type.Integer(),
  definition: Type.String(),
  standard: Type.String(),
  datasets: Type.Array(Type.Object({ id: Type.String(), title: Type.String() })),
  estimated: Type.Boolean(),
  method: Nullable(Type.String()),
})
export type FigureEvidence = Static<typeof FigureEvidence>

export const LineageQuery = Type.Object({
  subject: Type.String({
    minLength: 1,
    maxLength: 200,
    description:
      '一个数（同 /api/evidence，另有 alert:<序号>、enterprise:<信用代码>/<字段>），或 source:<数据源>、batch:<批次>、dataset:<数据集>、column:<数据集>#<信息项>、row:<数据集>/<行>、stage:<阶段>、alert:<规则>',
  }),
  direction: Type.Optional(
    Type.Union([Type.Literal('upstream'), Type.Literal('downstream'), Type.Literal('both')], {
      description: '向上找来源，向下找去处；数缺省向上，来源缺省向下',
    }),
  ),
  ...scope,
})

const Layer = Type.Union([
  Type.Literal('source'),
  Type.Literal('batch'),
  Type.Literal('dataset'),
  Type.Literal('stage'),
  Type.Literal('figure'),
  Type.Literal('use'),
])

export const LineageNode = Type.Object({
  id: Type.String(),
  layer: Layer,
  title: Type.String(),
  summary: Type.String(),
  /** Without a stage in between. */
  direct: Type.Boolean(),
  rows: Nullable(Type.Integer({ description: '行数：数据集现有、来源累计、批次载入' })),
  lastLoadedAt: Nullable(Type.String()),
  steward: Nullable(Type.String()),
  grade: Nullable(Type.String()),
  /** Of the records behind the number asked for. */
  records: Nullable(Type.Integer()),
  samples: Type.Array(
    Type.Object({
      label: Type.String(),
      value: Nullable(Type.Number()),
      unit: Type.String(),
      source: SourceRef,
    }),
  ),
})
export type LineageNode = Static<typeof LineageNode>

export const Lineage = Type.Object({
  subject: Type.Object({
    id: Type.String(),
    /** Id of the node that stands for it. */
    node: Type.String(),
    title: Type.String(),
    summary: Type.String(),
    value: Nullable(Type.Number()),
    unit: Type.String(),
    digits: Type.Integer(),
    period: Nullable(Type.String()),
    records: Nullable(Type.Integer()),
  }),
  direction: Type.Union([Type.Literal('upstream'), Type.Literal('downstream'), Type.Literal('both')]),
  layers: Type.Array(Type.Object({ id: Layer, title: Type.String() })),
  nodes: Type.Array(LineageNode),
  links: Type.Array(Type.Object({ from: Type.String(), to: Type.String() })),
  /** 如果停更，受影响的是…; null when only origins were asked for. */
  impact: Nullable(
    Type.Object({
      sentence: Type.String(),
      groups: Type.Array(Type.Object({ title: Type.String(), items: Type.Array(Type.String()) })),
    }),
  ),
})
export type Lineage = Static<typeof Lineage>
