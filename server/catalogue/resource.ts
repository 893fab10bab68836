import { datasets, type NamedDataset } from '../datasets/registry.ts'
import { classificationOf, type Classification } from './classification.ts'

/** The day the catalogue was first released; a contract that came or changed later states its own. */
const firstReleased = '2026-11-22'
const maintainer = '平台运营单位（数据管理员）'

/** What the 政务信息资源目录 says of a resource beyond its contract (GB/T 21063, DB37/T 2885-2016). */
export interface Resource {
  /** 信息资源代码: 分类码/顺序码, as in 102001/000001. */
  readonly code: string
  readonly classification: Classification
  /** 信息资源提供方代码: null until the provider has registered its unified social credit code. */
  readonly stewardCode: string | null
  readonly format: string
  readonly shareMode: string
  readonly open: boolean
  readonly openCondition: string
  readonly releasedOn: string
  /** 关联资源代码: of the other datasets of the same 项. */
  readonly relatedCodes: readonly string[]
  readonly management: string
  readonly service: string
  /** Address of the entry on this platform, without its host. */
  readonly link: string
  readonly maintainer: string
  readonly version: string
}

const shareModes: Readonly<Record<NamedDataset['share'], string>> = {
  unconditional: '平台接口、文件下载',
  conditional: '经申请审批后以接口、文件或库表提供',
  none: '不提供',
}

/** Names, codes and terms of use of a dataset's catalogue entry. */
export function resourceOf(dataset: NamedDataset): Resource {
  const classification = classificationOf(dataset.category)
  return {
    code: resourceCode(dataset),
    classification,
    stewardCode: dataset.stewardCode ?? null,
    format: '数据库（PostgreSQL）；导出为 CSV、XLSX、JSON',
    shareMode: shareModes[dataset.share],
    ...openness(dataset),
    releasedOn: dataset.releasedOn ?? firstReleased,
    relatedCodes: relatedTo(dataset).map(resourceCode),
    management: '集中管理：入仓时逐行校验，保留原件和历史版本',
    service: `接口 GET /api/catalog/datasets/${dataset.id}；按批次载入`,
    link: `/platform/catalog?dataset=${dataset.id}`,
    maintainer,
    version: dataset.version ?? '1.0',
  }
}

/** Deterministic: it depends on nothing but the contract's classification and its place there. */
export function resourceCode(dataset: NamedDataset): string {
  return `${classificationOf(dataset.category).code}/${String(dataset.sequence ?? 1).padStart(6, '0')}`
}

function holdsFirms(dataset: NamedDataset): boolean {
  return Object.keys(dataset.columns).some((name) => /(^|_)credit_code$/.test(name))
}

/** 开放属性: open to society where the content is public by law, or names no firm and is shared with all. */
function openness(dataset: NamedDataset): Pick<Resource, 'open' | 'openCondition'> {
  if (dataset.share === 'unconditional') {
    if (dataset.publicBasis !== undefined) return { open: true, openCondition: dataset.publicBasis }
    if (!holdsFirms(dataset)) return { open: true, openCondition: '公开发布的标准、统计或价格信息' }
  }
  return { open: false, openCondition: dataset.shareCondition ?? '涉及单个企业，不向社会开放' }
}

function relatedTo(dataset: NamedDataset): NamedDataset[] {
  const { kind, item } = classificationOf(dataset.category)
  return [...datasets.values()].filter((other) => {
    const its = classificationOf(other.category)
    return other.id !== dataset.id && its.kind.code === kind.code && its.item.code === item.code
  })
}
