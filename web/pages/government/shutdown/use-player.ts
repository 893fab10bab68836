/** Which step of the ripple is shown: plays by itself once when a result comes, then stands at the last. */
import { useEffect, useState } from 'react'

/** The whole ripple takes no longer than this; a step stands long enough to be seen, and no longer than that. */
const WHOLE_MS = 9_000
const STEP_MS = 700
const FASTEST_MS = 160

export interface Player {
  /** 0 = the outage itself. */
  readonly step: number
  readonly last: number
  readonly playing: boolean
  readonly go: (step: number) => void
  readonly toggle: () => void
}

/** Nobody who asked for stillness is shown a moving picture unasked. */
function still(): boolean {
  return matchMedia('(prefers-reduced-motion: reduce)').matches
}

/** @param result a new object for each new result: it starts the ripple anew */
export function usePlayer(result: object | null, last: number): Player {
  const [shown, setShown] = useState(() => start(result, last))
  const now = shown.result === result ? shown : start(result, last)
  if (now !== shown) setShown(now)
  const { step, playing } = now
  const pause = Math.max(FASTEST_MS, Math.min(STEP_MS, WHOLE_MS / Math.max(1, last)))
  // A long ripple is shown in strides, or it would take minutes.
  const stride = Math.max(1, Math.ceil((last * FASTEST_MS) / WHOLE_MS))

  useEffect(() => {
    if (!playing) return
    const timer = setTimeout(
      () =>
        setShown((was) => {
          const next = Math.min(last, was.step + stride)
          return { ...was, step: next, playing: next < last }
        }),
      pause,
    )
    return () => clearTimeout(timer)
  }, [playing, step, last, pause, stride])

  const go = (wanted: number) =>
    setShown((was) => ({ ...was, step: Math.max(0, Math.min(last, wanted)), playing: false }))
  return {
    step: Math.min(step, last),
    last,
    playing,
    go,
    // At the end it begins again.
    toggle: () =>
      setShown((was) => ({
        ...was,
        step: !was.playing && was.step >= last ? 0 : was.step,
        playing: !was.playing && last > 0,
      })),
  }
}

function start(result: object | null, last: number) {
  return still() ? { result, step: last, playing: false } : { result, step: 0, playing: last > 0 }
}
