import type { FastifyRequest } from 'fastify'
import { datasets } from '../datasets/registry.ts'
import type { Purpose } from '../domain/purpose.ts'
import { recordFirmAccess } from '../exchange/firm-access.ts'
import type { Answer } from './answers.ts'
import type { ApiContext } from './context.ts'
import { signedInOf } from './guard.ts'

/** What a ledger is written with. */
export type LedgerContext = Pick<ApiContext, 'platform' | 'clock'>

/** What a route showed of which firms. */
interface ShownOfFirms {
  /** A dataset's id, or one of objectTitles in exchange/access-ledger.ts. */
  readonly object: string
  readonly fields: readonly string[]
  /** Those that are no credit code (a supplier known by name only) have no ledger and are passed over. */
  readonly firms: readonly string[]
}

/** What the session says it is for, as it stands in the ledger. */
const purposeWords: Readonly<Record<Purpose, string>> = {
  monitoring: '日常监测',
  service: '走访服务',
  governance: '数据治理',
  display: '大屏展示',
}

/**
 * What is shared without condition is public information: reading it is no use of a firm's data, and a register
 * of a hundred thousand firms would drown the ledgers that matter.
 */
export function isPublic(object: string): boolean {
  return datasets.get(object)?.share === 'unconditional'
}

/** Writes to the ledger of each firm that the caller is about to be shown this; the read fails where it cannot. */
export async function recordShown(
  { platform, clock }: LedgerContext,
  request: FastifyRequest,
  ...shown: readonly ShownOfFirms[]
): Promise<void> {
  const viewer = signedInOf(request)
  const route = `${request.method} ${request.routeOptions.url ?? ''}`
  const purpose = purposeWords[viewer.purpose]
  const now = clock()
  await Promise.all(
    shown
      .filter(({ object }) => !isPublic(object))
      .map(({ object, fields, firms }) =>
        recordFirmAccess(
          platform,
          viewer,
          { object, fields, firms: [...new Set(firms.filter(isCode))], purpose, route },
          now,
        ),
      ),
  )
}

const isCode = (text: unknown): text is string => typeof text === 'string' && /^[0-9A-Z]{18}$/.test(text)

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
  context: LedgerContext,
  request: FastifyRequest,
  page: string | Answer,
): Promise<void> {
  return recordNamed(context, request, 'enterprise-list', listFields, page)
}

/** What an answer says of the firms it names by `creditCode`; a kept answer is searched for them once. */
export function recordNamed(
  context: LedgerContext,
  request: FastifyRequest,
  object: string,
  fields: readonly string[],
  answer: string | Answer,
): Promise<void> {
  return recordShown(context, request, { object, fields, firms: firmsIn(answer) })
}

function firmsIn(answer: string | Answer): readonly string[] {
  if (typeof answer === 'string') return firmsOf(answer)
  const known = keptFirms.get(answer) ?? firmsOf(answer.body.toString('utf8'))
  keptFirms.set(answer, known)
  return known
}

/** Credit codes of the items; quotes within values are escaped in JSON and cannot be taken for one. */
function firmsOf(json: string): readonly string[] {
  return [...new Set([...json.matchAll(/"creditCode"\s*:\s*"([^"\\]+)"/g)].map(([, code]) => code ?? ''))]
}
