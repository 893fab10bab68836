/**
 * A dialog at the right edge, over the native <dialog>: the rest of the page is inert, focus stays
 * inside and returns to what opened it, Esc closes (or goes back one step where `onBack` is given).
 */
import { useEffect, useRef, type ReactNode } from 'react'
import { Icon } from './icon.tsx'
import styles from './drawer.module.css'

export function Drawer({
  title,
  note,
  wide = false,
  onClose,
  onBack,
  children,
}: {
  readonly title: string
  readonly note?: ReactNode
  readonly wide?: boolean
  readonly onClose: () => void
  readonly onBack?: (() => void) | undefined
  readonly children: ReactNode
}) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const opener = document.activeElement
    const element = dialog.current
    element?.showModal()
    return () => {
      element?.close()
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus()
    }
  }, [])
  return (
    <dialog
      ref={dialog}
      className={styles.drawer}
      data-wide={wide}
      aria-label={title}
      onCancel={(event) => {
        event.preventDefault()
        ;(onBack ?? onClose)()
      }}
      onClick={(event) => {
        // The backdrop belongs to the dialog element itself; its content fills the box.
        if (event.target === dialog.current) onClose()
      }}
    >
      <div className={styles.box}>
        <header className={styles.header}>
          {onBack !== undefined && (
            <button type="button" className="button button-small" onClick={onBack}>
              <Icon name="left" size={12} />
              返回
            </button>
          )}
          <h2 title={title}>
            <bdi>{title}</bdi>
          </h2>
          {note}
          <button
            type="button"
            className={styles.close}
            onClick={onClose}
            aria-label="关闭"
            title="关闭（Esc）"
          >
            <Icon name="close" />
          </button>
        </header>
        <div className={styles.body}>{children}</div>
      </div>
    </dialog>
  )
}
