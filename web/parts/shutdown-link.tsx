/** Leads from a firm or a segment to 停产推演 with it switched off, where the account has that page. */
import { Link } from 'react-router'
import { pagesOf } from '../shell/page.ts'
import { useScope } from '../shell/scope.tsx'

const PAGE = '/government/shutdown'

export function ShutdownLink({
  off,
  className,
}: {
  readonly off: { readonly enterprise: string } | { readonly segment: string }
  readonly className: string
}) {
  const { href, session } = useScope()
  if (!pagesOf(session.role).some(({ path }) => path === PAGE)) return null
  return (
    <Link className={className} to={href(PAGE, off)}>
      停产推演
    </Link>
  )
}
