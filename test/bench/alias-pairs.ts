import { join } from 'node:path'
import { type Division, type DivisionIndex, createDivisionIndex } from '../../server/fusion/division-index.ts'
import type { Candidate } from '../../server/fusion/name-match.ts'
import { readCsv } from './csv-records.ts'

/** An alias, the kinds it is of, and the firms that bear or bore it. */
export interface Query {
  readonly alias: string
  readonly types: ReadonlySet<string>
  readonly firms: ReadonlySet<string>
}

/** Divisions in force and retired, by the published history. */
export async function readDivisions(dataFolder: string): Promise<DivisionIndex> {
  const levels: Readonly<Record<string, Division['level']>> = {
    省级: 'province',
    地级: 'city',
    县级: 'county',
  }
  const rows = await readCsv(join(dataFolder, 'divisions', 'divisions_history.csv'))
  return createDivisionIndex(
    rows.map((row) => ({
      code: row['adcode'] ?? '',
      name: row['name'] ?? '',
      level: levels[row['level'] ?? ''] ?? 'county',
      validUntilYear: row['status'] === '在用' ? null : Number(row['valid_until']),
      successorCodes: row['successor_codes'] ?? null,
    })),
  )
}

/** Labelled aliases as queries, and all registered names of the file. */
export async function readPairs(dataFolder: string): Promise<{ candidates: Candidate[]; queries: Query[] }> {
  const rows = await readCsv(join(dataFolder, 'company_alias', 'alias_pairs.csv'))
  const renamed = new Map<string, string>()
  for (const row of rows) {
    if (row['alias_type'] === 'former_full_name') renamed.set(row['alias'] ?? '', row['canonical_id'] ?? '')
  }
  const firmsByName = new Map<string, Set<string>>()
  for (const row of rows) {
    const name = row['canonical_name'] ?? ''
    const firm = row['canonical_id'] || renamed.get(name) || name
    firmsByName.set(name, (firmsByName.get(name) ?? new Set()).add(firm))
  }
  const queries = new Map<string, { alias: string; types: Set<string>; firms: Set<string> }>()
  for (const row of rows) {
    const alias = row['alias'] ?? ''
    const query = queries.get(alias) ?? { alias, types: new Set(), firms: new Set() }
    query.types.add(row['alias_type'] ?? '')
    for (const firm of firmsByName.get(row['canonical_name'] ?? '') ?? []) query.firms.add(firm)
    queries.set(alias, query)
  }
  const candidates = [...firmsByName].flatMap(([name, firms]) => [...firms].map((id) => ({ id, name })))
  return { candidates, queries: [...queries.values()] }
}
