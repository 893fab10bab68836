/** The rows behind one number: the first hundred, each opening its original row. */
import type { ExplorerQuery } from '../../../../server/api/schemas/explorer.ts'
import { useRowsBehind } from '../../../data/explorer.ts'
import { Answer } from '../../../parts/answer.tsx'
import { DataTable } from '../../../parts/data-table.tsx'
import { Drawer } from '../../../parts/drawer.tsx'
import { useEvidence } from '../../../parts/evidence-drawer.tsx'
import { moneyText } from '../../../parts/format.ts'
import type { Cell } from './result-table.tsx'

export function RowsDrawer({
  query,
  cell,
  onClose,
}: {
  readonly query: ExplorerQuery
  readonly cell: Cell
  readonly onClose: () => void
}) {
  const rows = useRowsBehind(query, cell.keys)
  const evidence = useEvidence()
  return (
    <Drawer title={`记录：${cell.label}`} wide onClose={onClose}>
      <Answer of={rows} title="正在读取记录">
        {({ items, columns, total, dataset, datasetTitle }) => (
          <DataTable
            name={`${datasetTitle}-${cell.label}`}
            rows={items}
            total={total}
            rowKey={({ rowId }) => rowId}
            onRow={({ rowId }) => evidence.openRow({ dataset, datasetTitle, rowId })}
            columns={columns.map(({ name, title, unit, number }, index) => ({
              key: name,
              title,
              number,
              ...(unit !== null && unit !== '元' && { unit }),
              value: ({ cells }: (typeof items)[number]) => cells[index] ?? null,
              ...(unit === '元' && {
                show: ({ cells }: (typeof items)[number]) => {
                  const value = cells[index]
                  return typeof value === 'number' ? moneyText(value) : '—'
                },
              }),
            }))}
          />
        )}
      </Answer>
    </Drawer>
  )
}
