/** One of 五清单 as a table: firms open their file, segments the chain, regions the atlas of the region. */
import { useNavigate } from 'react-router'
import type { Atlas, AtlasRow, AtlasTable } from '../../../data/atlas.ts'
import { DataTable, type Column } from '../../../parts/data-table.tsx'
import { MISSING } from '../../../parts/format.ts'
import { useScope } from '../../../shell/scope.tsx'
import styles from './atlas.module.css'

/** Yuan are read in 万元. */
const TEN_THOUSAND = 10_000

export function ListSheet({
  atlas,
  table,
  onFirm,
}: {
  readonly atlas: Atlas
  readonly table: AtlasTable
  readonly onFirm: (creditCode: string) => void
}) {
  const navigate = useNavigate()
  const { change, href, regions } = useScope()
  const open = ({ firm, segment, region }: AtlasRow) => {
    if (firm !== undefined) onFirm(firm)
    else if (region !== undefined) {
      if (regions.some(({ code }) => code === region)) change({ region })
    } else if (segment !== undefined) void navigate(href('/government/chain-map', { segment }))
  }
  return (
    <DataTable
      name={`${atlas.region.name}${atlas.chain.title}${table.title}`}
      rows={table.rows}
      rowKey={(_, index) => index}
      columns={columnsOf(table)}
      total={table.total}
      maxHeight="440px"
      onRow={open}
    />
  )
}

/** Characters of the longest and the shortest column of words, between which room is shared out. */
const ROOM = { least: 5, most: 18 }

function columnsOf({ columns, rows }: AtlasTable): Column<AtlasRow>[] {
  const wants = columns.map(({ title, unit = '' }, at) =>
    Math.max(
      title.length + (unit === '' ? 0 : unit.length + 2),
      ...rows.map(({ cells }) => {
        const value = cells[at] ?? ''
        return typeof value === 'number' ? ROOM.least : Math.min(ROOM.most, value.length)
      }),
      ROOM.least,
    ),
  )
  const all = wants.reduce((sum, want) => sum + want, 0)
  return columns.map(({ title, unit }, at) => {
    const money = unit === '元'
    const values = rows.flatMap(({ cells }) => {
      const value = cells[at]
      return typeof value === 'number' ? [money ? value / TEN_THOUSAND : value] : []
    })
    const number = unit !== undefined || values.length > 0
    return {
      key: title,
      title,
      ...(unit === undefined || unit === '' ? {} : { unit: money ? '万元' : unit }),
      width: `${((wants[at] ?? 0) / all) * 100}%`,
      number,
      digits: values.every(Number.isInteger) ? 0 : money ? 1 : 2,
      value: ({ cells }) => {
        const value = cells[at] ?? null
        return money && typeof value === 'number' ? value / TEN_THOUSAND : value
      },
      ...(number ? {} : { show: (row) => <Words text={row.cells[at] ?? null} /> }),
    }
  })
}

/** Whole names and reasons: what is cut cannot be read on paper. */
function Words({ text }: { readonly text: string | number | null }) {
  return <bdi className={styles.words}>{text ?? MISSING}</bdi>
}
