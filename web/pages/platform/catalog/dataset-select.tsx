import type { CatalogItem } from '../../../../server/api/schemas/catalog.ts'
import drawer from './drawer.module.css'

/** Datasets under their warehouses. */
export function DatasetSelect({
  datasets,
  value,
  onChange,
}: {
  readonly datasets: readonly CatalogItem[]
  readonly value: string
  readonly onChange: (id: string) => void
}) {
  const warehouses = [...new Set(datasets.map(({ warehouseTitle }) => warehouseTitle))]
  return (
    <label className={drawer.field}>
      数据集
      <select className="field" value={value} onChange={(event) => onChange(event.target.value)}>
        <option value="">选择数据集</option>
        {warehouses.map((warehouse) => (
          <optgroup key={warehouse} label={warehouse}>
            {datasets
              .filter(({ warehouseTitle }) => warehouseTitle === warehouse)
              .map(({ id, title }) => (
                <option key={id} value={id}>
                  {title}
                </option>
              ))}
          </optgroup>
        ))}
      </select>
    </label>
  )
}
