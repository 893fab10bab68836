import { useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { Link, useLocation } from 'react-router'
import { problemOf, request } from '../data/api.ts'
import { isAdministrator, purposeTitles, roleTitles } from '../data/vocabulary.ts'
import { Drawer } from '../parts/drawer.tsx'
import { Icon } from '../parts/icon.tsx'
import { Loading } from '../parts/loading.tsx'
import { Popover } from '../parts/popover.tsx'
import { IdleLogout } from './idle-logout.tsx'
import { useScope } from './scope.tsx'
import { signOut } from './sign-out.ts'
import styles from './user-menu.module.css'

const PasswordForm = lazy(async () => ({ default: (await import('./password-form.tsx')).PasswordForm }))
const SecondFactorForm = lazy(async () => ({
  default: (await import('./second-factor-form.tsx')).SecondFactorForm,
}))

type Opened = 'password' | 'second-factor'

export function UserMenu() {
  const { session, href } = useScope()
  const { pathname } = useLocation()
  const client = useQueryClient()
  const [problem, setProblem] = useState<string | null>(null)
  const [opened, setOpened] = useState<Opened | null>(null)
  const [changed, setChanged] = useState(false)
  const open = (what: Opened, close: () => void) => {
    setChanged(false)
    setOpened(what)
    close()
  }
  // What may be seen changes: everything on screen is read again.
  const changePurpose = async (purpose: string) => {
    try {
      await request('/api/session/purpose', { method: 'PUT', body: { purpose } })
      await client.invalidateQueries()
    } catch (error) {
      setProblem(problemOf(error).detail)
    }
  }
  return (
    <>
      <Popover
        label={`账号：${session.displayName}`}
        button={
          <>
            <Icon name="user" />
            <bdi className={styles.name}>{session.displayName}</bdi>
          </>
        }
      >
        {(close) => (
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
            {!isAdministrator(session.role) && (
              <label className={styles.purpose}>
                使用目的
                <select
                  className="field"
                  value={session.purpose}
                  onChange={(event) => void changePurpose(event.target.value)}
                >
                  {Object.entries(purposeTitles).map(([purpose, title]) => (
                    <option key={purpose} value={purpose}>
                      {title}
                    </option>
                  ))}
                </select>
                <small>与角色、数据等级一起决定显示哪些列，改动留有审计记录</small>
              </label>
            )}
            {!isAdministrator(session.role) && (
              <Link className="button" to={href(pathname, { wall: '1' })}>
                大屏模式
              </Link>
            )}
            <button type="button" className="button" onClick={() => open('password', close)}>
              修改口令
            </button>
            <button type="button" className="button" onClick={() => open('second-factor', close)}>
              动态口令
            </button>
            <button
              type="button"
              className="button"
              onClick={() => void signOut(client).then((failure) => setProblem(failure))}
            >
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
      {opened !== null && (
        <Drawer title={opened === 'password' ? '修改口令' : '动态口令'} onClose={() => setOpened(null)}>
          <Suspense fallback={<Loading />}>
            {opened === 'second-factor' && <SecondFactorForm onDone={() => setOpened(null)} />}
            {opened === 'password' && !changed && <PasswordForm onDone={() => setChanged(true)} />}
            {opened === 'password' && changed && (
              <p role="status" className={styles.done}>
                口令已修改，其他设备上的登录已结束。
              </p>
            )}
          </Suspense>
        </Drawer>
      )}
      <IdleLogout minutes={session.idleMinutes} />
    </>
  )
}
