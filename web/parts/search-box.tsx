/**
 * A search field with suggestions (ARIA combobox): ↑ ↓ move, Enter picks, Esc closes and then clears,
 * "/" from anywhere on the page comes here when `hotkey`. The caller turns `text` into suggestions,
 * from the server for pinyin (GET /api/enterprises?query=).
 */
import { useEffect, useId, useRef, useState } from 'react'
import { Icon } from './icon.tsx'
import { NameText } from './name-text.tsx'
import styles from './search-box.module.css'

export interface Suggestion {
  readonly id: string
  readonly title: string
  /** Quiet, to the right: region, stage, code. */
  readonly note?: string
  /** Heading above the first of a run. */
  readonly group?: string
}

export function SearchBox<Item extends Suggestion>({
  label,
  text,
  onText,
  suggestions,
  onPick,
  waiting = false,
  hotkey = false,
}: {
  /** Placeholder and accessible name: 搜索环节、产品、企业（支持拼音） */
  readonly label: string
  readonly text: string
  readonly onText: (text: string) => void
  readonly suggestions: readonly Item[]
  readonly onPick: (item: Item) => void
  readonly waiting?: boolean
  readonly hotkey?: boolean
}) {
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const [open, setOpen] = useState(false)
  const [active, setActive] = useState(0)
  const current = Math.min(active, suggestions.length - 1)

  useEffect(() => {
    if (!hotkey) return
    const focus = (event: KeyboardEvent) => {
      const target = event.target
      const typing = target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)
      if (event.key !== '/' || typing || document.querySelector('dialog[open]') !== null) return
      event.preventDefault()
      input.current?.focus()
    }
    document.addEventListener('keydown', focus)
    return () => document.removeEventListener('keydown', focus)
  }, [hotkey])

  const pick = (item: Item) => {
    setOpen(false)
    onPick(item)
  }
  const onKeyDown = (event: React.KeyboardEvent) => {
    // Enter and Esc belong to the input method while it composes pinyin.
    if (event.nativeEvent.isComposing) return
    const item = suggestions[current]
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      setOpen(true)
      const step = event.key === 'ArrowDown' ? 1 : -1
      const count = suggestions.length
      if (count > 0) setActive((current + step + count) % count)
    } else if (event.key === 'Enter' && open && item !== undefined) {
      event.preventDefault()
      pick(item)
    } else if (event.key === 'Escape') {
      if (open) setOpen(false)
      else onText('')
    }
  }
  const listed = open && text.trim() !== ''
  return (
    <div className={styles.box} data-print="no">
      <Icon name="search" size={14} />
      <input
        ref={input}
        type="search"
        role="combobox"
        aria-label={label}
        aria-expanded={listed}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={listed && current >= 0 ? `${id}-${current}` : undefined}
        autoComplete="off"
        spellCheck={false}
        placeholder={label}
        maxLength={100}
        value={text}
        onChange={(event) => {
          onText(event.target.value)
          setActive(0)
          setOpen(true)
        }}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={onKeyDown}
      />
      <ul id={`${id}-list`} role="listbox" aria-label="搜索结果" hidden={!listed}>
        {suggestions.map((item, index) => (
          <li
            key={item.id}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === current}
            // The field keeps focus, or its blur would close the list before the click arrives.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => pick(item)}
            onMouseMove={() => setActive(index)}
            data-first={item.group !== suggestions[index - 1]?.group}
          >
            {item.group !== undefined && item.group !== suggestions[index - 1]?.group && (
              <span className={styles.group}>{item.group}</span>
            )}
            <span className={styles.line}>
              <NameText text={item.title} />
              {item.note !== undefined && <small>{item.note}</small>}
            </span>
          </li>
        ))}
        {listed && suggestions.length === 0 && (
          <li className={styles.none} role="presentation">
            {waiting ? '正在查找 …' : '没有匹配的结果'}
          </li>
        )}
      </ul>
    </div>
  )
}
