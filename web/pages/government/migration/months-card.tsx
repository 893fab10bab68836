/** The moves of the window by month, or as a table of flows. */
import { useState } from 'react'
import type { MigrationFlows } from '../../../../server/api/schemas/migration.ts'
import { useMigrationFlows } from '../../../data/queries.ts'
import { Answer } from '../../../parts/answer.tsx'
import { Card } from '../../../parts/card.tsx'
import { Choice } from '../../../parts/choice.tsx'
import { DataTable, type Column } from '../../../parts/data-table.tsx'
import { NameText } from '../../../parts/name-text.tsx'
import { useScope } from '../../../shell/scope.tsx'
import { MonthChart } from './month-chart.tsx'
import { NoMoves } from './no-moves.tsx'
import { directionTitles, moveSource } from './vocabulary.ts'
import type { ViewState } from './view-state.ts'
import styles from './screen.module.css'

const tabs = [
  { value: 'months', title: '按月' },
  { value: 'flows', title: '流向表' },
] as const

export function MonthsCard({ view }: { readonly view: ViewState }) {
  const { query, region } = useScope()
  const flows = useMigrationFlows(query, Number(view.months))
  const [tab, setTab] = useState<(typeof tabs)[number]['value']>('months')
  return (
    <Card
      title="迁入迁出"
      fill
      className={styles.months}
      note={
        tab === 'months' ? (
          <span className={styles.key}>
            <span data-flow="in">迁入</span>
            <span data-flow="out">迁出</span> 单位 家 · {moveSource}
          </span>
        ) : (
          '单位 家，按下一级地区'
        )
      }
      actions={<Choice label="迁入迁出的看法" value={tab} options={tabs} onChange={setTab} />}
    >
      <Answer of={flows} title="正在读取迁入迁出">
        {(data) => {
          if (tab === 'flows') {
            return (
              <div className={styles.listing}>
                <DataTable
                  name={`${region.name}-企业迁移流向-${data.from}至${data.to}`}
                  rows={data.flows}
                  columns={columns}
                  rowKey={({ origin, destination }) => `${origin.code}>${destination.code}`}
                  empty={<NoMoves compact months={view.months} />}
                />
              </div>
            )
          }
          return data.inflow + data.outflow === 0 ? (
            <NoBorderMoves flows={data} months={view.months} />
          ) : (
            <MonthChart flows={data} />
          )
        }}
      </Answer>
    </Card>
  )
}

/** Moves inside the region cross no border of it: no bars, but not nothing either. */
function NoBorderMoves({ flows, months }: { readonly flows: MigrationFlows; readonly months: string }) {
  if (flows.flows.length === 0) return <NoMoves compact months={months} />
  return (
    <p className={styles.centred}>
      近 {months} 个月没有企业迁入或迁出{flows.region.name}；区内迁移见流向表。
    </p>
  )
}

const columns: readonly Column<MigrationFlows['flows'][number]>[] = [
  {
    key: 'origin',
    title: '从',
    value: ({ origin }) => origin.name,
    show: ({ origin }) => <NameText text={origin.name} />,
  },
  {
    key: 'destination',
    title: '到',
    value: ({ destination }) => destination.name,
    show: ({ destination }) => <NameText text={destination.name} />,
  },
  {
    key: 'direction',
    title: '方向',
    width: '70px',
    value: ({ direction }) => directionTitles[direction],
    show: ({ direction }) => <span data-flow={direction}>{directionTitles[direction]}</span>,
  },
  {
    key: 'enterprises',
    title: '企业',
    unit: '家',
    number: true,
    width: '90px',
    value: ({ enterprises }) => enterprises,
  },
]
