/** Every move of the window with the row that says so. */
import type { MigrationEvent } from '../../../../server/api/schemas/migration.ts'
import { Answer } from '../../../parts/answer.tsx'
import { Card } from '../../../parts/card.tsx'
import { Choice } from '../../../parts/choice.tsx'
import { DataTable, type Column } from '../../../parts/data-table.tsx'
import { EmptyState } from '../../../parts/empty-state.tsx'
import { SourceButton } from '../../../parts/evidence-drawer.tsx'
import { NameText } from '../../../parts/name-text.tsx'
import { useScope } from '../../../shell/scope.tsx'
import { directionOf, useMoves } from './moves.ts'
import { NoMoves } from './no-moves.tsx'
import { directionTitles, distanceTitles } from './vocabulary.ts'
import type { ViewState } from './view-state.ts'
import styles from './screen.module.css'

export function EventsCard({ view }: { readonly view: ViewState }) {
  const { query, region } = useScope()
  const moves = useMoves(query, Number(view.months))
  const all = moves.data?.pages.flatMap(({ items }) => items) ?? []
  const rows = all.filter((move) => view.moves === 'all' || directionOf(region.code, move) === view.moves)
  return (
    <Card
      title="迁移记录"
      fill

      note={`近 ${view.months} 个月，新的在前`}
      actions={
        <Choice
          label="方向"
          value={view.moves}
          options={[
            { value: 'all', title: '全部' },
            { value: 'in', title: directionTitles.in },
            { value: 'out', title: directionTitles.out },
            { value: 'within', title: directionTitles.within },
          ]}
          onChange={view.showMoves}
        />
      }
    >
      <Answer of={moves} title="正在读取迁移记录">
        {({ pages }) => (
          <div className={styles.listing}>
            <DataTable
              name={`${region.name}-企业迁移记录-近${view.months}个月`}
              rows={rows}
              columns={columnsFor(region.code)}
              rowKey={({ source }) => `${source.dataset} ${source.rowId}`}
              selected={null}
              onRow={({ creditCode }) => view.open(creditCode)}
              total={view.moves === 'all' ? pages[0]?.total : undefined}
              more={
                moves.hasNextPage
                  ? { load: () => void moves.fetchNextPage(), loading: moves.isFetchingNextPage }
                  : undefined
              }
              empty={
                all.length === 0 || view.moves === 'all' ? (
                  <NoMoves compact months={view.months} />
                ) : (
                  <EmptyState
                    compact
                    title={`没有${directionTitles[view.moves]}记录`}
                    detail="选择其他方向，或显示全部。"
                  />
                )
              }
            />
          </div>
        )}
      </Answer>
    </Card>
  )
}

function columnsFor(region: string): readonly Column<MigrationEvent>[] {
  return [
    { key: 'date', title: '日期', width: '92px', value: ({ date }) => date },
    {
      key: 'name',
      title: '企业',
      value: ({ name }) => name,
      show: ({ name }) => <NameText text={name} />,
    },
    {
      key: 'route',
      title: '从 → 到',
      width: '120px',
      value: ({ origin, destination }) => `${origin.name} → ${destination.name}`,
      show: ({ origin, destination }) => (
        <span className={styles.twoLines} title={`${origin.name} → ${destination.name}`}>
          <NameText text={origin.name} />
          <NameText text={`→ ${destination.name}`} />
        </span>
      ),
    },
    {
      key: 'level',
      title: '级别',
      width: '84px',
      value: (move) => `${distanceTitles[move.level]} ${directionTitles[directionOf(region, move)]}`,
      show: (move) => {
        const direction = directionOf(region, move)
        return (
          <span data-flow={direction}>
            {distanceTitles[move.level]} {directionTitles[direction]}
          </span>
        )
      },
    },
    {
      key: 'source',
      title: '来源',
      width: '80px',
      value: ({ source }) => `${source.datasetTitle} ${source.fileName} 第${source.rowNumber}行`,
      show: ({ source }) => (
        // Opening the row is not opening the firm.
        <span onClick={(event) => event.stopPropagation()} role="presentation">
          <SourceButton source={source} />
        </span>
      ),
    },
  ]
}
