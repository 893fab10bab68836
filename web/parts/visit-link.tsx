/** Leads from a firm to its open visit, or to arranging one, where the account may do so. */
import { Link } from 'react-router'
import type { VisitCause } from '../../server/api/schemas/visit.ts'
import { useVisits } from '../data/visits.ts'
import { isDecider } from '../data/vocabulary.ts'
import { useScope } from '../shell/scope.tsx'

const PAGE = '/government/visits'

export function VisitLink({
  creditCode,
  cause,
  reason,
}: {
  readonly creditCode: string
  readonly cause: VisitCause
  readonly reason: string
}) {
  const { href, query, session } = useScope()
  const visits = useVisits({ ...query, region: session.region.code }, { creditCode })
  const open = visits.data?.items.find(({ state }) => state !== 'closed')
  if (visits.data === undefined) return null
  if (open !== undefined) {
    return (
      <Link className="button" to={href(PAGE, { visit: String(open.id) })}>
        走访进展
      </Link>
    )
  }
  if (!isDecider(session.role)) return null
  return (
    <Link
      className="button button-primary"
      to={href(PAGE, { arrange: 'yes', firm: creditCode, cause, reason: reason.slice(0, 200) })}
    >
      安排走访
    </Link>
  )
}
