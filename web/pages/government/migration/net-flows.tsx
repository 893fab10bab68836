/** Net moves by province of one source, the largest first. */
import type { MigrationMatrix } from '../../../../server/api/schemas/migration-study.ts'
import { useMatrix } from '../../../data/migration-study.ts'
import { Answer } from '../../../parts/answer.tsx'
import { Card } from '../../../parts/card.tsx'
import { DataTable, type Column } from '../../../parts/data-table.tsx'
import { EmptyState } from '../../../parts/empty-state.tsx'
import { formatChange } from '../../../parts/format.ts'
import { useScope } from '../../../shell/scope.tsx'
import styles from './study.module.css'

type Row = MigrationMatrix['regions'][number]

/** Longest window of the API. */
const LONGEST_MONTHS = 120

export function NetFlows({
  source,
  nationwide,
}: {
  readonly source: MigrationMatrix['source']
  readonly nationwide: boolean
}) {
  const { query, region } = useScope()
  const matrix = useMatrix(query, { by: 'province', source, nationwide, months: LONGEST_MONTHS })
  return (
    <Card
      title="各省净迁入"
      fill
      note={matrix.data?.from != null && `${matrix.data.from} 至 ${matrix.data.to} · 单位 家`}
    >
      <Answer of={matrix} title="正在读取各省净迁入">
        {({ regions, leftOut }) => (
          <div className={styles.listing}>
            <DataTable
              name={`${nationwide ? '全国' : region.name}-各省净迁入`}
              rows={regions.toSorted((a, b) => b.net - a.net || b.inflow - a.inflow)}
              columns={columns}
              rowKey={({ code }) => code}
              empty={<EmptyState compact title="没有跨省迁移" detail="该范围内没有识别出跨省的迁移。" />}
            />
            {leftOut > 0 && <p className={styles.note}>存疑的 {leftOut} 起不计入。</p>}
          </div>
        )}
      </Answer>
    </Card>
  )
}

const columns: readonly Column<Row>[] = [
  { key: 'name', title: '省份', value: ({ name }) => name },
  { key: 'inflow', title: '迁入', number: true, width: '70px', value: ({ inflow }) => inflow },
  { key: 'outflow', title: '迁出', number: true, width: '70px', value: ({ outflow }) => outflow },
  {
    key: 'net',
    title: '净迁入',
    number: true,
    width: '84px',
    value: ({ net }) => net,
    show: ({ net }) => <b className="number">{formatChange(net, 0)}</b>,
  },
]
