/** Loss by segment in two scenarios and how they differ, as bars from a middle line. */
import { DataTable, type Column } from '../../../parts/data-table.tsx'
import { EmptyState } from '../../../parts/empty-state.tsx'
import { formatChange } from '../../../parts/format.ts'
import { NameText } from '../../../parts/name-text.tsx'
import type { Difference } from './compare.ts'
import styles from './comparison.module.css'

const inWan = (yuan: number) => yuan / 1e4

export function DifferenceTable({
  rows,
  name,
}: {
  readonly rows: readonly Difference[]
  readonly name: string
}) {
  const most = Math.max(Number.MIN_VALUE, ...rows.map(({ change }) => Math.abs(change)))
  const number = (
    key: string,
    title: string,
    unit: string,
    digits: number,
    value: (row: Difference) => number,
  ): Column<Difference> => ({ key, title, unit, digits, number: true, width: '130px', value })
  return (
    <DataTable
      name={name}
      rows={rows}
      rowKey={({ id }) => id}
      maxHeight="440px"
      columns={[
        {
          key: 'segment',
          title: '环节',
          value: ({ title }) => title,
          show: ({ title }) => <NameText text={title} />,
        },
        number('a', '甲损失', '万元', 1, ({ a }) => inWan(a)),
        number('shareA', '甲占产出', '%', 1, ({ shareA }) => shareA * 100),
        number('b', '乙损失', '万元', 1, ({ b }) => inWan(b)),
        number('shareB', '乙占产出', '%', 1, ({ shareB }) => shareB * 100),
        {
          ...number('change', '差额', '万元', 1, ({ change }) => inWan(change)),
          show: ({ change }) => formatChange(inWan(change)),
        },
        {
          key: 'bar',
          title: '少 ← 乙较甲 → 多',
          width: '200px',
          data: false,
          value: () => null,
          show: ({ change }) => (
            <span className={styles.swing} data-more={change > 0} aria-hidden="true">
              <i style={{ width: `${(Math.abs(change) / most) * 50}%` }} />
            </span>
          ),
        },
      ]}
      empty={<EmptyState compact title="两个情景都没有环节受损" />}
    />
  )
}
