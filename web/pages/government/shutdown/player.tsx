/** Play, pause, step and scrub through the rounds; ← → step, Space plays, Home and End jump. */
import { Icon } from '../../../parts/icon.tsx'
import type { Player } from './use-player.ts'
import styles from './ripple.module.css'

export function PlayerBar({
  player,
  round,
  words,
}: {
  readonly player: Player
  /** 第 3 / 12 轮 */
  readonly round: string
  /** What stands at the round shown: loss so far, firms reached. */
  readonly words: string
}) {
  const { step, last, playing, go, toggle } = player
  return (
    <div
      className={styles.player}
      role="group"
      aria-label="逐轮播放"
      data-print="no"
      onKeyDown={(event) => {
        const target = event.target
        const slider = target instanceof HTMLInputElement
        const moves: Record<string, () => void> = {
          ArrowLeft: () => go(step - 1),
          ArrowRight: () => go(step + 1),
          Home: () => go(0),
          End: () => go(last),
          // A button that has focus is pressed by the key itself.
          ...(slider && { ' ': toggle }),
        }
        const move = moves[event.key]
        if (move === undefined) return
        event.preventDefault()
        move()
      }}
    >
      <button
        type="button"
        className="button button-small"
        aria-label={playing ? '暂停' : '播放'}
        disabled={last === 0}
        onClick={toggle}
      >
        <Icon name={playing ? 'pause' : 'play'} size={13} />
        {playing ? '暂停' : '播放'}
      </button>
      <button
        type="button"
        className="button button-small"
        aria-label="上一轮"
        disabled={step === 0}
        onClick={() => go(step - 1)}
      >
        <Icon name="left" size={12} />
      </button>
      <button
        type="button"
        className="button button-small"
        aria-label="下一轮"
        disabled={step >= last}
        onClick={() => go(step + 1)}
      >
        <Icon name="right" size={12} />
      </button>
      <input
        type="range"
        aria-label="轮次"
        aria-valuetext={`${round}，${words}`}
        min={0}
        max={last}
        step={1}
        value={step}
        onChange={({ target }) => go(Number(target.value))}
      />
      <output aria-live="off">
        <b className="number">{round}</b> <span className="number">{words}</span>
      </output>
    </div>
  )
}
