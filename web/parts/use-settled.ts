import { useEffect, useState } from 'react'

const TYPING_PAUSE_MS = 200

/** The text once typing has paused: what a search asks the server for. */
export function useSettled(text: string, pauseMs = TYPING_PAUSE_MS): string {
  const [settled, setSettled] = useState(text)
  useEffect(() => {
    const pause = setTimeout(() => setSettled(text), pauseMs)
    return () => clearTimeout(pause)
  }, [text, pauseMs])
  return settled
}
