import type { FastifyRequest } from 'fastify'
import { recordFirmAccess } from '../exchange/firm-access.ts'
import type { Answer } from './answers.ts'
import type { ApiContext } from './context.ts'
import { signedInOf } from './guard.ts'

/** What a route showed of which firms. */
interface ShownOfFirms {
  /** A dataset's id, or 'enterprise-list', 'enterprise', 'network'. */
  readonly object: string
  readonly fields: readonly string[]
  readonly firms: readonly string[]
  /** What for, in Chinese. */
  readonly purpose: string
}

/** Writes to the ledger of each firm that the caller is about to be shown this; the read fails where it cannot. */
export function recordShown(
  { platform, clock }: Pick<ApiContext, 'platform' | 'clock'>,
  request: FastifyRequest,
  shown: ShownOfFirms,
): Promise<void> {
  const route = `${request.method} ${request.routeOptions.url ?? ''}`
  return recordFirmAccess(platform, signedInOf(request), { ...shown, route }, clock())
}

const listFields = [
  'name',
  'registered_on',
  'registered_capital',
  'revenue',
  'employees',
  'above_scale',
  'listed_code',
  'segments',
]

/** Firms of answers that are kept and sent again. */
const keptFirms = new WeakMap<Answer, readonly string[]>()

/** A page of the list of enterprises is one use of each of its firms. */
export function recordListed(
  context: Pick<ApiContext, 'platform' | 'clock'>,
  request: FastifyRequest,
  page: string | Answer,
): Promise<void> {
  let firms = typeof page === 'string' ? undefined : keptFirms.get(page)
  if (firms === undefined) {
    const text = typeof page === 'string' ? page : page.body.toString('utf8')
    firms = firmsOf(text)
    if (typeof page !== 'string') keptFirms.set(page, firms)
  }
  return recordShown(context, request, {
    object: 'enterprise-list',
    fields: listFields,
    firms,
    purpose: '查看企业列表',
  })
}

/** Credit codes of the items; quotes within values are escaped in JSON and cannot be taken for one. */
function firmsOf(json: string): readonly string[] {
  return [...new Set([...json.matchAll(/"creditCode"\s*:\s*"([^"\\]+)"/g)].map(([, code]) => code ?? ''))]
}
