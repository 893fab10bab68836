/** Conditions on columns, one chip each: text contains, choices, ranges of numbers and dates, or no value. */
import { useEffect, useState } from 'react'
import type { DatasetColumn } from '../../../data/collection.ts'
import { Icon } from '../../../parts/icon.tsx'
import styles from './history.module.css'
import { unitOf } from './values.ts'

type Filters = Readonly<Record<string, string>>

export function FilterBar({
  columns,
  filters,
  onChange,
}: {
  readonly columns: readonly DatasetColumn[]
  readonly filters: Filters
  readonly onChange: (filters: Filters) => void
}) {
  const chosen = Object.keys(filters)
  const without = (name: string): Filters =>
    Object.fromEntries(Object.entries(filters).filter(([own]) => own !== name))
  return (
    <div className={styles.filters} role="group" aria-label="筛选">
      {chosen.flatMap((name) => {
        const column = columns.find((one) => one.name === name)
        if (column === undefined) return []
        return (
          <span key={name} className={styles.chip} role="group" aria-label={`筛选 ${column.title}`}>
            <b>{column.title}</b>
            <Editor
              column={column}
              value={filters[name] ?? ''}
              onChange={(value) => onChange({ ...filters, [name]: value })}
            />
            <button
              type="button"
              aria-label={`去掉筛选 ${column.title}`}
              onClick={() => onChange(without(name))}
            >
              <Icon name="close" size={11} />
            </button>
          </span>
        )
      })}
      <select
        className="field"
        aria-label="添加筛选"
        value=""
        onChange={(event) => onChange({ ...filters, [event.target.value]: '' })}
      >
        <option value="">＋ 添加筛选</option>
        {columns
          .filter(({ name, type }) => !chosen.includes(name) && type !== 'json')
          .map(({ name, title }) => (
            <option key={name} value={name}>
              {title}
            </option>
          ))}
      </select>
      {chosen.length > 0 && (
        <button type="button" className="text-button small" onClick={() => onChange({})}>
          清除全部
        </button>
      )}
    </div>
  )
}

interface EditorProps {
  readonly column: DatasetColumn
  readonly value: string
  readonly onChange: (value: string) => void
}

function Editor(props: EditorProps) {
  const { column, value, onChange } = props
  if (value === ':missing') {
    return (
      <button type="button" className="text-button small" onClick={() => onChange('')}>
        没有值
      </button>
    )
  }
  const choices = column.type === 'boolean' ? ['是', '否'] : column.oneOf
  if (choices !== null) {
    const sign = column.type === 'boolean' ? '' : '='
    return (
      <select
        className="field"
        aria-label={`${column.title}的值`}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      >
        <option value="">任意</option>
        {choices.map((choice) => (
          <option key={choice} value={`${sign}${choice}`}>
            {choice}
          </option>
        ))}
        <option value=":missing">没有值</option>
      </select>
    )
  }
  return column.type === 'text' ? <Words {...props} /> : <Range {...props} />
}

/** What is typed is asked for after a moment, not at every key. */
const SETTLE_MS = 350

function useSettled(value: string, onChange: (value: string) => void) {
  const [text, setText] = useState(value)
  const [given, setGiven] = useState(value)
  // Cleared or changed from elsewhere.
  if (given !== value) {
    setGiven(value)
    setText(value)
  }
  useEffect(() => {
    if (text === value) return
    const timer = setTimeout(() => onChange(text), SETTLE_MS)
    return () => clearTimeout(timer)
  }, [text, value, onChange])
  return [text, setText] as const
}

function Words({ column, value, onChange }: EditorProps) {
  const [text, setText] = useSettled(value, onChange)
  return (
    <>
      <input
        className="field"
        type="search"
        maxLength={200}
        aria-label={`${column.title}包含`}
        placeholder="包含的词，或 =值1|值2"
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <Missing onChange={onChange} />
    </>
  )
}

function Range({ column, value, onChange }: EditorProps) {
  const [text, setText] = useSettled(value, onChange)
  const [low = '', high = ''] = text.includes('..') ? text.split('..') : [text, text]
  const set = (from: string, to: string) => setText(from === '' && to === '' ? '' : `${from}..${to}`)
  const kind =
    column.type === 'date' || column.type === 'timestamp'
      ? 'date'
      : column.type === 'month'
        ? 'month'
        : 'number'
  const unit = unitOf(column)
  const input = (label: string, own: string, change: (next: string) => void) => (
    <input
      className="field"
      data-kind={kind}
      type={kind}
      step="any"
      aria-label={`${column.title}${label}`}
      value={own}
      onChange={(event) => change(event.target.value)}
    />
  )
  return (
    <>
      {input('从', low, (from) => set(from, high))}
      <span aria-hidden="true">至</span>
      {input('至', high, (to) => set(low, to))}
      {unit !== null && <span className="small quiet">{unit}</span>}
      <Missing onChange={onChange} />
    </>
  )
}

function Missing({ onChange }: Pick<EditorProps, 'onChange'>) {
  return (
    <button type="button" className="text-button small" onClick={() => onChange(':missing')}>
      没有值
    </button>
  )
}
