/** Where enterprises come from and go to: net moves by region, flows as arcs. */
import { useMemo } from 'react'
import type { MigrationFlows } from '../../../../server/api/schemas/migration.ts'
import { RegionMap } from '../../../charts/region-map.tsx'
import { useMigrationFlows } from '../../../data/queries.ts'
import { Answer } from '../../../parts/answer.tsx'
import { Card } from '../../../parts/card.tsx'
import { ProvenFigure } from '../../../parts/evidence-drawer.tsx'
import { formatNumber } from '../../../parts/format.ts'
import { useScope } from '../../../shell/scope.tsx'
import { countWithin, netByRegion, withinTitle } from './moves.ts'
import { NoMoves } from './no-moves.tsx'
import { directionTitles, moveSource, type Direction } from './vocabulary.ts'
import type { ViewState } from './view-state.ts'
import styles from './screen.module.css'

const measure = { title: '净迁入', unit: '家', digits: 0 } as const

export function FlowMapCard({ view }: { readonly view: ViewState }) {
  const { query } = useScope()
  const flows = useMigrationFlows(query, Number(view.months))
  return (
    <Card
      title="迁移流向"
      fill
      className={styles.map}
      note={flows.data !== undefined && `${flows.data.from} 至 ${flows.data.to} · ${moveSource}`}
      actions={flows.data !== undefined && <ArcLegend flows={flows.data} months={Number(view.months)} />}
    >
      <Answer of={flows} title="正在读取流向">
        {(data) => (data.flows.length === 0 ? <NoMoves months={view.months} /> : <FlowMap flows={data} />)}
      </Answer>
    </Card>
  )
}

function FlowMap({ flows }: { readonly flows: MigrationFlows }) {
  const { region, regions, change } = useScope()
  // Flows run between regions one level below the one in view.
  const level = region.level === 'province' ? 'city' : 'county'
  const values = useMemo(
    () =>
      netByRegion(
        flows,
        regions.filter((one) => one.level === level),
      ),
    [flows, regions, level],
  )
  return (
    <RegionMap
      region={region}
      regions={regions}
      level={level}
      measure={measure}
      values={values}
      flows={flows.flows}
      onRegion={(code) => change({ region: code })}
    />
  )
}

function ArcLegend({ flows, months }: { readonly flows: MigrationFlows; readonly months: number }) {
  const { region, query: scope } = useScope()
  const query = { ...scope, months }
  const counts: readonly (readonly [Direction, string, number])[] = [
    ['in', directionTitles.in, flows.inflow],
    ['out', directionTitles.out, flows.outflow],
    ['within', withinTitle(region), countWithin(flows)],
  ]
  const subjects = { in: 'inflow', out: 'outflow', within: 'within' } as const
  return (
    <ul className={styles.arcs} aria-label="弧线">
      {counts.map(([direction, title, count]) => (
        <li key={direction} data-flow={direction}>
          {title}{' '}
          <ProvenFigure figure={`migration:${subjects[direction]}`} title={title} query={query}>
            <b className="number">{formatNumber(count)}</b>
          </ProvenFigure>
        </li>
      ))}
      <li className="quiet">家</li>
    </ul>
  )
}
