import type { FastifyRequest } from 'fastify'
import { recordShown, type LedgerContext } from './firm-use.ts'
import type { JudgementAnswer, ReviewDetail } from './schemas/fusion.ts'

const candidateFields = [
  'name',
  'place',
  'address',
  'registered_on',
  'registered_capital',
  'enterprise_type',
  'industry_code',
  'status',
  'former',
  'listed_code',
  'honours',
  'business_scope',
  'match',
]

/** Firms that a record may be about, shown beside it. */
export function recordCandidates(
  context: LedgerContext,
  request: FastifyRequest,
  candidates: ReviewDetail['candidates'],
): Promise<void> {
  const firms = candidates.map(({ creditCode }) => creditCode)
  return recordShown(context, request, { object: 'fusion', fields: candidateFields, firms })
}

/** What became of firms by a judgement. */
export function recordEffects(
  context: LedgerContext,
  request: FastifyRequest,
  effects: JudgementAnswer['effects'],
): Promise<void> {
  const shown = effects.map(({ creditCode, changes }) => ({
    object: 'fusion',
    fields: ['name', ...changes.map(({ field }) => columnOf(field))],
    firms: [creditCode],
  }))
  return recordShown(context, request, ...shown)
}

/** registeredCapital → registered_capital */
function columnOf(field: string): string {
  return field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}
