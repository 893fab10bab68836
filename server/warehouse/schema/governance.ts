import type { ColumnType, Generated } from 'kysely'
import type { Realm } from '../../domain/realm.ts'

export interface QualityScoreTable {
  id: Generated<number>
  dataset: string
  realm: Realm
  /** What it was computed from: equal inputs give equal results. */
  inputs: string
  /** Latest batch of the dataset. */
  batch_id: number
  records: number
  /** 0–100; null without any rule that had something to check. */
  score: number | null
  /** Dimension → 0–100. */
  dimensions: ColumnType<Readonly<Record<string, number>>, string, string>
  computed_at: Date
  duration_ms: number
}

export interface QuarantineDecisionTable {
  id: Generated<number>
  quarantine_id: number
  /** refused: replayed, and set aside again. */
  action: 'mend' | 'drop' | 'refused'
  /** Column → [before, after]. */
  changes: ColumnType<Readonly<Record<string, readonly [string | null, string | null]>>, string, never>
  batch_id: number | null
  reason: string
  decided_by: string
  decided_at: Date
}

/** A record that belongs to a group of duplicates. */
export interface DuplicateMember {
  readonly dataset: string
  readonly rowId: number
  /** Its key, as people read it. */
  readonly key: string
  readonly name: string
}

export interface DuplicateCandidateTable {
  id: Generated<number>
  kind: string
  dataset: string
  realm: Realm
  fingerprint: string
  title: string
  members: ColumnType<readonly DuplicateMember[], string, string>
  /** gone: the records no longer resemble each other. */
  state: Generated<'open' | 'same' | 'different' | 'gone'>
  reason: string | null
  decided_by: string | null
  decided_at: Date | null
  found_at: Date
}

export interface GovernanceTicketTable {
  id: Generated<number>
  title: string
  origin: 'rule' | 'quarantine' | 'claim'
  dataset: string
  realm: Realm
  rule: string
  column_name: string | null
  assignee: string
  due_on: string
  state: Generated<'open' | 'doing' | 'closed'>
  failing_at_open: number
  opened_by: string
  opened_at: Date
  closed_by: string | null
  closed_at: Date | null
}

export interface GovernanceTables {
  'brain.quality_score': QualityScoreTable
  'brain.quality_result': {
    score_id: number
    rule: string
    checked: number
    failing: number
    score: number | null
    detail: string | null
  }
  'brain.quality_failure': { dataset: string; realm: Realm; rule: string; row_id: number }
  'brain.quarantine_decision': QuarantineDecisionTable
  'brain.duplicate_candidate': DuplicateCandidateTable
  'brain.governance_ticket': GovernanceTicketTable
  'brain.governance_ticket_note': {
    id: Generated<number>
    ticket_id: number
    written_by: string
    written_at: Date
    text: string
  }
}
