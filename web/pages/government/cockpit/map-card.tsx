/** Where the cluster stands: counties shaded by a measure, moves of enterprises as arcs, four more figures. */
import { useMemo, useState } from 'react'
import { RegionMap } from '../../../charts/region-map.tsx'
import {
  useMetric,
  useMetricDefinitions,
  useMigrationFlows,
  useRegionValues,
  type ScopeQuery,
} from '../../../data/queries.ts'
import { Card } from '../../../parts/card.tsx'
import { ErrorState } from '../../../parts/error-state.tsx'
import { EvidenceButton, ProvenFigure } from '../../../parts/evidence-drawer.tsx'
import { MetricFigure } from '../../../parts/figure.tsx'
import { formatNumber } from '../../../parts/format.ts'
import { useScope } from '../../../shell/scope.tsx'
import styles from './cockpit.module.css'

const measures = [
  'concentration',
  'cluster-scale',
  'enterprise-count',
  'above-scale-count',
  'location-quotient',
  'net-migration',
] as const

const MONTHS = 12

/** The measure chosen; without a choice the first, and where it has no value at all, the one that registers give. */
function useMeasure(chosen: string | null, query: ScopeQuery) {
  const preferred = useRegionValues(chosen ?? measures[0], query)
  const empty =
    chosen === null &&
    preferred.data !== undefined &&
    preferred.data.items.every(({ value }) => value === null)
  const other = useRegionValues(empty ? 'enterprise-count' : null, query)
  return empty
    ? { metric: 'enterprise-count', answer: other }
    : { metric: chosen ?? measures[0], answer: preferred }
}

export function MapCard() {
  const { region, regions, query, change } = useScope()
  const [chosen, setChosen] = useState<string | null>(null)
  const [arcsShown, setArcsShown] = useState(true)
  const definitions = useMetricDefinitions().data?.items ?? []
  const { metric, answer: regionValues } = useMeasure(chosen, query)
  const definition = definitions.find(({ id }) => id === metric)
  const moves = useMetric('net-migration', query).data
  const flows = useMigrationFlows(query, MONTHS)
  const measure = useMemo(
    () => ({
      title: definition?.title ?? '',
      unit: definition?.unit ?? '',
      digits: definition?.digits ?? 0,
    }),
    [definition],
  )
  const values = useMemo(
    () =>
      regionValues.data?.items.map((item) => ({
        code: item.region.code,
        name: item.region.name,
        value: item.value,
        estimated: item.estimated,
      })) ?? [],
    [regionValues.data],
  )
  // Without registered changes nothing is known of moves: no flows are not zero moves.
  const known = moves?.value != null
  const path = [
    ...regions.filter(({ level, code }) => level === 'province' && code !== region.code),
    ...regions.filter(
      ({ level, code }) =>
        level === 'city' && region.level === 'county' && code.startsWith(region.code.slice(0, 4)),
    ),
  ]
  return (
    <Card
      title="产业分布与迁移"
      fill
      className={styles.map}
      note={
        <span className={styles.path}>
          {path.map(({ code, name }) => (
            <button key={code} type="button" className="text-button" onClick={() => change({ region: code })}>
              {name}
            </button>
          ))}
          <span>{region.name}</span>
        </span>
      }
      actions={
        <>
          <label className={styles.measure}>
            底色
            <select className="field" value={metric} onChange={(event) => setChosen(event.target.value)}>
              {measures.map((id) => (
                <option key={id} value={id}>
                  {definitions.find((one) => one.id === id)?.title ?? id}
                </option>
              ))}
            </select>
          </label>
          <EvidenceButton metric={metric} title={measure.title} />
        </>
      }
    >
      <div className={styles.mapBody}>
        {regionValues.error === null ? (
          <RegionMap
            region={region}
            regions={regions}
            measure={measure}
            values={values}
            pending={regionValues.data === undefined}
            {...(arcsShown && flows.data !== undefined && { flows: flows.data.flows })}
            onRegion={(code) => change({ region: code })}
          />
        ) : (
          <ErrorState error={regionValues.error} retry={() => void regionValues.refetch()} />
        )}
        <aside className={styles.more} aria-label="更多指标">
          <div className={styles.flows}>
            <label>
              <input
                type="checkbox"
                checked={arcsShown}
                onChange={(event) => setArcsShown(event.target.checked)}
              />
              迁移弧线
            </label>
            <span className="quiet">近 {MONTHS} 个月</span>
            <span>
              <span data-flow="in">
                迁入{' '}
                <ProvenFigure figure="migration:inflow" title="近 12 个月迁入">
                  <b className="number">{formatNumber(known ? flows.data?.inflow : null)}</b>
                </ProvenFigure>
              </span>{' '}
              ·{' '}
              <span data-flow="out">
                迁出{' '}
                <ProvenFigure figure="migration:outflow" title="近 12 个月迁出">
                  <b className="number">{formatNumber(known ? flows.data?.outflow : null)}</b>
                </ProvenFigure>
              </span>{' '}
              家
            </span>
          </div>
          <MetricFigure id="net-migration" title="净迁入企业" compact bordered={false} />
          <MetricFigure id="location-quotient" title="区位商" compact bordered={false} />
          <MetricFigure id="herfindahl" title="集中度 HHI" compact bordered={false} />
          <MetricFigure id="electricity-index" compact bordered={false} />
        </aside>
      </div>
    </Card>
  )
}
