import { sql } from 'kysely'
import { columnsOf, dataset as datasetOf, datasets, viewName } from '../datasets/registry.ts'
import type { ReviewDetail } from '../api/schemas/fusion.ts'
import type { Database } from '../warehouse/database.ts'
import { sourceRef, type SourceRef } from '../warehouse/source-ref.ts'
import { explainMatch, type MatchEvidence } from './match-evidence.ts'
import { subjectDatasets, type RowReference } from './subjects.ts'

/** Both sides of the reader's choice: a database that sees all, and one bound to the one who asks. */
export interface Readers {
  readonly platform: Database
  readonly database: Database
}

/**
 * A row and its candidates side by side, with why each has its score; null when the row is not linked by name.
 */
export async function readReviewDetail(readers: Readers, row: RowReference): Promise<ReviewDetail | null> {
  const { platform } = readers
  if (!subjectDatasets.includes(row.dataset)) return null
  const lines = await readLines(platform, row)
  const [first] = lines
  if (first === undefined) return null
  const evidence = new Map(((await explainMatch(platform, row)) ?? []).map((one) => [one.creditCode, one]))
  const record = await readRecord(readers.database, row.dataset, first.row_id)
  const firms = await readFirms(
    readers.database,
    lines.flatMap(({ credit_code: code }) => code ?? []),
  )
  return {
    dataset: row.dataset,
    datasetTitle: datasets.get(row.dataset)?.title ?? row.dataset,
    rowKey: row.rowKey,
    name: first.name,
    source: record.source,
    cells: record.cells,
    candidates: lines.flatMap((line) => {
      const firm = firms.find(({ creditCode }) => creditCode === line.credit_code)
      if (firm === undefined) return []
      return [describeCandidate(line, firm, evidence.get(firm.creditCode))]
    }),
    judgements: await readJudgements(platform, row),
  }
}

interface Line {
  readonly row_id: number
  readonly name: string
  readonly credit_code: string | null
  readonly score: number | null
  readonly method: string
}

function readLines(platform: Database, row: RowReference): Promise<Line[]> {
  return platform.kysely
    .selectFrom('brain.enterprise_alias')
    .select(['row_id', 'name', 'credit_code', 'score', 'method'])
    .where('dataset', '=', row.dataset)
    .where('row_key', '=', row.rowKey)
    .orderBy('position')
    .execute()
}

async function readRecord(database: Database, id: string, rowId: number) {
  const dataset = datasetOf(id)
  interface Row {
    readonly row: Readonly<Record<string, unknown>>
    readonly masked: readonly string[]
    readonly source: SourceRef
  }
  const { rows } = await sql<Row>`
    select to_jsonb(v) as row, v.masked, ${sourceRef(id, 'v')} as source
    from ${sql.raw(viewName(dataset))} v where v.row_id = ${rowId}`.execute(database.kysely)
  const [found] = rows
  if (found === undefined) return { source: null, cells: [] }
  return {
    source: found.source,
    cells: columnsOf(dataset).map(([name, column]) => ({
      title: column.title,
      value: shown(column.type, found.row[name]),
      unit: column.unit ?? null,
      masked: found.masked.includes(name),
    })),
  }
}

function shown(type: string, value: unknown): string | null {
  if (value === null || value === undefined) return null
  if (type === 'money') return (Number(value) / 100).toFixed(2)
  if (type === 'boolean') return value === true ? '是' : '否'
  return typeof value === 'string' ? value : JSON.stringify(value)
}

interface Firm {
  readonly creditCode: string
  readonly name: string
  readonly demonstration: boolean
  readonly fields: Readonly<Record<string, string | null>>
  readonly source: { readonly dataset: string; readonly rowId: number } | null
  readonly ref: SourceRef | null
}

const firmFields: Readonly<Record<string, string>> = {
  place: '所在地',
  address: '住所',
  registered_on: '成立日期',
  registered_capital: '注册资本（元）',
  enterprise_type: '企业类型',
  industry_code: '行业代码',
  status: '登记状态',
  former: '曾用名',
  listed_code: '证券代码',
  honours: '资质荣誉',
  business_scope: '经营范围',
}

async function readFirms(database: Database, codes: readonly string[]): Promise<readonly Firm[]> {
  const { rows } = await sql<Omit<Firm, 'ref'>>`
    select g.credit_code as "creditCode", g.name, g.demonstration, g.field_sources -> 'name' as source,
      jsonb_build_object('place', (select string_agg(d.name, ' ' order by d.code) from public_warehouse.division d
          where d.code in (g.province_code, g.city_code, g.county_code)),
        'address', g.address, 'registered_on', g.registered_on, 'enterprise_type', g.enterprise_type,
        'registered_capital', round(g.registered_capital / 100.0, 2)::text, 'industry_code', g.industry_code,
        'status', g.status, 'listed_code', g.listed_code, 'honours', nullif(array_to_string(g.honours, '、'), ''),
        'business_scope', g.business_scope,
        'former', (select string_agg(distinct a.name, '、') from brain.enterprise_alias a
          where a.credit_code = g.credit_code and a.method = 'registered')) as fields
    from brain.golden_enterprise g where g.credit_code = any(${codes}::text[])`.execute(database.kysely)
  const refs = await Promise.all(rows.map(({ source }) => readRef(database, source)))
  return rows.map((row, position) => ({ ...row, ref: refs[position] ?? null }))
}

async function readRef(database: Database, source: Firm['source']): Promise<SourceRef | null> {
  if (source === null || !datasets.has(source.dataset)) return null
  const { rows } = await sql<{ ref: SourceRef }>`
    select ${sourceRef(source.dataset, 'v')} as ref from ${sql.raw(viewName(datasetOf(source.dataset)))} v
    where v.row_id = ${source.rowId}`.execute(database.kysely)
  return rows[0]?.ref ?? null
}

function describeCandidate(
  line: Line,
  firm: Firm,
  evidence: MatchEvidence | undefined,
): ReviewDetail['candidates'][number] {
  return {
    creditCode: firm.creditCode,
    name: firm.name,
    demonstration: firm.demonstration,
    method: line.method,
    score: line.score,
    link: evidence?.link ?? 0,
    review: evidence?.review ?? 0,
    comparedName: evidence?.comparedName ?? firm.name,
    evidence: [...(evidence?.lines ?? [])],
    fields: Object.entries(firmFields).map(([field, title]) => ({
      title,
      value: firm.fields[field] ?? null,
    })),
    source: firm.ref,
  }
}

async function readJudgements(platform: Database, row: RowReference): Promise<ReviewDetail['judgements']> {
  const rows = await platform.kysely
    .selectFrom('brain.judgement')
    .selectAll()
    .where('dataset', '=', row.dataset)
    .where('row_key', '=', row.rowKey)
    .orderBy('id', 'desc')
    .execute()
  return rows.map((one) => ({
    id: one.id,
    outcome: one.outcome,
    creditCode: one.credit_code,
    by: one.decided_by,
    at: one.decided_at.toISOString(),
    reason: typeof one.detail['reason'] === 'string' ? one.detail['reason'] : '',
    revokedBy: one.revoked_by,
    revokedAt: one.revoked_at?.toISOString() ?? null,
  }))
}
