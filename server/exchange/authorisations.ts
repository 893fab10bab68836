import { sql } from 'kysely'
import type { SignedIn } from '../access/sessions.ts'
import type { Authorisation, AuthorisedData, Grant, GrantChoices } from '../api/schemas/access-ledger.ts'
import { readGradeOf } from '../catalogue/grade-overrides.ts'
import { gradesOf } from '../catalogue/grading.ts'
import { columnsOf, datasets, type NamedDataset } from '../datasets/registry.ts'
import { prepare, type Database } from '../warehouse/database.ts'
import { checkDay, dayOf } from './calendar-day.ts'
import { insertFirmAccess } from './firm-access.ts'
import { organisationOf } from './party.ts'
import { Refusal, unknown } from './refusal.ts'
import { firmColumns, periodColumn } from './row-filter.ts'
import { readDatasetRows } from './delivered-rows.ts'

/** 授信 is what a bank may be authorised for here; other uses go by request and contract. */
const purpose = '授信'
const shownRows = 60

const readFirms = prepare<[grantee: string, day: string], { credit_code: string }>(
  'authorised-firms',
  `select distinct credit_code from brain.authorisation
   where grantee = $1 and withdrawn_at is null and valid_until >= $2::date order by credit_code`,
)

/** Credit codes of the firms that authorise this bank today; one index lookup. */
export async function authorisedFirms(
  platform: Database,
  username: string,
  now = new Date(),
): Promise<string[]> {
  return (await readFirms(platform, [username, dayOf(now)])).map(({ credit_code: code }) => code)
}

/** Datasets whose rows are about one firm: nobody else's data is given away with them. */
function authorisableDatasets(): NamedDataset[] {
  return [...datasets.values()].filter((dataset) => {
    const firms = firmColumns(dataset)
    return firms.length === 1 && firms[0] === 'credit_code' && dataset.share !== 'none'
  })
}

export async function readChoices(platform: Database): Promise<GrantChoices> {
  const banks = await platform.kysely
    .selectFrom('brain.account')
    .select(['username', 'display_name as name'])
    .where('role', '=', 'bank')
    .where('disabled_at', 'is', null)
    .orderBy('username')
    .execute()
  const gradeOf = await readGradeOf(platform)
  return {
    banks,
    datasets: authorisableDatasets().map((dataset) => ({
      id: dataset.id,
      title: dataset.title,
      columns: columnsOf(dataset)
        .filter(([name]) => name !== 'credit_code')
        .map(([name, { title }]) => ({ name, title, grade: gradesOf(dataset, gradeOf)(name) })),
    })),
  }
}

/** The viewer's firm lets a bank read named fields. @throws Refusal for what cannot be authorised. */
export async function grantAuthorisation(
  platform: Database,
  viewer: SignedIn,
  { grantee, fields, validUntil }: Grant,
  now: Date,
): Promise<number> {
  const { creditCode } = viewer
  if (creditCode === null) throw new Refusal('forbidden', 'no-enterprise', '您的账号还没有绑定企业。')
  checkDay('validUntil', validUntil)
  if (validUntil < dayOf(now)) {
    throw new Refusal('invalid', 'invalid-request', `有效期止 ${validUntil} 已过。`, '今天或以后的日期')
  }
  const choices = await readChoices(platform)
  const known = new Set(
    choices.datasets.flatMap(({ id, columns }) => columns.map(({ name }) => `${id}.${name}`)),
  )
  const strange = fields.find((field) => !known.has(field))
  if (strange !== undefined) throw unknown('可授权的信息项', strange.slice(0, 120))
  const bank = choices.banks.find(({ username }) => username === grantee)
  if (bank === undefined) throw unknown('银行', grantee.slice(0, 80))
  const { id } = await platform.kysely
    .insertInto('brain.authorisation')
    .values({
      credit_code: creditCode,
      grantee,
      grantee_name: bank.name,
      purpose,
      fields: fields.toSorted(),
      valid_until: validUntil,
      granted_by: viewer.username,
      granted_name: viewer.displayName,
      granted_at: now,
      withdrawn_by: null,
      withdrawn_at: null,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** From the next read on the bank gets nothing. */
export async function withdrawAuthorisation(
  platform: Database,
  viewer: SignedIn,
  id: number,
  now: Date,
): Promise<void> {
  const own = platform.kysely
    .updateTable('brain.authorisation')
    .set({ withdrawn_by: viewer.username, withdrawn_at: now })
    .where('id', '=', id)
    .where('credit_code', '=', viewer.creditCode ?? '')
    .where('withdrawn_at', 'is', null)
  const { numUpdatedRows } = await own.executeTakeFirst()
  if (numUpdatedRows === 0n) throw unknown('可撤回的授权', id)
}

interface AuthorisationRow {
  readonly id: number
  readonly creditCode: string
  readonly name: string | null
  readonly grantee: string
  readonly purpose: string
  readonly fields: readonly string[]
  readonly validUntil: string
  readonly grantedAt: Date
  readonly withdrawnAt: Date | null
  readonly uses: number
  readonly lastUsedAt: Date | null
}

/** Authorisations that a firm gave, or that a bank was given, or one of them; newest first. */
export async function listAuthorisations(
  platform: Database,
  of: { readonly creditCode?: string; readonly grantee?: string; readonly id?: number },
  now: Date,
): Promise<Authorisation[]> {
  const { rows } = await sql<AuthorisationRow>`
    select a.id, a.credit_code as "creditCode", e.name, a.grantee_name as grantee, a.purpose, a.fields,
      a.valid_until as "validUntil", a.granted_at as "grantedAt", a.withdrawn_at as "withdrawnAt",
      used.uses, used.last as "lastUsedAt"
    from brain.authorisation a
    left join brain.golden_enterprise e on e.credit_code = a.credit_code
    cross join lateral (
      select coalesce(sum(f.count), 0)::int as uses, max(f.at) as last from brain.firm_access f
      where f.credit_code = a.credit_code and f.authorisation_id = a.id) used
    where (${of.creditCode ?? null}::text is null or a.credit_code = ${of.creditCode ?? null})
      and (${of.grantee ?? null}::text is null or a.grantee = ${of.grantee ?? null})
      and (${of.id ?? null}::bigint is null or a.id = ${of.id ?? null})
    order by a.id desc limit 500`.execute(platform.kysely)
  const today = dayOf(now)
  return rows.map((row) => ({
    ...row,
    fields: row.fields.map((field) => {
      const at = field.lastIndexOf('.')
      const [dataset, name] = [field.slice(0, at), field.slice(at + 1)]
      const contract = datasets.get(dataset)
      return {
        dataset,
        datasetTitle: contract?.title ?? dataset,
        name,
        title: contract?.columns[name]?.title ?? name,
      }
    }),
    grantedAt: row.grantedAt.toISOString(),
    withdrawnAt: row.withdrawnAt?.toISOString() ?? null,
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    state: row.withdrawnAt !== null ? 'withdrawn' : row.validUntil < today ? 'expired' : 'active',
  }))
}

/**
 * What a bank was authorised to read, and nothing else; written to the firm's ledger in the same transaction.
 * @throws Refusal when it is not the bank's, withdrawn or expired.
 */
export async function readAuthorised(
  platform: Database,
  viewer: SignedIn,
  id: number,
  now: Date,
): Promise<AuthorisedData> {
  const [authorisation] = await listAuthorisations(platform, { grantee: viewer.username, id }, now)
  if (authorisation === undefined) throw unknown('授权', id)
  const wanted = Map.groupBy(authorisation.fields, ({ dataset }) => dataset)
  const found = await platform.transaction(async (transaction) => {
    // A withdrawal waits for this read, or this read sees it.
    const inForce = await transaction
      .selectFrom('brain.authorisation')
      .select('id')
      .where('id', '=', id)
      .where('withdrawn_at', 'is', null)
      .where('valid_until', '>=', dayOf(now))
      .forShare()
      .executeTakeFirst()
    if (inForce === undefined) {
      throw new Refusal('forbidden', 'authorisation-ended', '授权已由企业撤回或已到期。')
    }
    const read: AuthorisedData['datasets'] = []
    for (const [datasetId, fields] of wanted) {
      const dataset = datasets.get(datasetId)
      if (dataset === undefined) continue
      const columns = columnsOf(dataset).flatMap(([name, column]) =>
        fields.some((field) => field.name === name) ? [{ ...column, name }] : [],
      )
      const newest = periodColumn(dataset)?.name ?? 'row_id'
      const rows = await readDatasetRows(transaction, dataset, columns, {
        where: sql<boolean>`credit_code = ${authorisation.creditCode}`,
        order: sql`${sql.id(newest)} desc nulls last, row_id desc`,
        limit: shownRows + 1,
      })
      read.push({
        id: dataset.id,
        title: dataset.title,
        columns: columns.map(({ name, title, unit }) => ({ name, title, unit: unit ?? null })),
        rows: rows.slice(0, shownRows).map(({ cells }) => [...cells]),
        cut: rows.length > shownRows,
      })
    }
    await insertFirmAccess(
      transaction,
      [...wanted].map(([object, fields]) => ({
        at: now,
        username: viewer.username,
        role: viewer.role,
        organisation: organisationOf(viewer),
        object,
        fields: fields.map(({ name }) => name),
        purpose: authorisation.purpose,
        basis: '企业授权',
        route: '/api/authorisations/:id/data',
        contractId: null,
        authorisationId: id,
        firms: new Map([[authorisation.creditCode, 1]]),
      })),
    )
    return read
  })
  return { authorisation, datasets: found }
}
