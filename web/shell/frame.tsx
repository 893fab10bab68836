/** The rail, the header and the content; on a wall the same content alone, dark and scaled. */
import { useEffect, type ReactNode } from 'react'
import { NavLink, useLocation } from 'react-router'
import { Icon } from '../parts/icon.tsx'
import { Header } from './header.tsx'
import { pages, railOf } from './page.ts'
import { useScope } from './scope.tsx'
import { Wall } from './wall.tsx'
import styles from './frame.module.css'

export function Frame({ children }: { readonly children: ReactNode }) {
  const { wall, chain } = useScope()
  const { pathname } = useLocation()
  const page = pages.find(({ path }) => path === pathname)
  const title = page?.title ?? '产业大脑'

  useEffect(() => {
    document.title = chain === undefined ? title : `${title} · ${chain.title}产业大脑`
  }, [title, chain])
  useEffect(() => {
    document.documentElement.dataset['theme'] = wall ? 'dark' : 'light'
  }, [wall])

  if (wall) return <Wall title={title}>{children}</Wall>
  return (
    <div className={styles.frame} data-print="page">
      <a className={styles.skip} href="#content">
        跳到内容
      </a>
      <Rail />
      <div className={styles.main} data-print="page">
        <Header title={title} scoped={page?.scoped ?? true} />
        <main id="content" className={styles.content} tabIndex={-1} data-print="page">
          {children}
        </main>
      </div>
    </div>
  )
}

function Rail() {
  const { session, chain, href } = useScope()
  return (
    <nav className={styles.rail} aria-label="主导航" data-print="no">
      <div className={styles.product}>
        <strong>产业大脑</strong>
        <span title={chain?.title}>{chain === undefined ? '面向全省' : `${chain.title} · 面向全省`}</span>
      </div>
      {railOf(session.role).map((group) => (
        <section key={group.title} aria-label={group.title}>
          <h2>{group.title}</h2>
          <ul>
            {group.pages.map((page) => (
              <li key={page.id}>
                <NavLink to={href(page.path)}>
                  <Icon name={page.icon} />
                  {page.title}
                </NavLink>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </nav>
  )
}
