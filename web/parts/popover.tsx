/**
 * A button with a panel under it: pickers and menus of the header. Closes on Esc (focus returns to
 * the button), on a click or focus elsewhere, and when its content calls `close`.
 */
import { useEffect, useRef, useState, type ReactNode } from 'react'
import styles from './popover.module.css'

export function Popover({
  label,
  button,
  align = 'right',
  className = 'button',
  children,
}: {
  /** Accessible name of the button and the panel. */
  readonly label: string
  readonly button: ReactNode
  readonly align?: 'left' | 'right'
  readonly className?: string
  readonly children: (close: () => void) => ReactNode
}) {
  const [state, setState] = useState<'closed' | 'open' | 'returned'>('closed')
  const open = state === 'open'
  const box = useRef<HTMLDivElement>(null)
  const trigger = useRef<HTMLButtonElement>(null)

  useEffect(() => {
    if (!open) return
    const outside = (event: Event) => {
      if (event.target instanceof Node && box.current?.contains(event.target) !== true) setState('closed')
    }
    document.addEventListener('pointerdown', outside)
    document.addEventListener('focusin', outside)
    return () => {
      document.removeEventListener('pointerdown', outside)
      document.removeEventListener('focusin', outside)
    }
  }, [open])

  // A click elsewhere has moved focus where the user wants it; closing from within returns it.
  useEffect(() => {
    if (state === 'returned') trigger.current?.focus()
  }, [state])
  const close = () => setState('returned')

  return (
    <div
      ref={box}
      className={styles.popover}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !open) return
        event.stopPropagation()
        close()
      }}
    >
      <button
        ref={trigger}
        type="button"
        className={className}
        aria-label={label}
        aria-haspopup="dialog"
        aria-expanded={open}
        onClick={() => setState(open ? 'closed' : 'open')}
      >
        {button}
      </button>
      {open && (
        <div className={styles.panel} data-align={align} role="dialog" aria-label={label}>
          {children(close)}
        </div>
      )}
    </div>
  )
}
