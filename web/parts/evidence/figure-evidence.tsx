/** Any other number of a screen walked down to its records; see GET /api/evidence. */
import type { SourceRef } from '../../../server/api/schemas/shared.ts'
import { useFigureEvidence } from '../../data/lineage.ts'
import type { ScopeQuery } from '../../data/queries.ts'
import { EmptyState } from '../empty-state.tsx'
import { ErrorState } from '../error-state.tsx'
import { Loading } from '../loading.tsx'
import { EvidenceBody } from './evidence-body.tsx'
import { LineageLink } from './lineage-link.tsx'

export function FigureEvidenceView({
  subject,
  query,
  onRow,
  onLeave,
}: {
  readonly subject: string
  readonly query: ScopeQuery
  readonly onRow: (source: SourceRef) => void
  /** Follows a link to another page. */
  readonly onLeave: () => void
}) {
  const evidence = useFigureEvidence(subject, query)
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
      digits={head.digits}
      estimated={head.estimated}
      definition={head.definition}
      terms={[
        ...(head.method === null ? [] : [{ title: head.estimated ? '估算方法' : '范围', text: head.method }]),
        { title: '依据', text: head.standard },
        { title: '数据集', text: head.datasets.map(({ title }) => title).join('、') },
      ]}
      items={evidence.data?.pages.flatMap((page) => page.items) ?? []}
      more={
        evidence.hasNextPage
          ? { load: () => void evidence.fetchNextPage(), loading: evidence.isFetchingNextPage }
          : undefined
      }
      empty={<EmptyState title="没有记录" detail="没有符合口径的记录，该数值由此得出。" />}
      actions={<LineageLink subject={subject} onLeave={onLeave} />}
      onRow={onRow}
    />
  )
}
