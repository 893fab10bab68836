import type { DatasetItem } from '../../../../server/api/schemas/dataset.ts'
import { formatNumber } from '../../../parts/format.ts'
import { RealmBadge } from '../../../parts/realm-badge.tsx'
import styles from './history.module.css'

type Item = Pick<
  DatasetItem,
  'id' | 'title' | 'warehouse' | 'warehouseTitle' | 'rows' | 'demonstration' | 'steward' | 'cycle'
>

/** Which dataset is looked at, with how much it holds and who answers for it. */
export function DatasetPicker({
  datasets,
  value,
  onChange,
}: {
  readonly datasets: readonly Item[]
  readonly value: string | null
  readonly onChange: (id: string) => void
}) {
  const chosen = datasets.find(({ id }) => id === value)
  const warehouses = [...new Set(datasets.map(({ warehouseTitle }) => warehouseTitle))]
  return (
    <div className={styles.picker}>
      <label className={styles.field}>
        <span>数据集</span>
        <select className="field" value={value ?? ''} onChange={(event) => onChange(event.target.value)}>
          {warehouses.map((warehouse) => (
            <optgroup key={warehouse} label={warehouse}>
              {datasets
                .filter(({ warehouseTitle }) => warehouseTitle === warehouse)
                .map(({ id, title, rows }) => (
                  <option key={id} value={id}>
                    {title}（{formatNumber(rows)}）
                  </option>
                ))}
            </optgroup>
          ))}
        </select>
      </label>
      {chosen !== undefined && (
        <p className={`${styles.about} small quiet`}>
          {chosen.demonstration && (
            <>
              <span>含</span>
              <RealmBadge realm="demonstration" compact />
            </>
          )}
          <span>
            {chosen.warehouseTitle} · <bdi>{chosen.steward}</bdi> · {chosen.cycle}更新
          </span>
        </p>
      )}
    </div>
  )
}
