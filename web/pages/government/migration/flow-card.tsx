/** Moves on the map: arcs in green for those that came, in red for those that left, with the table beside. */
import { useMemo } from 'react'
import type { MigrationFlows } from '../../../../server/api/schemas/migration.ts'
import { RegionMap } from '../../../charts/region-map.tsx'
import { useMetricDefinitions, useMigrationFlows, useRegionValues } from '../../../data/queries.ts'
import { Card } from '../../../parts/card.tsx'
import { EmptyState } from '../../../parts/empty-state.tsx'
import { ErrorState } from '../../../parts/error-state.tsx'
import { EvidenceButton } from '../../../parts/evidence-drawer.tsx'
import { formatChange, formatNumber } from '../../../parts/format.ts'
import { Loading } from '../../../parts/loading.tsx'
import { RealmBadge } from '../../../parts/realm-badge.tsx'
import { useScope } from '../../../shell/scope.tsx'
import styles from './migration.module.css'

type Flow = MigrationFlows['flows'][number]

export const flowId = ({ origin, destination }: Flow): string => `${origin.code} ${destination.code}`

const directionTitles: Readonly<Record<Flow['direction'], string>> = {
  in: '迁入',
  out: '迁出',
  within: '区内',
}

export function FlowCard({
  months,
  onMonths,
  choices,
  picked,
  onPick,
}: {
  readonly months: number
  readonly onMonths: (months: number) => void
  readonly choices: readonly number[]
  /** The one flow that is drawn alone. */
  readonly picked: string | null
  readonly onPick: (flow: string | null) => void
}) {
  const { region, regions, query, realm, change } = useScope()
  const flows = useMigrationFlows(query, months)
  const level = region.level === 'province' ? 'city' : 'county'
  const net = useRegionValues('net-migration', query, level)
  const definition = useMetricDefinitions().data?.items.find(({ id }) => id === 'net-migration')
  const values = useMemo(
    () =>
      net.data?.items.map(({ region: place, value, estimated }) => ({
        code: place.code,
        name: place.name,
        value,
        estimated,
      })) ?? [],
    [net.data],
  )
  const measure = useMemo(
    () => ({
      title: definition?.title ?? '净迁入',
      unit: definition?.unit ?? '家',
      digits: definition?.digits ?? 0,
    }),
    [definition],
  )
  const all = flows.data?.flows ?? []
  const drawn = all.some((flow) => flowId(flow) === picked)
    ? all.filter((flow) => flowId(flow) === picked)
    : all
  return (
    <Card
      title="迁移流向"
      fill
      className={styles.flows}
      note={
        flows.data !== undefined && (
          <>
            {region.name} {flows.data.from} 至 {flows.data.to}
          </>
        )
      }
      actions={
        <>
          <label className={styles.control}>
            近
            <select
              className="field"
              value={months}
              onChange={({ target }) => onMonths(Number(target.value))}
            >
              {choices.map((choice) => (
                <option key={choice} value={choice}>
                  {choice} 个月
                </option>
              ))}
            </select>
          </label>
          <RealmBadge realm={realm} />
        </>
      }
    >
      {flows.error !== null ? (
        <ErrorState error={flows.error} retry={() => void flows.refetch()} />
      ) : flows.data === undefined ? (
        <Loading title="正在读取迁移流向" />
      ) : (
        <div className={styles.flowBody}>
          <RegionMap
            region={region}
            regions={regions}
            level={level}
            measure={measure}
            values={values}
            flows={drawn}
            onRegion={(code) => change({ region: code })}
          />
          <aside className={styles.flowSide} aria-label="迁移流向表">
            <dl className={styles.totals}>
              <div data-flow="in">
                <dt>迁入</dt>
                <dd>{formatNumber(flows.data.inflow)}</dd>
              </div>
              <div data-flow="out">
                <dt>迁出</dt>
                <dd>{formatNumber(flows.data.outflow)}</dd>
              </div>
              <div>
                <dt>净迁入</dt>
                <dd>{formatChange(flows.data.inflow - flows.data.outflow, 0)}</dd>
              </div>
            </dl>
            <p className="quiet small">
              单位：家。来源：企业变更登记 <EvidenceButton metric="net-migration" title="净迁入" />
            </p>
            <FlowList flows={all} picked={picked} onPick={onPick} />
          </aside>
        </div>
      )}
    </Card>
  )
}

function FlowList({
  flows,
  picked,
  onPick,
}: {
  readonly flows: readonly Flow[]
  readonly picked: string | null
  readonly onPick: (flow: string | null) => void
}) {
  if (flows.length === 0) {
    return (
      <EmptyState
        title="没有迁移"
        detail="这段时间没有跨县迁移的登记变更。可放长时间，或换上一级地区。"
        supplier="市场监管部门"
      />
    )
  }
  return (
    <ol className={styles.flowList}>
      {flows
        .toSorted((a, b) => b.enterprises - a.enterprises)
        .map((flow) => {
          const id = flowId(flow)
          return (
            <li key={id}>
              <button
                type="button"
                data-flow={flow.direction}
                aria-pressed={id === picked}
                title={id === picked ? '显示全部流向' : '只看这条流向'}
                onClick={() => onPick(id === picked ? null : id)}
              >
                <i>{directionTitles[flow.direction]}</i>
                <span>
                  <bdi>{flow.origin.name}</bdi> → <bdi>{flow.destination.name}</bdi>
                </span>
                <b className="number">{formatNumber(flow.enterprises)}</b>
              </button>
            </li>
          )
        })}
    </ol>
  )
}
