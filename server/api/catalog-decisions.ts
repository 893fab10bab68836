import type { Certification } from '../catalogue/certification.ts'
import { dayOf } from '../catalogue/state.ts'
import type { FirmCertification } from '../catalogue/firm-certification.ts'
import type { GradeOverride } from '../catalogue/grade-overrides.ts'
import {
  type ApprovedGrade,
  derivedData,
  gradeColumns,
  gradeDerived,
  gradeOfDataset,
} from '../catalogue/grading.ts'
import { gradingRules } from '../catalogue/grading-rules.ts'
import type { Listing } from '../catalogue/listing.ts'
import { datasets } from '../datasets/registry.ts'
import { isDemonstrationCode } from '../domain/credit-code.ts'
import { gradeReason } from './catalog.ts'
import type {
  Act,
  CertificationItem,
  FirmCertificationItem,
  GradeRequestItem,
  Grading,
  ListingItem,
} from './schemas/certification.ts'

/** Username → the name shown to others. */
type NameOf = (username: string) => string

function act(nameOf: NameOf, by: string | null, at: Date | null, remark: string | null): Act | null {
  return by === null || at === null
    ? null
    : { by, name: nameOf(by), at: at.toISOString(), remark: remark ?? '' }
}

const titleOf = (id: string) => datasets.get(id)?.title ?? id

export function describeGrading(approvals: readonly ApprovedGrade[]): Grading {
  return {
    columns: [...datasets.values()].flatMap((dataset) =>
      gradeColumns(dataset, approvals).map((grade) => ({
        dataset: dataset.id,
        datasetTitle: dataset.title,
        warehouse: dataset.warehouse,
        column: grade.name,
        columnTitle: grade.title,
        contract: grade.contract,
        byRules: grade.byRules,
        rule: grade.rule?.title ?? null,
        grade: grade.effective,
        reason: gradeReason(grade),
        differs: grade.effective !== grade.contract,
      })),
    ),
    derived: gradeDerived(approvals).map(({ derived, inherited, effective, approval }) => ({
      id: derived.id,
      title: derived.title,
      inputs: derived.inputs.map((input) => ({
        id: input.id,
        title: input.title,
        grade: gradeOfDataset(input, approvals),
      })),
      transformation: derived.transformation,
      inherited,
      grade: effective,
      approval: approval === null ? null : { id: approval.id, covers: approval.grade === effective },
    })),
    rules: gradingRules.map(({ id, title, grade, reason }) => ({ id, title, grade, reason })),
  }
}

export function describeGradeRequest(row: GradeOverride, nameOf: NameOf): GradeRequestItem {
  const derived = derivedData.find(({ id }) => id === row.subject)
  const column = row.column_name
  return {
    id: row.id,
    subject: row.subject,
    subjectTitle: derived?.title ?? titleOf(row.subject),
    column,
    columnTitle: column === null ? null : (datasets.get(row.subject)?.columns[column]?.title ?? column),
    previous: row.previous,
    grade: row.grade,
    baseline: row.origin === 'baseline',
    state: row.state,
    requested: {
      by: row.requested_by,
      name: nameOf(row.requested_by),
      at: row.requested_at.toISOString(),
      remark: row.reason,
    },
    decided: act(nameOf, row.decided_by, row.decided_at, row.decision_reason),
    ended: act(nameOf, row.ended_by, row.ended_at, row.end_reason),
  }
}

export function describeCertification(row: Certification, nameOf: NameOf, now: Date): CertificationItem {
  const expired = row.state === 'certified' && row.expires_on !== null && row.expires_on < dayOf(now)
  return {
    id: row.id,
    dataset: row.dataset,
    datasetTitle: titleOf(row.dataset),
    checklist: [...row.checklist],
    state: expired ? 'expired' : row.state,
    signed: {
      by: row.signed_by,
      name: nameOf(row.signed_by),
      at: row.signed_at.toISOString(),
      remark: row.statement,
    },
    reviewed: act(nameOf, row.reviewed_by, row.reviewed_at, row.review_reason),
    ended: act(nameOf, row.ended_by, row.ended_at, row.end_reason),
    expiresOn: row.expires_on,
  }
}

/** @param viewer may decide what is open and what they took no part in. */
export function describeListing(
  row: Listing,
  nameOf: NameOf,
  viewer: { readonly username: string; readonly decides: boolean },
): ListingItem {
  const open = row.state === 'applied' || row.state === 'first-approved'
  return {
    id: row.id,
    dataset: row.dataset,
    datasetTitle: titleOf(row.dataset),
    title: row.title,
    columns: row.columns.map((name) => ({
      name,
      title: datasets.get(row.dataset)?.columns[name]?.title ?? name,
    })),
    purpose: row.purpose,
    grade: row.grade,
    state: row.state,
    appliedAt: row.applied_at.toISOString(),
    steps: row.steps.map(({ step, actor, at, remark }) => ({
      step,
      by: actor,
      name: nameOf(actor),
      at: at.toISOString(),
      remark,
    })),
    mayDecide: open && viewer.decides && row.steps.every(({ actor }) => actor !== viewer.username),
  }
}

export function describeFirmCertification(row: FirmCertification, nameOf: NameOf): FirmCertificationItem {
  return {
    id: row.id,
    username: row.username,
    displayName: nameOf(row.username),
    creditCode: row.credit_code,
    name: row.firm_name,
    demonstration: isDemonstrationCode(row.credit_code),
    checks: [...row.checks],
    proof: { name: row.proof_name, type: row.proof_type, bytes: row.proof_bytes },
    state: row.state,
    submittedAt: row.submitted_at.toISOString(),
    reviewed: act(nameOf, row.reviewed_by, row.reviewed_at, row.reason),
  }
}
