import type { GeneratedAlways } from 'kysely'
import type { Realm } from '../../domain/realm.ts'

export type VisitCause = 'watch-list' | 'moved' | 'alert' | 'routine'
export type DemandOutcome = 'resolved' | 'partly' | 'unresolved'

/** Dates are YYYY-MM-DD. */
export interface VisitTables {
  'brain.visit': {
    id: GeneratedAlways<number>
    realm: Realm
    credit_code: string
    name: string
    /** Seat when the visit was arranged. */
    region_code: string
    cause: VisitCause
    reason: string
    /** Account that makes it. */
    owner: string
    due_on: string
    opened_by: string
    opened_at: Date
    visited_on: string | null
    visitors: string | null
    summary: string | null
    closed_by: string | null
    closed_at: Date | null
  }
  /** 诉求, its 帮扶 and its 回访. */
  'brain.visit_demand': {
    id: GeneratedAlways<number>
    visit_id: number
    category: string
    text: string
    department: string | null
    measure: string | null
    promised_on: string | null
    helped_by: string | null
    helped_at: Date | null
    outcome: DemandOutcome | null
    satisfaction: number | null
    remark: string | null
    followed_by: string | null
    followed_at: Date | null
  }
}
