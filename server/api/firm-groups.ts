import type { FastifyRequest } from 'fastify'
import { datasets } from '../datasets/registry.ts'
import { partiesOf } from '../explorer/fields.ts'
import { recordShown, type LedgerContext } from './firm-use.ts'
import type { ExplorerAnswer, ExplorerQuery } from './schemas/explorer.ts'

/** A table grouped by firms, or filtered to some, by code or by name, shows something of each; others name none. */
export async function recordGrouped(
  context: LedgerContext,
  request: FastifyRequest,
  query: ExplorerQuery,
  { groups, rows }: ExplorerAnswer,
): Promise<void> {
  const dataset = datasets.get(query.subject.replace(/^dataset:/, ''))
  if (dataset === undefined) return
  const parties = partiesOf(dataset)
  const shown = rows.filter(({ withheld }) => !withheld)
  const keysOf = (named: (field: string) => boolean): string[] =>
    groups.flatMap(({ field }, at) =>
      named(field) ? shown.flatMap(({ keys }) => keys[at]?.code ?? keys[at]?.label ?? []) : [],
    )
  const filtered = query.filters.flatMap((filter) => (filter.is === 'one-of' ? [filter] : []))
  const valuesOf = (named: (field: string) => boolean): string[] => [
    ...keysOf(named),
    // A table of one firm, or of a few: what it sums up is theirs.
    ...filtered.flatMap(({ field, values }) =>
      named(field) && shown.length > 0 ? values.flatMap((value) => value ?? []) : [],
    ),
  ]
  const codes = valuesOf((field) => parties.some(({ code }) => code === field))
  const names = valuesOf((field) => parties.some(({ name }) => name === field))
  const fields = [...query.measures.flatMap(({ field }) => field ?? []), ...groups.map(({ field }) => field)]
  return recordShown(context, request, {
    object: dataset.id,
    fields: [...new Set(fields)],
    firms: [...codes, ...(await readCodes(context, names))],
  })
}

async function readCodes({ platform }: LedgerContext, names: readonly string[]): Promise<string[]> {
  if (names.length === 0) return []
  const rows = await platform.kysely
    .selectFrom('brain.golden_enterprise')
    .select('credit_code')
    .where('name', 'in', [...new Set(names)])
    .execute()
  return rows.map((row) => row.credit_code)
}
