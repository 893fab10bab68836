import { type Transaction, sql } from 'kysely'
import { isDemonstrationCode } from '../domain/credit-code.ts'
import type { AliasMethod, MatchOutcome } from '../warehouse/schema/fusion.ts'
import type { Schema } from '../warehouse/schema.ts'
import type { DivisionIndex } from './division-index.ts'
import { touchedTable } from './golden-select.ts'
import { type NameIndex, createNameIndex } from './name-match.ts'
import { type RowReference, type Subject, readSubjects } from './subjects.ts'

const formerNames = 'public/registration-change'

/** A line of brain.enterprise_alias. */
interface Alias extends RowReference {
  readonly position: number
  readonly rowId: number
  readonly name: string
  readonly creditCode: string | null
  readonly outcome: MatchOutcome
  readonly score: number | null
  readonly method: AliasMethod
}

interface KnownName {
  readonly creditCode: string
  readonly name: string
  readonly region: string | null
  /** Day the firm gave the name up; null for the name it bears. */
  readonly until: string | null
}

interface Decision extends RowReference {
  readonly creditCode: string | null
  readonly outcome: 'link' | 'none'
}

/**
 * Links rows without a credit code to firms by name and place, lets people's judgements override that, and writes
 * what changed. Codes of firms that gained or lost a row go to the touched table.
 *
 * @param only the one row to link again, all when absent
 * @param proposals what comparison gave for this row and would give again; spares the index of all names
 * @returns whether any line changed
 */
export async function linkByName(
  transaction: Transaction<Schema>,
  divisions: DivisionIndex,
  only?: RowReference,
  proposals?: readonly Proposal[],
): Promise<boolean> {
  const subjects = await readSubjects(transaction, only)
  const judged = Map.groupBy(await readDecisions(transaction), keyOf)
  const decided = subjects.map((subject) => ({ subject, decisions: judged.get(keyOf(subject)) ?? [] }))
  const open = decided.some(({ decisions }) => linkOf(decisions) === undefined)
  // A person's link needs no comparison, and so no index of all names.
  const match =
    proposals !== undefined
      ? () => proposals
      : open
        ? createMatcher(await readNames(transaction), divisions)
        : () => []
  const aliases = decided.flatMap(({ subject, decisions }) => decide(subject, decisions, match))
  return writeAliases(transaction, aliases, only)
}

const keyOf = ({ dataset, rowKey }: RowReference): string => `${dataset} ${rowKey}`

export type Proposal = Pick<Alias, 'creditCode' | 'outcome' | 'score' | 'method'>
type Matcher = (subject: Subject) => readonly Proposal[]

/** Fictional rows only ever meet fictional firms, actual rows actual firms. */
function createMatcher(names: readonly KnownName[], divisions: DivisionIndex): Matcher {
  const provinces = new Map<string, string | null>()
  const realms = new Map<boolean, { index: NameIndex; until: ReadonlyMap<string, string> }>()

  function realm(demonstration: boolean) {
    const built = realms.get(demonstration)
    if (built !== undefined) return built
    const own = names.filter((name) => isDemonstrationCode(name.creditCode) === demonstration)
    const candidates = own.map(({ creditCode, name, region }) => ({ id: creditCode, name, region }))
    const until = new Map(
      own.flatMap((name) => (name.until === null ? [] : [[`${name.creditCode} ${name.name}`, name.until]])),
    )
    const made = { index: createNameIndex(candidates, { divisions }), until }
    realms.set(demonstration, made)
    return made
  }

  function provinceCode(name: string | null): string | null {
    if (name === null) return null
    let code = provinces.get(name)
    if (code === undefined) {
      code = divisions.namesAt(name, 0).find(({ level }) => level === 'province')?.code ?? null
      provinces.set(name, code)
    }
    return code
  }

  return (subject) => {
    const { index, until } = realm(subject.demonstration)
    return index.match(subject.name, subject.region ?? provinceCode(subject.province)).map((found) => {
      const givenUp = until.get(`${found.id} ${found.name}`)
      // After a firm gave a name up, another may bear it.
      const stale =
        givenUp !== undefined && subject.year !== null && subject.year > Number(givenUp.slice(0, 4))
      const unsure = subject.shortOnly || stale
      return {
        creditCode: found.id,
        outcome: unsure && found.outcome === 'link' ? 'review' : found.outcome,
        score: found.score,
        method:
          givenUp !== undefined ? 'former-name' : found.agreement.place === null ? 'name' : 'name-place',
      }
    })
  }
}

function linkOf(decisions: readonly Decision[]): Decision | undefined {
  return decisions.find(({ outcome }) => outcome === 'link')
}

/** A person's link stands alone; firms a person ruled out are no candidates; ruled out altogether, there are none. */
function decide(subject: Subject, decisions: readonly Decision[], match: Matcher): Alias[] {
  const line = (proposal: Proposal, position: number): Alias => ({
    dataset: subject.dataset,
    rowKey: subject.rowKey,
    rowId: subject.rowId,
    name: subject.name,
    position,
    ...proposal,
  })
  const link = linkOf(decisions)
  if (link !== undefined) {
    return [line({ creditCode: link.creditCode, outcome: 'link', score: null, method: 'judgement' }, 1)]
  }
  const ruledOut = new Set(decisions.map(({ creditCode }) => creditCode))
  const proposals = ruledOut.has(null)
    ? []
    : match(subject).filter(({ creditCode }) => !ruledOut.has(creditCode))
  // Beside a link there is nothing left to review.
  if (proposals[0]?.outcome === 'link') return [line(proposals[0], 1)]
  if (proposals.length > 0) return proposals.map((proposal, rank) => line(proposal, rank + 1))
  const method = ruledOut.size > 0 ? 'judgement' : 'name'
  return [line({ creditCode: null, outcome: 'none', score: null, method }, 1)]
}

/** Names firms bear and bore, with where they are. */
async function readNames(transaction: Transaction<Schema>): Promise<KnownName[]> {
  const { rows } = await sql<KnownName>`
    select credit_code as "creditCode", name, coalesce(county_code, city_code, province_code) as region,
      null::text as until
    from brain.golden_enterprise
    union all
    select c.credit_code, c.before, coalesce(g.county_code, g.city_code, g.province_code), c.changed_on::text
    from public_warehouse.registration_change c
    join brain.golden_enterprise g on g.credit_code = c.credit_code
    where c.item = '名称' and c.before is not null and c.before <> g.name
    order by 1, 2`.execute(transaction)
  return rows
}

async function readDecisions(transaction: Transaction<Schema>): Promise<Decision[]> {
  const { rows } = await sql<Decision>`
    select dataset, row_key as "rowKey", credit_code as "creditCode", outcome
    from brain.judgement where revoked_at is null and outcome <> 'unsure' order by id`.execute(transaction)
  return rows
}

async function writeAliases(
  transaction: Transaction<Schema>,
  aliases: readonly Alias[],
  only: RowReference | undefined,
): Promise<boolean> {
  // Former names come from the register without comparison, so they are always written whole.
  const scope =
    only === undefined
      ? sql`true`
      : sql`(e.dataset = ${formerNames} or (e.dataset, e.row_key) = (${only.dataset}, ${only.rowKey}))`
  await sql`
    create temp table fusion_alias (like brain.enterprise_alias including defaults) on commit drop`.execute(
    transaction,
  )
  await sql`
    insert into pg_temp.fusion_alias (dataset, row_key, position, row_id, name, credit_code, outcome, score, method)
    select dataset, "rowKey", position, "rowId", name, "creditCode", outcome, score, method
    from jsonb_to_recordset(${JSON.stringify(aliases)}::jsonb) as a(dataset text, "rowKey" text, position smallint,
      "rowId" bigint, name text, "creditCode" text, outcome text, score float8, method text)`.execute(
    transaction,
  )
  await sql`
    insert into pg_temp.fusion_alias (dataset, row_key, row_id, name, credit_code, outcome, method, known_from, known_until)
    select ${formerNames}, jsonb_build_array(c.credit_code, c.changed_on, c.item)::text, c.row_id, c.before,
      c.credit_code, 'link', 'registered',
      lag(c.changed_on) over (partition by c.credit_code order by c.changed_on), c.changed_on
    from public_warehouse.registration_change c
    where c.item = '名称' and c.before is not null`.execute(transaction)
  await sql`
    insert into ${sql.raw(touchedTable)}
    select credit_code from (
      (table pg_temp.fusion_alias except table brain.enterprise_alias)
      union all
      (select * from brain.enterprise_alias e where ${scope} except table pg_temp.fusion_alias)
    ) changed
    where outcome = 'link' and method <> 'registered'
    on conflict do nothing`.execute(transaction)
  const removed = await sql`
    delete from brain.enterprise_alias e where ${scope} and not exists (
      select from pg_temp.fusion_alias f
      where (f.dataset, f.row_key, f.position) = (e.dataset, e.row_key, e.position))`.execute(transaction)
  const written = await sql`
    insert into brain.enterprise_alias as e table pg_temp.fusion_alias
    on conflict (dataset, row_key, position) do update set row_id = excluded.row_id, name = excluded.name,
      credit_code = excluded.credit_code, outcome = excluded.outcome, score = excluded.score, method = excluded.method,
      known_from = excluded.known_from, known_until = excluded.known_until
    where e is distinct from excluded`.execute(transaction)
  return Number(removed.numAffectedRows ?? 0) + Number(written.numAffectedRows ?? 0) > 0
}
