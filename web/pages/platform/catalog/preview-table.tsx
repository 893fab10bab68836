import type { CatalogDetail, Preview } from '../../../../server/api/schemas/catalog.ts'
import { usePreview } from '../../../data/catalog.ts'
import { Answer } from '../../../parts/answer.tsx'
import { EmptyState } from '../../../parts/empty-state.tsx'
import { useEvidence } from '../../../parts/evidence-drawer.tsx'
import { formatNumber, MISSING } from '../../../parts/format.ts'
import drawer from './drawer.module.css'

const reason = '按数据等级不可见'

/** The first rows as the one who asks may see them; each opens the original record. */
export function PreviewTable({ dataset }: { readonly dataset: CatalogDetail }) {
  const preview = usePreview(dataset.id)
  return (
    <Answer of={preview} title="正在读取数据">
      {({ columns, rows }) =>
        rows.length === 0 ? (
          <EmptyState
            title={dataset.rows === 0 ? '尚未载入数据' : '您的辖区内没有记录'}
            supplier={dataset.rows === 0 ? dataset.steward : undefined}
          />
        ) : (
          <>
            <p className="quiet small">
              前 {formatNumber(rows.length)} 行，只含您辖区内的记录。
              {rows.some(({ masked }) => masked.length > 0) && (
                <>
                  <i className={`hatched ${drawer.swatch}`} aria-hidden="true" /> {reason}
                </>
              )}
            </p>
            <Rows dataset={dataset} columns={columns} rows={rows} />
          </>
        )
      }
    </Answer>
  )
}

function Rows({
  dataset,
  columns,
  rows,
}: {
  readonly dataset: CatalogDetail
  readonly columns: Preview['columns']
  readonly rows: Preview['rows']
}) {
  const { openRow } = useEvidence()
  return (
    <div className={drawer.preview}>
      <table aria-label={`${dataset.title}预览`}>
        <thead>
          <tr>
            <th scope="col">来源</th>
            {columns.map(({ name, title, unit }) => (
              <th scope="col" key={name}>
                {title}
                {unit !== null && <small>（{unit}）</small>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.rowId}>
              <td>
                <button
                  type="button"
                  className="text-button"
                  onClick={() =>
                    openRow({ dataset: dataset.id, datasetTitle: dataset.title, rowId: row.rowId })
                  }
                >
                  批次 {row.batchId} 第 {row.rowNumber} 行
                </button>
              </td>
              {columns.map(({ name, number }, at) =>
                row.masked.includes(name) ? (
                  <td key={name} className="hatched" title={reason} aria-label={reason} />
                ) : (
                  <td key={name} data-number={number} title={row.cells[at] ?? undefined}>
                    <bdi>{shown(row.cells[at] ?? null, columns[at])}</bdi>
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** Figures with thousands separators, but for years. */
function shown(cell: string | null, column: Preview['columns'][number] | undefined): string {
  if (cell === null) return MISSING
  if (column?.number !== true || column.unit === '年') return cell
  const [whole = '', fraction] = cell.split('.')
  const grouped = whole.replaceAll(/\B(?=(\d{3})+$)/g, ',')
  return fraction === undefined ? grouped : `${grouped}.${fraction}`
}
