import { readApprovals } from '../catalogue/grade-overrides.ts'
import { type CatalogueEntry, readEntry } from '../catalogue/entries.ts'
import { catalogueFields } from '../catalogue/fields.ts'
import { type ColumnGrade, gradeColumns } from '../catalogue/grading.ts'
import { readPreview } from '../catalogue/preview.ts'
import { readQualityScore } from '../catalogue/certification.ts'
import { cycleTitles, describeRule, gradeTitles, shareTitles, typeTitles } from '../catalogue/words.ts'
import { warehouseTitles } from '../datasets/contract.ts'
import { columnsOf, type NamedDataset } from '../datasets/registry.ts'
import type { Database } from '../warehouse/database.ts'
import type { CatalogDetail, CatalogItem, Preview } from './schemas/catalog.ts'
import type { SourceItem } from './schemas/dataset.ts'

export function describeEntry(entry: CatalogueEntry): CatalogItem {
  const { dataset, resource, ledger } = entry
  return {
    id: dataset.id,
    warehouse: dataset.warehouse,
    warehouseTitle: warehouseTitles[dataset.warehouse],
    name: dataset.name,
    title: dataset.title,
    summary: dataset.summary,
    category: dataset.category,
    steward: dataset.steward,
    cycle: cycleTitles[dataset.cycle],
    share: shareTitles[dataset.share],
    grade: gradeTitles[entry.grade],
    columns: Object.keys(dataset.columns).length,
    rows: ledger?.rows ?? 0,
    demonstration: ledger?.demonstration ?? false,
    lastLoadedAt: ledger?.lastLoadedAt.toISOString() ?? null,
    openQuarantine: ledger?.openQuarantine ?? 0,
    code: resource.code,
    gradeCode: entry.grade,
    open: resource.open,
    certifiedUntil: entry.certifiedUntil,
    listed: entry.listed,
    matched: [...entry.matched],
  }
}

export async function readDetail(
  platform: Database,
  dataset: NamedDataset,
  sources: readonly SourceItem[],
  now: Date,
): Promise<CatalogDetail> {
  const [entry, approvals, score] = await Promise.all([
    readEntry(platform, dataset.id, now),
    readApprovals(platform),
    readQualityScore(platform, dataset.id),
  ])
  const { matched: _, ...item } = describeEntry(entry)
  const grades = gradeColumns(dataset, approvals)
  const gradeOf = new Map(grades.map(({ name, effective }) => [name, effective]))
  return {
    ...item,
    key: [...dataset.key],
    shareCondition: dataset.shareCondition ?? null,
    items: columnsOf(dataset).map(([name, column]) => ({
      name,
      title: column.title,
      type: typeTitles[column.type],
      unit: column.unit ?? null,
      required: column.required === true || dataset.key.includes(name),
      rule: describeRule(column),
      grade: gradeTitles[gradeOf.get(name) ?? dataset.grade],
    })),
    sources: sources
      .filter((source) => source.dataset === dataset.id)
      .map(({ id, title, publisher, licence }) => ({ id, title, publisher, licence })),
    fields: catalogueFields.map(({ id, title, of }) => ({ id, title, value: of(entry) })),
    grades: grades.map((grade) => ({
      name: grade.name,
      grade: grade.effective,
      contract: grade.contract,
      reason: gradeReason(grade),
    })),
    quality: {
      read: entry.ledger?.read ?? 0,
      quarantined: entry.ledger?.quarantined ?? 0,
      score,
    },
  }
}

/** Why a column has its grade, in a sentence. */
export function gradeReason({ approval, rule, contract, effective }: ColumnGrade): string {
  if (approval !== null && approval.grade === effective) return `审批调级（申请 ${approval.id}）`
  if (rule !== null && rule.grade === effective) return `${rule.title}：${rule.reason}`
  if (contract === 'L1') return '公开或不涉及单个企业'
  return '责任单位在契约中定级，高于规则'
}

export async function previewDataset(
  database: Database,
  dataset: NamedDataset,
  limit: number,
): Promise<Preview> {
  const rows = await readPreview(database, dataset, limit)
  return {
    columns: columnsOf(dataset).map(([name, { title, unit, type }]) => ({
      name,
      title,
      unit: unit ?? null,
      number: type === 'integer' || type === 'decimal' || type === 'money',
    })),
    rows: rows.map(({ validFrom, cells, masked, ...row }) => ({
      ...row,
      validFrom: validFrom.toISOString(),
      cells: [...cells],
      masked: [...masked],
    })),
  }
}
