/** Who is there decides what is shown: the login page, or the shell around the page of the address. */
import { useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useEffect, type ReactNode } from 'react'
import { Navigate, Route, Routes, useLocation } from 'react-router'
import type { Session } from '../../server/api/schemas/session.ts'
import { onSignedOut, problemOf } from '../data/api.ts'
import { useSession } from '../data/queries.ts'
import { isAdministrator } from '../data/vocabulary.ts'
import { EmptyState } from '../parts/empty-state.tsx'
import { ErrorState } from '../parts/error-state.tsx'
import { EvidenceProvider } from '../parts/evidence-drawer.tsx'
import { Loading } from '../parts/loading.tsx'
import { ErrorBoundary } from './error-boundary.tsx'
import { Frame } from './frame.tsx'
import { LiveProvider } from './live.tsx'
import { pages, pagesOf, railOf } from './page.ts'
import { ScopeProvider } from './scope.tsx'

const Login = lazy(() => import('../pages/login.tsx'))
const Duties = lazy(() => import('./duties.tsx'))
const screens = pages.map((page) => ({ page, Screen: lazy(page.load) }))

export function App() {
  const client = useQueryClient()
  const { pathname, search } = useLocation()
  const session = useSession()

  // A session that ends while a screen is open: a fresh start leaves nothing of it in memory.
  useEffect(
    () =>
      onSignedOut(() => {
        if (client.getQueryData(['/api/session', {}]) !== undefined) location.reload()
      }),
    [client],
  )

  if (session.data !== undefined && session.error === null) {
    if (pathname === '/login') return <Navigate to={destination(search)} replace />
    return <SignedIn session={session.data} />
  }
  if (session.error === null) return <Loading title="正在打开" />
  if (problemOf(session.error).status !== 401) {
    return <ErrorState error={session.error} retry={() => void session.refetch()} />
  }
  if (pathname !== '/login') {
    const from = pathname === '/' ? '' : `?next=${encodeURIComponent(pathname + search)}`
    return <Navigate to={`/login${from}`} replace />
  }
  return (
    <Suspense fallback={<Loading title="正在打开" />}>
      <Login />
    </Suspense>
  )
}

/** Where to go after login: only addresses inside this app. */
function destination(search: string): string {
  const next = new URLSearchParams(search).get('next') ?? ''
  return /^\/[a-z]/.test(next) ? next : '/'
}

function SignedIn({ session }: { readonly session: Session }) {
  const allowed = pagesOf(session.role)
  const first = railOf(session.role)[0]?.pages[0]
  if (session.duties.length > 0) {
    return (
      <Suspense fallback={<Loading title="正在打开" />}>
        <Duties session={session} />
      </Suspense>
    )
  }
  return (
    <ScopeProvider session={session}>
      <Live session={session}>
        <EvidenceProvider>
          <Frame>
            <Routes>
              {screens
                .filter(({ page }) => allowed.includes(page))
                .map(({ page: { path }, Screen }) => (
                  <Route
                    key={path}
                    path={path}
                    element={
                      <ErrorBoundary key={path}>
                        <Suspense fallback={<Loading title="正在打开页面" />}>
                          <Screen />
                        </Suspense>
                      </ErrorBoundary>
                    }
                  />
                ))}
              <Route
                path="/"
                element={
                  first === undefined ? (
                    <EmptyState title="没有可用的页面" detail="该账号尚未开通任何页面，请联系管理员。" />
                  ) : (
                    <ToFirst path={first.path} />
                  )
                }
              />
              <Route
                path="*"
                element={
                  <EmptyState
                    title="没有这个页面"
                    detail="地址有误，或该账号没有这个页面。请从左侧导航选择。"
                  />
                }
              />
            </Routes>
          </Frame>
        </EvidenceProvider>
      </Live>
    </ScopeProvider>
  )
}

/** What is pushed live is data of the platform, which its administrators are not shown. */
function Live({ session, children }: { readonly session: Session; readonly children: ReactNode }) {
  if (isAdministrator(session.role)) return children
  return <LiveProvider username={session.username}>{children}</LiveProvider>
}

/** Keeps the scope that a shared link of the bare address carries. */
function ToFirst({ path }: { readonly path: string }) {
  return <Navigate to={{ pathname: path, search: useLocation().search }} replace />
}
