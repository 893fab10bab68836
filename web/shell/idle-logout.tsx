/**
 * Ends the session when nobody has touched the page for as long as the server allows, in this and every
 * other tab; says so a minute before. A wall, which nobody touches, is not under it.
 */
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { signOut } from './sign-out.ts'
import styles from './account.module.css'

const storageKey = 'last-touched'
const noticeMs = 60_000
const lookEveryMs = 5_000
/** Writing down every movement of the mouse would be too much. */
const noteEveryMs = 5_000

function lastTouched(): number {
  return Number(localStorage.getItem(storageKey) ?? 0)
}

export function IdleLogout({ minutes }: { readonly minutes: number }) {
  const client = useQueryClient()
  const [left, setLeft] = useState<number | null>(null)

  useEffect(() => {
    const note = () => {
      if (Date.now() - lastTouched() > noteEveryMs) localStorage.setItem(storageKey, String(Date.now()))
    }
    localStorage.setItem(storageKey, String(Date.now()))
    const look = () => {
      const remaining = lastTouched() + minutes * 60_000 - Date.now()
      if (remaining <= 0) void signOut(client, 'idle')
      else setLeft(remaining <= noticeMs ? Math.ceil(remaining / 1000) : null)
    }
    const timer = setInterval(look, lookEveryMs)
    const events = ['pointerdown', 'pointermove', 'keydown', 'wheel'] as const
    for (const event of events) addEventListener(event, note, { passive: true })
    return () => {
      clearInterval(timer)
      for (const event of events) removeEventListener(event, note)
    }
  }, [client, minutes])

  return left === null ? null : <Notice seconds={left} minutes={minutes} onStay={() => setLeft(null)} />
}

function Notice({
  seconds,
  minutes,
  onStay,
}: {
  readonly seconds: number
  readonly minutes: number
  readonly onStay: () => void
}) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const element = dialog.current
    element?.showModal()
    return () => element?.close()
  }, [])
  const stay = () => {
    localStorage.setItem(storageKey, String(Date.now()))
    onStay()
  }
  return (
    <dialog ref={dialog} className={styles.idle} aria-label="即将退出登录" onCancel={stay}>
      <h2>即将退出登录</h2>
      <p>
        已有 {minutes} 分钟没有操作，约 {seconds} 秒后自动退出。
      </p>
      <button type="button" className="button button-primary" onClick={stay}>
        继续使用
      </button>
    </dialog>
  )
}
