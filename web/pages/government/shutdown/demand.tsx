/** 需求测算: what a change of final demand does to the output of every sector, from a national input–output table. */
import type { DemandSectors } from '../../../../server/api/schemas/demand.ts'
import { problemOf, type ApiProblem } from '../../../data/api.ts'
import { useDemand, useDemandSectors } from '../../../data/scenarios.ts'
import { Card } from '../../../parts/card.tsx'
import { EmptyState } from '../../../parts/empty-state.tsx'
import { ErrorState } from '../../../parts/error-state.tsx'
import { Loading } from '../../../parts/loading.tsx'
import { useAddressState } from '../../../shell/address-state.ts'
import { useScope } from '../../../shell/scope.tsx'
import { DemandForm } from './demand-form.tsx'
import { DemandResultView } from './demand-result.tsx'
import { readChanges, writeChanges, type DemandChange } from './demand-changes.ts'
import styles from './demand.module.css'

export function Demand() {
  const { query } = useScope()
  const { get, set } = useAddressState()
  const table = get('table')
  const sectors = useDemandSectors(query.chain, table)
  const changes = readChanges(get('demand'))
  const run = (next: readonly DemandChange[]) => set({ demand: writeChanges(next) }, true)
  if (sectors.data === undefined) {
    if (sectors.error === null) return <Loading title="正在读取投入产出表" />
    if (!isMissing(problemOf(sectors.error), table)) {
      return <ErrorState error={sectors.error} retry={() => void sectors.refetch()} />
    }
  }
  if (sectors.data === undefined || sectors.data.sectors.length === 0) {
    return (
      <Card className={styles.missing}>
        <EmptyState
          title="尚未载入投入产出表"
          detail="载入国家统计局投入产出表（如 2020 年 153 部门表）后，可测算最终需求变动对各部门产出的带动。"
          supplier="国家统计局（公开发布）；省统计局可提供山东省表"
        />
      </Card>
    )
  }
  return (
    <Loaded
      key={sectors.data.table.code}
      data={sectors.data}
      changes={changes}
      onRun={run}
      onTable={(code) => set({ table: code, demand: null }, true)}
    />
  )
}

/** No table at all, apart from a table asked for by a name that nobody knows. */
function isMissing({ status, code }: ApiProblem, table: string | null): boolean {
  return code === 'no-table' || (status === 404 && table === null)
}

function Loaded({
  data,
  changes,
  onRun,
  onTable,
}: {
  readonly data: DemandSectors
  readonly changes: readonly DemandChange[]
  readonly onRun: (changes: readonly DemandChange[]) => void
  readonly onTable: (code: string) => void
}) {
  const { query } = useScope()
  const known = new Set(data.sectors.map(({ code }) => code))
  const asked = changes.filter(([sector]) => known.has(sector))
  const result = useDemand(
    asked.length === 0
      ? null
      : {
          table: data.table.code,
          ...(query.chain !== undefined && { chain: query.chain }),
          changes: asked.map(([sector, percent]) => ({ sector, percent })),
        },
  )
  const first = data.sectors.toSorted((a, b) => b.segments.length - a.segments.length)[0]
  return (
    <div className={styles.demand} data-print="page">
      <DemandForm data={data} changes={asked} running={result.isFetching} onRun={onRun} onTable={onTable} />
      {result.data !== undefined ? (
        <DemandResultView result={result.data} />
      ) : (
        <Card fill className={styles.instead}>
          {asked.length === 0 ? (
            <EmptyState
              title="哪个部门的最终需求变动？"
              detail={`在左侧选部门并填变动百分比，得到全国各部门产出的带动。依据“${data.table.title}”。`}
            >
              {first !== undefined && (
                <button
                  type="button"
                  className="button button-primary"
                  onClick={() => onRun([[first.code, 10]])}
                >
                  试算：{first.title}最终需求 +10 %
                </button>
              )}
            </EmptyState>
          ) : result.error === null ? (
            <Loading title="正在测算" />
          ) : (
            <ErrorState error={result.error} retry={() => void result.refetch()} />
          )}
        </Card>
      )}
    </div>
  )
}
