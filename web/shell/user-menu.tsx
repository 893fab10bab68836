import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link, useLocation } from 'react-router'
import { problemOf, request } from '../data/api.ts'
import { roleTitles } from '../data/vocabulary.ts'
import { Icon } from '../parts/icon.tsx'
import { Popover } from '../parts/popover.tsx'
import { useScope } from './scope.tsx'
import styles from './user-menu.module.css'

export function UserMenu() {
  const { session, href } = useScope()
  const { pathname } = useLocation()
  const client = useQueryClient()
  const [problem, setProblem] = useState<string | null>(null)
  const logOut = async () => {
    try {
      await request('/api/session', { method: 'DELETE' })
    } catch (error) {
      const { status, detail } = problemOf(error)
      // Already signed out is what was wanted.
      if (status !== 401) {
        setProblem(detail)
        return
      }
    }
    client.clear()
    location.assign('/login')
  }
  return (
    <Popover
      label={`账号：${session.displayName}`}
      button={
        <>
          <Icon name="user" />
          <bdi className={styles.name}>{session.displayName}</bdi>
        </>
      }
    >
      {() => (
        <div className={styles.panel}>
          <p>
            <b>
              <bdi>{session.displayName}</bdi>
            </b>
            <br />
            <span className="quiet small">
              {session.username} · {roleTitles[session.role]} ·{' '}
              {session.enterpriseName ?? session.region.name}
            </span>
          </p>
          <Link className="button" to={href(pathname, { wall: '1' })}>
            大屏模式
          </Link>
          <button type="button" className="button" onClick={() => void logOut()}>
            退出登录
          </button>
          {problem !== null && (
            <p role="alert" className="small">
              {problem}
            </p>
          )}
        </div>
      )}
    </Popover>
  )
}
