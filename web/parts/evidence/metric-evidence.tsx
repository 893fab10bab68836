/** A metric walked down to its records. */
import type { SourceRef } from '../../../server/api/schemas/shared.ts'
import { useMetric, useMetricDefinitions, useMetricEvidence, type ScopeQuery } from '../../data/queries.ts'
import { EmptyState } from '../empty-state.tsx'
import { ErrorState } from '../error-state.tsx'
import { Loading } from '../loading.tsx'
import { EvidenceBody } from './evidence-body.tsx'
import { LineageLink } from './lineage-link.tsx'

export function MetricEvidenceView({
  id,
  query,
  onRow,
  onLeave,
}: {
  readonly id: string
  readonly query: ScopeQuery
  readonly onRow: (source: SourceRef) => void
  /** Follows a link to another page. */
  readonly onLeave: () => void
}) {
  const evidence = useMetricEvidence(id, query)
  const metric = useMetric(id, query).data
  const definition = useMetricDefinitions().data?.items.find((one) => one.id === id)
  const head = evidence.data?.pages[0]
  if (head === undefined) {
    return evidence.error === null ? (
      <Loading title="正在追溯证据" />
    ) : (
      <ErrorState error={evidence.error} retry={() => void evidence.refetch()} />
    )
  }
  return (
    <EvidenceBody
      head={head}
      digits={definition?.digits ?? 2}
      estimated={metric?.estimated === true}
      definition={definition?.definition ?? null}
      terms={[
        ...(metric?.method == null
          ? []
          : [{ title: metric.estimated ? '估算方法' : '范围', text: metric.method }]),
        ...(definition === undefined
          ? []
          : [
              { title: '依据', text: definition.standard },
              { title: '数据集', text: definition.datasets.map(({ title }) => title).join('、') },
            ]),
        ...(metric?.missing == null
          ? []
          : [{ title: '缺数原因', text: `${metric.missing.reason}；可由 ${metric.missing.supplier} 提供` }]),
      ]}
      breakdown={metric?.breakdown ?? []}
      items={evidence.data?.pages.flatMap((page) => page.items) ?? []}
      more={
        evidence.hasNextPage
          ? { load: () => void evidence.fetchNextPage(), loading: evidence.isFetchingNextPage }
          : undefined
      }
      empty={
        <EmptyState
          title="没有可追溯的记录"
          detail={metric?.missing?.reason ?? '该数值目前没有记录支撑，按未证实处理。'}
          supplier={metric?.missing?.supplier}
        />
      }
      actions={<LineageLink subject={`metric:${id}`} onLeave={onLeave} />}
      onRow={onRow}
    />
  )
}
