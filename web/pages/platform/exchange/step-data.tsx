import { gradeTitle } from '../../../data/catalog.ts'
import { useDataset, useDatasets } from '../../../data/queries.ts'
import { Answer } from '../../../parts/answer.tsx'
import type { Draft } from './draft.ts'
import styles from './exchange.module.css'

interface StepProps {
  readonly draft: Draft
  readonly change: (changes: Partial<Draft>) => void
}

/** A dataset of the catalogue and its fields, each with its grade. */
export function DataStep({ draft, change }: StepProps) {
  const datasets = useDatasets()
  const items = datasets.data?.items ?? []
  const warehouses = [...new Set(items.map(({ warehouseTitle }) => warehouseTitle))]
  const chosen = items.find(({ id }) => id === draft.dataset)
  return (
    <>
      <label className={styles.labelled}>
        数据集
        <select
          className="field"
          value={draft.dataset}
          onChange={(event) => change({ dataset: event.target.value, columns: [] })}
        >
          <option value="">从资源目录选择</option>
          {warehouses.map((warehouse) => (
            <optgroup key={warehouse} label={warehouse}>
              {items
                .filter(({ warehouseTitle }) => warehouseTitle === warehouse)
                .map(({ id, title, share }) => (
                  <option key={id} value={id}>
                    {title}（{share}）
                  </option>
                ))}
            </optgroup>
          ))}
        </select>
      </label>
      {chosen !== undefined && (
        <p className="small quiet">
          {chosen.summary} 责任单位：{chosen.steward}
        </p>
      )}
      {draft.dataset !== '' && <Fields draft={draft} change={change} />}
    </>
  )
}

function Fields({ draft, change }: StepProps) {
  const detail = useDataset(draft.dataset)
  return (
    <Answer of={detail} title="正在读取信息项">
      {({ items, shareCondition }) => {
        const all = items.map(({ name }) => name)
        const whole = draft.columns.length === all.length
        const toggle = (name: string) =>
          change({
            columns: draft.columns.includes(name)
              ? draft.columns.filter((column) => column !== name)
              : all.filter((column) => column === name || draft.columns.includes(column)),
          })
        return (
          <fieldset className={styles.checks}>
            <legend>
              信息项：已选 {draft.columns.length} / {all.length}
            </legend>
            {shareCondition !== null && <p className="small quiet">共享条件：{shareCondition}</p>}
            <label>
              <input type="checkbox" checked={whole} onChange={() => change({ columns: whole ? [] : all })} />
              全选
            </label>
            <ul>
              {items.map(({ name, title, unit, grade }) => (
                <li key={name}>
                  <label>
                    <input
                      type="checkbox"
                      checked={draft.columns.includes(name)}
                      onChange={() => toggle(name)}
                    />
                    <span>
                      {title}
                      {unit !== null && <small>（{unit}）</small>}
                    </span>
                    <small className="quiet">{gradeTitle(grade)}</small>
                  </label>
                </li>
              ))}
            </ul>
          </fieldset>
        )
      }}
    </Answer>
  )
}
