/**
 * Big screen (?wall=1): laid out at 1920 × 1080 and scaled by a transform, dark, without the rail.
 * ?rotate=60 goes to the next page every so many seconds. Esc leaves.
 */
import { useEffect, useState, type ReactNode } from 'react'
import { useLocation, useNavigate } from 'react-router'
import { realmTitles } from '../data/vocabulary.ts'
import { RealmBadge } from '../parts/realm-badge.tsx'
import { railOf } from './page.ts'
import { useScope } from './scope.tsx'
import styles from './wall.module.css'

const WIDTH = 1920
const HEIGHT = 1080
const SHORTEST_TURN_S = 10

function fit(): { readonly scale: number; readonly left: number; readonly top: number } {
  const scale = Math.min(innerWidth / WIDTH, innerHeight / HEIGHT)
  return { scale, left: (innerWidth - WIDTH * scale) / 2, top: (innerHeight - HEIGHT * scale) / 2 }
}

const clock = new Intl.DateTimeFormat('zh-CN', {
  timeZone: 'Asia/Shanghai',
  dateStyle: 'long',
  timeStyle: 'short',
})

export function Wall({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const { chain, region, realm, asOf, session, href } = useScope()
  const { pathname, search } = useLocation()
  const navigate = useNavigate()
  const [{ scale, left, top }, setFit] = useState(fit)
  const [now, setNow] = useState(() => new Date())

  useEffect(() => {
    const resize = () => setFit(fit())
    addEventListener('resize', resize)
    return () => removeEventListener('resize', resize)
  }, [])
  useEffect(() => {
    const tick = setInterval(() => setNow(new Date()), 10_000)
    return () => clearInterval(tick)
  }, [])
  useEffect(() => {
    const leave = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || document.querySelector('dialog[open]') !== null) return
      const next = new URLSearchParams(search)
      next.delete('wall')
      next.delete('rotate')
      void navigate({ pathname, search: `?${next}` })
    }
    document.addEventListener('keydown', leave)
    return () => document.removeEventListener('keydown', leave)
  }, [navigate, pathname, search])
  useEffect(() => {
    const asked = Number(new URLSearchParams(search).get('rotate'))
    if (!(asked > 0)) return
    const turning = railOf(session.role)
      .flatMap(({ pages }) => pages)
      .filter(({ wall }) => wall === true)
    const place = turning.findIndex(({ path }) => path === pathname)
    const next = turning[(place + 1) % turning.length]
    if (next === undefined || next.path === pathname) return
    const turn = setTimeout(() => void navigate(href(next.path)), Math.max(asked, SHORTEST_TURN_S) * 1_000)
    return () => clearTimeout(turn)
  }, [pathname, search, session.role, navigate, href])

  return (
    <div className={styles.stage}>
      <div
        className={styles.wall}
        style={{ transform: `translate(${left}px, ${top}px) scale(${scale})` }}
        data-scale={scale}
      >
        <header className={styles.header}>
          <h1>
            {chain === undefined ? '' : chain.title}产业大脑 · {title}
          </h1>
          <p>
            {region.name}
            {asOf !== undefined && ` · 截至 ${asOf}`}
          </p>
          {realm === 'demonstration' ? (
            <RealmBadge realm={realm} />
          ) : (
            <span className="quiet">{realmTitles[realm]}</span>
          )}
          <time className="number" dateTime={now.toISOString()}>
            {clock.format(now)}
          </time>
        </header>
        <main className={styles.content}>{children}</main>
      </div>
    </div>
  )
}
