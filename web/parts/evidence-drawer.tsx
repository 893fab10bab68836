/**
 * 一数一源一证. Anything that shows a number or a source puts one of these beside it:
 *   <EvidenceButton metric="cluster-scale" />           a metric, for the scope of the screen
 *   <EvidenceButton metric="concentration" query={{ ...query, region: "370523" }} />
 *   <SourceButton source={sourceRef} />                 the row behind a value
 * or calls `useEvidence().openMetric(…)` / `.openRow(…)`. One drawer serves the page: metric → 口径 and
 * formula → inputs → records → source row.
 */
import { createContext, useCallback, useContext, useMemo, useState, type ReactNode } from 'react'
import type { SourceRef } from '../../server/api/schemas/shared.ts'
import type { ScopeQuery } from '../data/queries.ts'
import { useScope } from '../shell/scope.tsx'
import { Drawer } from './drawer.tsx'
import { MetricEvidenceView } from './evidence/metric-evidence.tsx'
import { SourceRowView } from './evidence/source-row.tsx'
import { formatNumber } from './format.ts'

type RowReference = Pick<SourceRef, 'dataset' | 'datasetTitle' | 'rowId'>

interface Evidence {
  readonly openMetric: (id: string, title?: string, query?: ScopeQuery) => void
  readonly openRow: (source: RowReference) => void
}

const EvidenceContext = createContext<Evidence | null>(null)

export function useEvidence(): Evidence {
  const evidence = useContext(EvidenceContext)
  if (evidence === null) throw new Error('useEvidence 只能在页面框架内使用')
  return evidence
}

interface Opened {
  readonly metric: { readonly id: string; readonly title: string; readonly query: ScopeQuery } | null
  readonly row: RowReference | null
}

const closed: Opened = { metric: null, row: null }

export function EvidenceProvider({ children }: { readonly children: ReactNode }) {
  const { query: scopeQuery } = useScope()
  const [opened, setOpened] = useState(closed)
  const evidence = useMemo(
    (): Evidence => ({
      openMetric: (id, title = id, query = scopeQuery) =>
        setOpened({ metric: { id, title, query }, row: null }),
      openRow: (row) => setOpened({ metric: null, row }),
    }),
    [scopeQuery],
  )
  const openRow = useCallback((row: RowReference) => setOpened((now) => ({ ...now, row })), [])
  const { metric, row } = opened
  return (
    <EvidenceContext value={evidence}>
      {children}
      {(metric !== null || row !== null) && (
        <Drawer
          title={row === null ? `证据：${metric?.title ?? ''}` : `原始行：${row.datasetTitle}`}
          wide
          onClose={() => setOpened(closed)}
          onBack={
            metric !== null && row !== null ? () => setOpened((now) => ({ ...now, row: null })) : undefined
          }
        >
          {metric !== null && (
            // Kept while a row is open, so that going back finds the list where it was.
            <div hidden={row !== null}>
              <MetricEvidenceView id={metric.id} query={metric.query} onRow={openRow} />
            </div>
          )}
          {row !== null && <SourceRowView reference={row} />}
        </Drawer>
      )}
    </EvidenceContext>
  )
}

export function EvidenceButton({
  metric,
  title,
  query,
  label = '证据',
}: {
  readonly metric: string
  readonly title?: string
  /** Another slice than the screen's. */
  readonly query?: ScopeQuery
  readonly label?: string
}) {
  const evidence = useEvidence()
  return (
    <button
      type="button"
      className="text-button"
      data-print="no"
      aria-label={title === undefined ? label : `${title}的证据`}
      onClick={() => evidence.openMetric(metric, title, query)}
    >
      {label}
    </button>
  )
}

/** 第 1,204 行 of its file; opens the row. */
export function SourceButton({ source, label }: { readonly source: SourceRef; readonly label?: string }) {
  const evidence = useEvidence()
  return (
    <button
      type="button"
      className="text-button"
      title={`${source.datasetTitle} · 批次 ${source.batchId} · ${source.fileName}`}
      onClick={() => evidence.openRow(source)}
    >
      {label ?? `第 ${formatNumber(source.rowNumber)} 行`}
    </button>
  )
}
