/** The question as plain controls: subject, measures, groups, filters, order. Every change is answered at once. */
import type {
  ExplorerQuery,
  ExplorerSubject,
  Group,
  Measure,
  MeasureKind,
} from '../../../../server/api/schemas/explorer.ts'
import { FieldSelect, Remove } from './field-select.tsx'
import { FilterList } from './filters.tsx'
import { firstQuestion, grainTitles, measureTitles, toGroup, type Asked } from './state.ts'
import styles from './explorer.module.css'

export function Controls({
  asked,
  subject,
  subjects,
  onChange,
}: {
  readonly asked: Asked
  readonly subject: ExplorerSubject
  readonly subjects: readonly ExplorerSubject[]
  readonly onChange: (asked: Asked) => void
}) {
  const isMetric = subject.kind === 'metric'
  const groups = [...new Set(subjects.map(({ group }) => group))]
  const change = (changes: Partial<Asked>) => onChange({ ...asked, ...changes })
  return (
    <form className={styles.controls} onSubmit={(event) => event.preventDefault()}>
      <label className={styles.control}>
        <span>分析对象</span>
        <select
          className="field"
          value={subject.id}
          onChange={(event) => {
            const next = subjects.find(({ id }) => id === event.target.value)
            if (next !== undefined) onChange(firstQuestion(next))
          }}
        >
          {groups.map((group) => (
            <optgroup key={group} label={group}>
              {subjects
                .filter((one) => one.group === group)
                .map(({ id, title }) => (
                  <option key={id} value={id}>
                    {title}
                  </option>
                ))}
            </optgroup>
          ))}
        </select>
      </label>
      <p className={styles.definition}>{subject.definition}</p>
      {!isMetric && <Measures asked={asked} subject={subject} onChange={change} />}
      <Groups asked={asked} subject={subject} onChange={change} />
      <FilterList asked={asked} subject={subject} onChange={change} />
      {asked.by.length > 0 && <Order asked={asked} onChange={change} />}
      {subject.access === 'protected' ? (
        <p className={styles.hint}>您的账号按小单元保护查看企业数据的汇总，只列可公开的列和度量。</p>
      ) : (
        <label className={styles.check}>
          <input
            type="checkbox"
            checked={asked.outside === true}
            onChange={(event) => {
              const { outside: _, ...rest } = asked
              onChange(event.target.checked ? { ...rest, outside: true } : rest)
            }}
          />
          对外口径（小单元保护）
        </label>
      )}
    </form>
  )
}

interface PartProps {
  readonly asked: Asked
  readonly subject: ExplorerSubject
  readonly onChange: (changes: Partial<Asked>) => void
}

const needsField = (kind: MeasureKind) => !['count', 'firms', 'value'].includes(kind)

/** What can be measured, as one list: records, firms, and each number in each way. */
function Measures({ asked, subject, onChange }: PartProps) {
  const options: {
    readonly key: string
    readonly title: string
    readonly measure: Measure
    readonly group: string
  }[] = [
    ...subject.measures.map((of) => ({
      key: of,
      title: of === 'share' ? '记录数占比' : measureTitles[of],
      measure: { of },
      group: '计数',
    })),
    ...subject.fields.flatMap((field) =>
      field.measures.map((of) => ({
        key: `${of} ${field.name}`,
        title: `${field.title} · ${measureTitles[of]}`,
        measure: { of, field: field.name },
        group: of === 'distinct' && !['number', 'money'].includes(field.kind) ? '不同值个数' : field.title,
      })),
    ),
  ]
  const keyOf = ({ of, field }: Measure) => (needsField(of) && field !== undefined ? `${of} ${field}` : of)
  const sections = [...new Set(options.map(({ group }) => group))]
  const set = (index: number, key: string) => {
    const found = options.find((option) => option.key === key)?.measure
    onChange({
      measures: asked.measures.flatMap((measure, at) =>
        at !== index ? [measure] : found === undefined ? [] : [found],
      ),
    })
  }
  return (
    <fieldset className={styles.group}>
      <legend>度量</legend>
      {asked.measures.map((measure, index) => (
        <div key={index} className={styles.line}>
          <select
            className="field"
            aria-label={`度量 ${index + 1}`}
            value={keyOf(measure)}
            onChange={(event) => set(index, event.target.value)}
          >
            {sections.map((section) => (
              <optgroup key={section} label={section}>
                {options
                  .filter(({ group }) => group === section)
                  .map(({ key, title }) => (
                    <option key={key} value={key}>
                      {title}
                    </option>
                  ))}
              </optgroup>
            ))}
          </select>
          {asked.measures.length > 1 && (
            <Remove
              label={`去掉度量 ${index + 1}`}
              onClick={() => onChange({ measures: asked.measures.toSpliced(index, 1) })}
            />
          )}
        </div>
      ))}
      {asked.measures.length < 2 && (
        <button
          type="button"
          className="text-button"
          onClick={() => {
            const taken = new Set(asked.measures.map(keyOf))
            const next = options.find(({ key }) => !taken.has(key))
            if (next !== undefined) onChange({ measures: [...asked.measures, next.measure] })
          }}
        >
          再加一个度量
        </button>
      )}
    </fieldset>
  )
}

function Groups({ asked, subject, onChange }: PartProps) {
  const fields = subject.fields.filter(({ groupable }) => groupable)
  const set = (index: number, group: Group | null) =>
    onChange({ by: group === null ? asked.by.toSpliced(index, 1) : asked.by.with(index, group) })
  return (
    <fieldset className={styles.group}>
      <legend>分组</legend>
      {asked.by.map((group, index) => {
        const field = fields.find(({ name }) => name === group.field)
        return (
          <div key={index} className={styles.line}>
            <FieldSelect
              label={`分组 ${index + 1}`}
              fields={fields}
              value={group.field}
              onPick={(picked) => set(index, toGroup(picked))}
            />
            {field !== undefined && field.grains.length > 1 && (
              <select
                className={`field ${styles.narrow}`}
                aria-label={`分组 ${index + 1} 的粒度`}
                value={group.grain ?? field.grains[0]}
                onChange={(event) => {
                  const grain = field.grains.find((one) => one === event.target.value)
                  if (grain !== undefined) set(index, { field: group.field, grain })
                }}
              >
                {field.grains.map((grain) => (
                  <option key={grain} value={grain}>
                    {grainTitles[grain]}
                  </option>
                ))}
              </select>
            )}
            <Remove label={`去掉分组 ${index + 1}`} onClick={() => set(index, null)} />
          </div>
        )
      })}
      {asked.by.length < 2 && (
        <button
          type="button"
          className="text-button"
          onClick={() => {
            const next = fields.find(({ name }) => asked.by.every(({ field }) => field !== name))
            if (next !== undefined) onChange({ by: [...asked.by, toGroup(next)] })
          }}
        >
          {asked.by.length === 0 ? '添加分组' : '再加一个分组'}
        </button>
      )}
    </fieldset>
  )
}

const orders: Readonly<Record<string, ExplorerQuery['sort']>> = {
  'value-down': { by: 'value', descending: true },
  'value-up': { by: 'value', descending: false },
  'label-up': { by: 'label', descending: false },
  'label-down': { by: 'label', descending: true },
}

function Order({ asked, onChange }: Pick<PartProps, 'asked' | 'onChange'>) {
  const { sort } = asked
  const value = sort === undefined ? '' : `${sort.by}-${sort.descending === true ? 'down' : 'up'}`
  return (
    <fieldset className={styles.group}>
      <legend>排序</legend>
      <div className={styles.line}>
        <select
          className="field"
          aria-label="排序"
          value={value}
          onChange={(event) => onChange({ sort: orders[event.target.value] })}
        >
          <option value="">自动排序</option>
          <option value="value-down">数值由大到小</option>
          <option value="value-up">数值由小到大</option>
          <option value="label-up">名称顺序</option>
          <option value="label-down">名称倒序</option>
        </select>
        <select
          className={`field ${styles.narrow}`}
          aria-label="显示多少项"
          value={asked.top ?? ''}
          onChange={(event) =>
            onChange({ top: event.target.value === '' ? undefined : Number(event.target.value) })
          }
        >
          <option value="">全部</option>
          {[5, 10, 20, 50].map((count) => (
            <option key={count} value={count}>
              前 {count} 项
            </option>
          ))}
        </select>
      </div>
    </fieldset>
  )
}
