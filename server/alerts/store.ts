import { sql } from 'kysely'
import type { Realm } from '../domain/realm.ts'
import type { Database } from '../warehouse/database.ts'
import type { AlertDraft } from './contract.ts'
import type { NamedAlertRule } from './registry.ts'

/**
 * Stores the drafts that are not stored yet, in the order of their days. Writers take turns (see the trigger
 * of brain.alert), so alerts become visible in the order of their sequence; the turn is taken before the
 * statement that looks for known fingerprints, so that it sees what the writer before it stored and draws
 * numbers for new alerts only.
 * @returns the sequences given, ascending
 */
export async function storeAlerts(
  database: Database,
  rule: NamedAlertRule,
  {
    realm,
    now,
    drafts,
  }: { readonly realm: Realm; readonly now: Date; readonly drafts: readonly AlertDraft[] },
): Promise<number[]> {
  if (drafts.length === 0) return []
  const rows = drafts.map((draft) => ({
    severity: draft.severity ?? rule.severity,
    title: draft.title,
    message: draft.message,
    subject_kind: draft.subject.kind,
    subject_id: draft.subject.id,
    subject_name: draft.subject.name,
    region_code: draft.region,
    occurred_at: `${draft.occurredOn}T00:00:00+08:00`,
    evidence: draft.evidence,
    action: rule.action(draft, realm),
    fingerprint: `${rule.id}:${realm}:${draft.key}`,
  }))
  return database.transaction(async (transaction) => {
    await sql`select pg_advisory_xact_lock('brain.alert'::regclass::oid::bigint)`.execute(transaction)
    const stored = await sql<{ sequence: number }>`
      insert into brain.alert (rule, severity, realm, title, message, subject_kind, subject_id, subject_name,
        region_code, occurred_at, recorded_at, evidence, action, fingerprint)
      select ${rule.id}, severity, ${realm}, title, message, subject_kind, subject_id, subject_name,
             region_code, least(occurred_at, ${now}), ${now}, evidence, action, fingerprint
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as draft(
        severity text, title text, message text, subject_kind text, subject_id text, subject_name text,
        region_code text, occurred_at timestamptz, evidence jsonb, action jsonb, fingerprint text)
      where not exists (select from brain.alert known where known.fingerprint = draft.fingerprint)
      order by occurred_at, fingerprint
      on conflict (fingerprint) do nothing
      returning sequence`.execute(transaction)
    return stored.rows.map((row) => row.sequence).toSorted((a, b) => a - b)
  })
}
