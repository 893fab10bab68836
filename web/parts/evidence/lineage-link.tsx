/** Leads from a number or a row to its 血缘, where the account has that page. */
import { Link } from 'react-router'
import { pagesOf } from '../../shell/page.ts'
import { useScope } from '../../shell/scope.tsx'

const PAGE = '/platform/lineage'

export function LineageLink({
  onLeave,
  subject,
  label = '血缘',
}: {
  readonly subject: string
  /** Closes what it stands in. */
  readonly onLeave: () => void
  readonly label?: string
}) {
  const { href, session } = useScope()
  if (!pagesOf(session.role).some(({ path }) => path === PAGE)) return null
  return (
    <Link className="text-button" data-print="no" to={href(PAGE, { subject })} onClick={onLeave}>
      {label}
    </Link>
  )
}
