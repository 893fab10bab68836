/** Filters, typed by their column: 之一, 范围, 包含, 期间. Written values are sent when the field is left or on Enter. */
import { useState } from 'react'
import type { ExplorerField, ExplorerSubject, Filter } from '../../../../server/api/schemas/explorer.ts'
import { FieldSelect, Remove } from './field-select.tsx'
import { toFilter, type Asked } from './state.ts'
import styles from './explorer.module.css'

export function FilterList({
  asked,
  subject,
  onChange,
}: {
  readonly asked: Asked
  readonly subject: ExplorerSubject
  readonly onChange: (changes: Partial<Asked>) => void
}) {
  const fields = subject.fields.filter(({ filter }) => filter !== null)
  if (fields.length === 0) return null
  const set = (index: number, filter: Filter | null) =>
    onChange({
      filters: filter === null ? asked.filters.toSpliced(index, 1) : asked.filters.with(index, filter),
    })
  return (
    <fieldset className={styles.group}>
      <legend>筛选</legend>
      {asked.filters.map((filter, index) => {
        const field = fields.find(({ name }) => name === filter.field)
        return (
          <div key={`${index} ${filter.field}`} className={styles.filter}>
            <div className={styles.line}>
              <FieldSelect
                label={`筛选 ${index + 1}`}
                fields={fields}
                value={filter.field}
                onPick={(picked) => set(index, toFilter(picked))}
              />
              <Remove label={`去掉筛选 ${index + 1}`} onClick={() => set(index, null)} />
            </div>
            {field !== undefined && (
              <FilterValue field={field} filter={filter} onChange={(changed) => set(index, changed)} />
            )}
          </div>
        )
      })}
      {asked.filters.length < 8 && (
        <button
          type="button"
          className="text-button"
          onClick={() => {
            const next =
              fields.find(({ name }) => asked.filters.every(({ field }) => field !== name)) ?? fields[0]
            const filter = next === undefined ? null : toFilter(next)
            if (filter !== null) onChange({ filters: [...asked.filters, filter] })
          }}
        >
          添加筛选
        </button>
      )}
    </fieldset>
  )
}

interface ValueProps<Kind extends Filter = Filter> {
  readonly field: ExplorerField
  readonly filter: Kind
  readonly onChange: (filter: Filter) => void
}

function FilterValue({ field, filter, onChange }: ValueProps) {
  switch (filter.is) {
    case 'one-of': {
      const options = field.values ?? (field.kind === 'boolean' ? ['是', '否'] : null)
      if (options !== null) {
        return (
          <div className={styles.options}>
            {options.map((value) => (
              <label key={value} className={styles.check}>
                <input
                  type="checkbox"
                  checked={filter.values.includes(value)}
                  onChange={(event) =>
                    onChange({
                      ...filter,
                      values: event.target.checked
                        ? [...filter.values, value]
                        : filter.values.filter((one) => one !== value),
                    })
                  }
                />
                {value}
              </label>
            ))}
          </div>
        )
      }
      return (
        <Written
          label={`${field.title}的取值`}
          hint={
            field.kind === 'region'
              ? '区划代码，多个用空格隔开'
              : field.kind === 'industry'
                ? '如 C29，多个用空格隔开'
                : '多个值用空格隔开'
          }
          value={filter.values.join(' ')}
          onWrite={(text) => onChange({ ...oneOf(filter, text, field) })}
        />
      )
    }
    case 'contains':
      return (
        <Written
          label={`${field.title}包含`}
          hint="包含的文字"
          value={filter.text}
          onWrite={(text) => onChange({ ...filter, text: text.trim() })}
        />
      )
    case 'range':
      return <Bounds field={field} filter={filter} onChange={onChange} />
    case 'period':
      return (
        <div className={styles.line}>
          {(['from', 'to'] as const).map((end) => (
            <Written
              key={end}
              label={`${field.title}${end === 'from' ? '起' : '止'}`}
              hint={end === 'from' ? '起 2025-01' : '止 2025-12'}
              value={filter[end] ?? ''}
              pattern={/^\d{4}(-(0[1-9]|1[0-2])(-\d\d)?)?$/}
              onWrite={(text) => {
                const { [end]: _, ...rest } = filter
                onChange(text === '' ? rest : { ...rest, [end]: text })
              }}
            />
          ))}
        </div>
      )
  }
}

function oneOf(filter: Extract<Filter, { is: 'one-of' }>, text: string, field: ExplorerField): Filter {
  const values = text
    .split(/[\s,，、;；]+/)
    .filter((value) => value !== '')
    .slice(0, 100)
  // The grain of a code shows in its form: 370500 is a city, C29 a division.
  const [first = ''] = values
  const grain =
    field.kind === 'region'
      ? first.endsWith('0000')
        ? 'province'
        : first.endsWith('00')
          ? 'city'
          : 'county'
      : field.kind === 'industry'
        ? first.length === 1
          ? 'section'
          : first.length === 3
            ? 'division'
            : 'class'
        : undefined
  return { ...filter, values, ...(grain !== undefined && field.grains.includes(grain) && { grain }) }
}

function Bounds({ field, filter, onChange }: ValueProps<Extract<Filter, { is: 'range' }>>) {
  // Amounts are asked for in 万元, as reports have them.
  const scale = field.kind === 'money' ? 10_000 : 1
  const unit = field.kind === 'money' ? '万元' : (field.unit ?? '')
  return (
    <div className={styles.line}>
      {(['from', 'to'] as const).map((end) => (
        <Written
          key={end}
          label={`${field.title}${end === 'from' ? '不小于' : '不大于'}（${unit}）`}
          hint={`${end === 'from' ? '≥' : '≤'} ${unit}`}
          value={filter[end] === undefined ? '' : String(filter[end] / scale)}
          pattern={/^-?\d{1,15}(\.\d{1,6})?$/}
          onWrite={(text) => {
            const { [end]: _, ...rest } = filter
            onChange(text === '' ? rest : { ...rest, [end]: Number(text) * scale })
          }}
        />
      ))}
    </div>
  )
}

function Written({
  label,
  hint,
  value,
  pattern,
  onWrite,
}: {
  readonly label: string
  readonly hint: string
  readonly value: string
  readonly pattern?: RegExp
  readonly onWrite: (text: string) => void
}) {
  const [draft, setDraft] = useState<string | null>(null)
  const text = draft ?? value
  const fits = text.trim() === '' || pattern === undefined || pattern.test(text.trim())
  const write = () => {
    if (draft === null || !fits) return
    setDraft(null)
    if (draft.trim() !== value) onWrite(draft.trim())
  }
  return (
    <input
      className="field"
      aria-label={label}
      aria-invalid={!fits}
      title={fits ? label : `${label}：${hint}`}
      placeholder={hint}
      value={text}
      maxLength={400}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={write}
      onKeyDown={(event) => {
        if (event.key === 'Enter') write()
      }}
    />
  )
}
