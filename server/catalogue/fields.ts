import { columnsOf } from '../datasets/registry.ts'
import type { CatalogueEntry } from './entries.ts'
import { cycleTitles, gradeTitles, shareTitles, typeTitles } from './words.ts'

/** One 目录 field: on the screen, in the workbook, in this order. */
export interface CatalogueField {
  readonly id: string
  readonly title: string
  readonly of: (entry: CatalogueEntry) => string | null
}

/** 政务信息资源目录编制指南 and GB/T 21063; from 管理方式 on DB37/T 2885-2016; the last are the platform's own. */
export const catalogueFields: readonly CatalogueField[] = [
  { id: 'kind', title: '类', of: ({ resource }) => resource.classification.kind.title },
  { id: 'item', title: '项', of: ({ resource }) => resource.classification.item.title },
  { id: 'catalogue', title: '目', of: ({ resource }) => resource.classification.catalogue.title },
  { id: 'detail', title: '细目', of: ({ dataset }) => dataset.detail ?? null },
  { id: 'title', title: '信息资源名称', of: ({ dataset }) => dataset.title },
  { id: 'code', title: '信息资源代码', of: ({ resource }) => resource.code },
  { id: 'steward', title: '信息资源提供方', of: ({ dataset }) => dataset.steward },
  { id: 'stewardCode', title: '提供方代码', of: ({ resource }) => resource.stewardCode },
  { id: 'summary', title: '信息资源摘要', of: ({ dataset }) => dataset.summary },
  { id: 'format', title: '信息资源格式', of: ({ resource }) => resource.format },
  {
    id: 'columns',
    title: '信息项',
    of: ({ dataset }) =>
      columnsOf(dataset)
        .map(([, { title, type }]) => `${title}（${typeTitles[type]}）`)
        .join('、'),
  },
  { id: 'share', title: '共享类型', of: ({ dataset }) => shareTitles[dataset.share] },
  { id: 'shareCondition', title: '共享条件', of: ({ dataset }) => dataset.shareCondition ?? null },
  { id: 'shareMode', title: '共享方式', of: ({ resource }) => resource.shareMode },
  {
    id: 'open',
    title: '开放属性',
    of: ({ resource }) => `${resource.open ? '可开放' : '不开放'}（${resource.openCondition}）`,
  },
  { id: 'cycle', title: '更新周期', of: ({ dataset }) => cycleTitles[dataset.cycle] },
  { id: 'releasedOn', title: '发布日期', of: ({ resource }) => resource.releasedOn },
  {
    id: 'related',
    title: '关联资源代码',
    of: ({ resource }) => resource.relatedCodes.join('、') || null,
  },
  { id: 'management', title: '管理方式', of: ({ resource }) => resource.management },
  { id: 'service', title: '服务信息', of: ({ resource }) => resource.service },
  { id: 'link', title: '在线链接', of: ({ resource }) => resource.link },
  { id: 'maintainer', title: '维护方', of: ({ resource }) => resource.maintainer },
  { id: 'version', title: '版本', of: ({ resource }) => resource.version },
  { id: 'grade', title: '数据级别', of: ({ grade }) => gradeTitles[grade] },
  {
    id: 'certified',
    title: '数据认证',
    of: ({ certifiedUntil }) => (certifiedUntil === null ? '未认证' : `已认证，有效期至 ${certifiedUntil}`),
  },
]
