import type { ColumnType, Generated } from 'kysely'
import type { Grade } from '../../datasets/contract.ts'

/** One point of a check: what was asked, whether it holds, and what was found. */
export interface CheckItem {
  readonly id: string
  readonly title: string
  readonly passed: boolean
  readonly detail: string
}

type Json<T> = ColumnType<T, string, string>

export type GradeOverrideState = 'requested' | 'approved' | 'rejected' | 'revoked' | 'replaced'
export type CertificationState = 'signed' | 'certified' | 'rejected' | 'revoked' | 'replaced'
export type ListingState = 'applied' | 'first-approved' | 'listed' | 'rejected' | 'withdrawn' | 'delisted'
export type ListingStep = 'apply' | 'first-approval' | 'second-approval' | 'reject' | 'withdraw' | 'delist'
export type FirmCertificationState = 'submitted' | 'approved' | 'rejected' | 'withdrawn' | 'revoked'

export interface CatalogueTables {
  'brain.grade_override': {
    id: Generated<number>
    /** Dataset id, or derived/<name>. */
    subject: string
    column_name: string | null
    /** Grade in force when it was asked for. */
    previous: Grade
    grade: Grade
    reason: string
    origin: Generated<'baseline' | 'request'>
    state: Generated<GradeOverrideState>
    requested_by: string
    requested_at: Date
    decided_by: string | null
    decided_at: Date | null
    decision_reason: string | null
    ended_by: string | null
    ended_at: Date | null
    end_reason: string | null
  }
  'brain.dataset_certification': {
    id: Generated<number>
    dataset: string
    checklist: Json<readonly CheckItem[]>
    statement: string
    state: Generated<CertificationState>
    signed_by: string
    signed_at: Date
    reviewed_by: string | null
    reviewed_at: Date | null
    review_reason: string | null
    /** YYYY-MM-DD */
    expires_on: string | null
    ended_by: string | null
    ended_at: Date | null
    end_reason: string | null
  }
  'brain.listing': {
    id: Generated<number>
    dataset: string
    title: string
    columns: readonly string[]
    purpose: string
    /** Highest of its columns when it was applied for. */
    grade: Grade
    state: Generated<ListingState>
    applied_at: Date
    updated_at: Date
  }
  'brain.listing_step': {
    id: Generated<number>
    listing_id: number
    step: ListingStep
    actor: string
    at: Date
    remark: Generated<string>
  }
  'brain.firm_certification': {
    id: Generated<number>
    username: string
    credit_code: string
    firm_name: string
    checks: Json<readonly CheckItem[]>
    proof_sha256: string
    proof_name: string
    proof_type: 'application/pdf' | 'image/png' | 'image/jpeg'
    proof_bytes: number
    state: Generated<FirmCertificationState>
    submitted_at: Date
    reviewed_by: string | null
    reviewed_at: Date | null
    reason: string | null
  }
}
