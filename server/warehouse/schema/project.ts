import type { GeneratedAlways } from 'kysely'
import type { Realm } from '../../domain/realm.ts'

/** 线索, 洽谈, 签约, 开工, 投产. */
export type ProjectStage = 'lead' | 'talks' | 'signed' | 'building' | 'producing'

/** Dates are YYYY-MM-DD. */
export interface ProjectTables {
  'brain.project': {
    id: GeneratedAlways<number>
    realm: Realm
    title: string
    chain: string
    segment: string
    /** Where it is to land. */
    region_code: string
    /** Credit code or security code of the firm, where it is known. */
    firm_key: string | null
    firm_name: string
    /** Where the firm comes from, in words. */
    origin: string | null
    /** Planned, in 分. */
    investment: number | null
    /** Account that answers for it. */
    owner: string
    stage: ProjectStage
    /** Set when it was given up. */
    dropped_reason: string | null
    opened_by: string
    opened_at: Date
    changed_at: Date
  }
  'brain.project_step': {
    id: GeneratedAlways<number>
    project_id: number
    stage: ProjectStage | 'dropped' | 'resumed'
    reached_on: string
    note: string | null
    written_by: string
    written_at: Date
  }
  /** A day of the calendar: what is due, and when it was done. */
  'brain.project_date': {
    id: GeneratedAlways<number>
    project_id: number
    due_on: string
    title: string
    done_on: string | null
    written_by: string
  }
  'brain.project_document': {
    id: GeneratedAlways<number>
    project_id: number
    name: string
    type: string
    bytes: number
    sha256: string
    handed_in_by: string
    handed_in_at: Date
  }
}
