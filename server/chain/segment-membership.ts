import { createHash } from 'node:crypto'
import { type Transaction, sql } from 'kysely'
import type { ChainStandard } from '../domain/chain.ts'
import type { Database } from '../warehouse/database.ts'
import type { Schema } from '../warehouse/schema.ts'
import { recordStage, stageVersion } from '../warehouse/stage-state.ts'
import { createClassifier } from './classify.ts'

const pageSize = 5_000

interface FirmText {
  readonly credit_code: string
  readonly name: string
  readonly business_scope: string | null
  readonly industry_code: string | null
  readonly products: readonly string[] | null
  readonly is_branch: boolean | null
}

/**
 * Classifies the firms that changed since the last time, or all of them when a chain standard changed.
 * Overrides are applied last, so a person's decision survives every recomputation.
 */
export async function refreshClassification(
  database: Database,
  chains: readonly ChainStandard[],
): Promise<void> {
  const startedAt = new Date()
  const version = standardVersion(chains)
  const unchanged = version === (await stageVersion(database, 'classification'))
  const classifier = createClassifier(chains)
  await database.transaction(async (transaction) => {
    if (!unchanged) await sql`truncate brain.enterprise_segment`.execute(transaction)
    let after = ''
    for (;;) {
      const firms = await readFirms(transaction, after, unchanged)
      if (firms.length === 0) break
      const rows = firms.flatMap((firm) =>
        classifier({
          name: firm.name,
          businessScope: firm.business_scope ?? '',
          industryCode: firm.industry_code ?? '',
          products: firm.products ?? [],
          isBranch: firm.is_branch ?? false,
        }).map((found) => ({ ...found, credit_code: firm.credit_code })),
      )
      await writeMembership(transaction, unchanged ? firms.map((firm) => firm.credit_code) : [], rows)
      after = firms.at(-1)!.credit_code
    }
    await applyOverrides(transaction)
  })
  await recordStage(database, 'classification', version, { startedAt, finishedAt: new Date() })
}

const computedAt = sql`select computed_at from brain.stage_state where stage = 'classification'`

/** 48 bits of a digest of the standards' content. */
function standardVersion(chains: readonly ChainStandard[]): number {
  return createHash('sha256').update(JSON.stringify(chains)).digest().readUIntBE(0, 6)
}

async function readFirms(
  transaction: Transaction<Schema>,
  after: string,
  onlyChanged: boolean,
): Promise<FirmText[]> {
  const { rows } = await sql<FirmText>`
    select credit_code, name, business_scope, industry_code, products, is_branch
    from brain.golden_enterprise
    where credit_code > ${after} ${
      onlyChanged
        ? sql`and (updated_at > (${computedAt})
            or credit_code in (select credit_code from brain.segment_override
              where greatest(decided_at, revoked_at) > (${computedAt})))`
        : sql``
    }
    order by credit_code limit ${pageSize}`.execute(transaction)
  return rows
}

async function writeMembership(
  transaction: Transaction<Schema>,
  replaced: readonly string[],
  rows: readonly object[],
): Promise<void> {
  if (replaced.length > 0)
    await sql`delete from brain.enterprise_segment where credit_code = any(${replaced})`.execute(transaction)
  await sql`
    insert into brain.enterprise_segment (chain, segment, credit_code, confidence, method, reasons)
    select chain, segment, credit_code, confidence, 'rule', reasons
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as found(chain text, segment text, credit_code text, confidence real, reasons jsonb)`.execute(
    transaction,
  )
}

async function applyOverrides(transaction: Transaction<Schema>): Promise<void> {
  await sql`
    delete from brain.enterprise_segment member using brain.segment_override decision
    where decision.revoked_at is null and not decision.included
      and (member.chain, member.segment, member.credit_code) = (decision.chain, decision.segment, decision.credit_code)`.execute(
    transaction,
  )
  await sql`
    insert into brain.enterprise_segment (chain, segment, credit_code, confidence, method, reasons)
    select chain, segment, credit_code, 1, 'override',
           jsonb_build_array(jsonb_build_object('field', 'override', 'word', reason, 'weight', 1))
    from brain.segment_override where revoked_at is null and included
    on conflict (chain, segment, credit_code) do update
      set confidence = 1, method = 'override', reasons = excluded.reasons`.execute(transaction)
}

/** Records a person's decision on one firm and segment; an earlier one is taken back by it. */
export async function overrideSegment(
  database: Database,
  decision: {
    chain: string
    segment: string
    creditCode: string
    included: boolean
    reason: string
    decidedBy: string
  },
  now: Date = new Date(),
): Promise<void> {
  await database.transaction(async (transaction) => {
    await sql`
      update brain.segment_override set revoked_at = ${now}, revoked_by = ${decision.decidedBy}
      where chain = ${decision.chain} and segment = ${decision.segment} and credit_code = ${decision.creditCode}
        and revoked_at is null`.execute(transaction)
    await sql`
      insert into brain.segment_override (chain, segment, credit_code, included, reason, decided_by, decided_at)
      values (${decision.chain}, ${decision.segment}, ${decision.creditCode}, ${decision.included},
              ${decision.reason}, ${decision.decidedBy}, ${now})`.execute(transaction)
  })
}

/** Takes the decision in force back; the rules then decide again. */
export async function revokeOverride(
  database: Database,
  decision: { chain: string; segment: string; creditCode: string; by: string },
  now: Date = new Date(),
): Promise<void> {
  await sql`
    update brain.segment_override set revoked_at = ${now}, revoked_by = ${decision.by}
    where chain = ${decision.chain} and segment = ${decision.segment} and credit_code = ${decision.creditCode}
      and revoked_at is null`.execute(database.kysely)
}
