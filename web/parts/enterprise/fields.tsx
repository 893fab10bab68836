/** Every field of the record and the row it comes from; a field without one is hatched. */
import type { Enterprise } from '../../../server/api/schemas/enterprise.ts'
import { DataTable, type Column } from '../data-table.tsx'
import { EmptyState } from '../empty-state.tsx'
import { SourceButton } from '../evidence-drawer.tsx'
import { formatDate, formatNumber, MISSING, moneyText } from '../format.ts'
import styles from './enterprise.module.css'

type Field = Enterprise['fields'][number]

/** Money and large numbers as they are read; everything else as it was given. */
export function fieldText({ value, unit }: Pick<Field, 'value' | 'unit'>): string {
  if (value === null || value === '') return MISSING
  const number = Number(value)
  if (!Number.isFinite(number) || unit === null) return unit === null ? value : `${value} ${unit}`
  return unit === '元' ? moneyText(number) : `${formatNumber(number, number % 1 === 0 ? 0 : 2)} ${unit}`
}

const columns: readonly Column<Field>[] = [
  { key: 'title', title: '信息项', width: '120px', value: ({ title }) => title },
  {
    key: 'value',
    title: '内容',
    value: fieldText,
    show: (field) =>
      field.source === null && field.value !== null ? (
        <span className={`${styles.text} hatched`} title="没有来源记录，未证实">
          <bdi>{fieldText(field)}</bdi>
        </span>
      ) : (
        <span className={styles.text}>
          <bdi>{fieldText(field)}</bdi>
        </span>
      ),
  },
  {
    key: 'source',
    title: '来源',
    width: '230px',
    value: ({ source }) =>
      source === null ? null : `${source.datasetTitle} ${source.fileName} 第${source.rowNumber}行`,
    show: ({ source }) =>
      source === null ? (
        MISSING
      ) : (
        <span className={styles.text}>
          {source.datasetTitle} {formatDate(source.effectiveAt)} <SourceButton source={source} />
        </span>
      ),
  },
]

export function EnterpriseFields({ enterprise }: { readonly enterprise: Enterprise }) {
  return (
    <div className={styles.wrapping}>
      <DataTable
        name={`${enterprise.name}-档案`}
        rows={enterprise.fields}
        columns={columns}
        rowKey={({ name }) => name}
        empty={<EmptyState title="没有登记信息" supplier="市场监管部门" />}
      />
    </div>
  )
}
