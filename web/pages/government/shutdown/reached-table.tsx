/** Every firm of the picture that loses something, with the round in which the loss came to it. */
import { useMemo } from 'react'
import type { ClusterNetwork } from '../../../../server/api/schemas/network.ts'
import type { ScenarioResult } from '../../../../server/api/schemas/scenario.ts'
import { DataTable, type Column } from '../../../parts/data-table.tsx'
import { EmptyState } from '../../../parts/empty-state.tsx'
import { MISSING } from '../../../parts/format.ts'
import { NameText } from '../../../parts/name-text.tsx'
import { ResultNetwork } from './result-network.tsx'
import { positionsOf, reachedFirms } from './ripple-values.ts'
import type { ViewState } from './view-state.ts'

interface Row {
  readonly position: number
  readonly party: string
  readonly external: boolean
  readonly name: string
  readonly segment: string | null
  readonly county: string | null
  readonly loss: number
  readonly round: number
}

/** More rows than a reader reads make the page slow. */
const ROWS_SHOWN = 500

export function ReachedTable({
  result,
  view,
}: {
  readonly result: ScenarioResult
  readonly view: ViewState
}) {
  return (
    <ResultNetwork result={result}>
      {(data) => <Reached data={data} result={result} view={view} />}
    </ResultNetwork>
  )
}

function Reached({
  data,
  result,
  view,
}: {
  readonly data: ClusterNetwork
  readonly result: ScenarioResult
  readonly view: ViewState
}) {
  const rows = useMemo(() => rowsOf(data, result), [data, result])
  return (
    <DataTable
      name={`${result.region.name}-停产推演-受影响企业-${result.asOf}`}
      rows={rows.slice(0, ROWS_SHOWN)}
      total={rows.length}
      columns={columns}
      rowKey={({ position }) => position}
      maxHeight="420px"
      onRow={({ party, external }) => !external && view.open(party)}
      empty={<EmptyState compact title="图中没有企业受影响" detail="影响都在所选地区的图之外。" />}
    />
  )
}

function rowsOf({ nodes, segments, counties }: ClusterNetwork, { rounds }: ScenarioResult): readonly Row[] {
  return reachedFirms(rounds, positionsOf(nodes.node)).map(({ position, loss, round }) => ({
    position,
    party: nodes.party[position] ?? '',
    external: nodes.external[position] === 1,
    name: nodes.name[position] ?? MISSING,
    segment: segments[nodes.segment[position] ?? -1]?.title ?? null,
    county: counties[nodes.county[position] ?? -1]?.name ?? null,
    loss,
    round,
  }))
}

const columns: readonly Column<Row>[] = [
  {
    key: 'name',
    title: '企业',
    value: ({ name }) => name,
    show: ({ name }) => <NameText text={name} />,
  },
  {
    key: 'segment',
    title: '主营环节',
    width: '200px',
    value: ({ segment }) => segment,
    show: ({ segment }) => <NameText text={segment ?? MISSING} />,
  },
  {
    key: 'county',
    title: '所在地',
    width: '160px',
    value: ({ county }) => county,
    show: ({ county }) => <NameText text={county ?? MISSING} />,
  },
  {
    key: 'loss',
    title: '产出损失',
    unit: '%',
    number: true,
    digits: 1,
    width: '120px',
    value: ({ loss }) => loss * 100,
  },
  {
    key: 'round',
    title: '波及',
    unit: '轮',
    number: true,
    width: '90px',
    value: ({ round }) => round,
  },
]
