import { Type, type Static } from 'typebox'
import { DatasetDetail, DatasetItem } from './dataset.ts'
import { List, ListQuery, Nullable } from './shared.ts'

export const GradeCode = Type.Enum(['L1', 'L2', 'L3', 'L4', 'important', 'core'], {
  description: 'GB/T 43697-2024：一般 1–4 级、重要、核心',
})

export const CatalogQuery = {
  ...ListQuery,
  query: Type.Optional(
    Type.String({
      maxLength: 200,
      description: '名称、信息项、摘要、代码；可用拼音或首字母，空格隔开多个词',
    }),
  ),
  warehouse: Type.Optional(
    Type.Enum(['public', 'industry', 'enterprise'], { description: '公共、行业、企业数据仓' }),
  ),
  grade: Type.Optional(GradeCode),
  share: Type.Optional(Type.Enum(['unconditional', 'conditional', 'none'], { description: '共享类型' })),
  cycle: Type.Optional(
    Type.Enum(['realtime', 'daily', 'weekly', 'monthly', 'quarterly', 'yearly', 'irregular'], {
      description: '更新周期',
    }),
  ),
  certified: Type.Optional(Type.Boolean({ description: '是否已认证' })),
  listed: Type.Optional(Type.Boolean({ description: '是否已上架' })),
}

const CatalogPart = Type.Object({
  code: Type.String({ description: '信息资源代码：类项目代码/顺序码，如 102001/000001' }),
  gradeCode: GradeCode,
  open: Type.Boolean({ description: '开放属性：可向社会开放' }),
  certifiedUntil: Nullable(Type.String({ description: '数据认证有效期至，YYYY-MM-DD；未认证为空' })),
  listed: Type.Integer({ description: '已上架的件数' }),
})

export const CatalogItem = Type.Intersect([
  DatasetItem,
  CatalogPart,
  Type.Object({ matched: Type.Array(Type.String(), { description: '命中的信息项名称' }) }),
])
export type CatalogItem = Static<typeof CatalogItem>
export const CatalogList = List(CatalogItem)

export const CatalogDetail = Type.Intersect([
  DatasetDetail,
  CatalogPart,
  Type.Object({
    fields: Type.Array(
      Type.Object({ id: Type.String(), title: Type.String(), value: Nullable(Type.String()) }),
      { description: '政务信息资源目录各项，次序同导出的目录' },
    ),
    grades: Type.Array(
      Type.Object({
        name: Type.String(),
        grade: GradeCode,
        contract: GradeCode,
        reason: Type.String({ description: '定级的理由：规则、契约或审批' }),
      }),
    ),
    quality: Type.Object({
      read: Type.Integer({ description: '各批次读取的记录' }),
      quarantined: Type.Integer({ description: '其中被隔离的' }),
      score: Nullable(Type.Number({ description: '治理质量得分 0–100' })),
    }),
  }),
])
export type CatalogDetail = Static<typeof CatalogDetail>

export const PreviewQuery = {
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 20 })),
}

export const Preview = Type.Object({
  columns: Type.Array(
    Type.Object({
      name: Type.String(),
      title: Type.String(),
      unit: Nullable(Type.String()),
      number: Type.Boolean(),
    }),
  ),
  rows: Type.Array(
    Type.Object({
      rowId: Type.Integer(),
      batchId: Type.Integer(),
      rowNumber: Type.Integer(),
      validFrom: Type.String(),
      cells: Type.Array(Nullable(Type.String()), { description: '次序同 columns；空值与不可见都为空' }),
      masked: Type.Array(Type.String(), { description: '按数据等级不可见的信息项' }),
    }),
  ),
})
export type Preview = Static<typeof Preview>
