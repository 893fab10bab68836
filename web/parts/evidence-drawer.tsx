/**
 * 一数一源一证. Anything that shows a number or a source puts one of these beside it or around it:
 *   <EvidenceButton metric="cluster-scale" />           a metric, for the scope of the screen
 *   <EvidenceButton figure="migration:inflow" />        any other number, by its subject (GET /api/evidence)
 *   <ProvenFigure figure="segment:rubber-tyre/carbon-black/demand" title="需求">1.2 亿</ProvenFigure>
 *   <SourceButton source={sourceRef} />                 the row behind a value
 * or calls `useEvidence().open(…)` / `.openRow(…)`. One drawer serves the page: number → 口径 and
 * formula → inputs → records → source row.
 */
import { createContext, useCallback, useContext, useMemo, useState, type ReactNode } from 'react'
import type { SourceRef } from '../../server/api/schemas/shared.ts'
import type { ScopeQuery } from '../data/queries.ts'
import { useScope } from '../shell/scope.tsx'
import { Drawer } from './drawer.tsx'
import { FigureEvidenceView } from './evidence/figure-evidence.tsx'
import { MetricEvidenceView } from './evidence/metric-evidence.tsx'
import { SourceRowView } from './evidence/source-row.tsx'
import { formatNumber } from './format.ts'
import styles from './evidence/evidence.module.css'

type RowReference = Pick<SourceRef, 'dataset' | 'datasetTitle' | 'rowId'> &
  Partial<Pick<SourceRef, 'batchId' | 'column'>>

/** What is to be proven: a metric by its id, or another number by its subject. */
type Asked = { readonly metric: string } | { readonly figure: string }

interface Evidence {
  readonly open: (asked: Asked, title: string, query?: ScopeQuery) => void
  readonly openRow: (source: RowReference) => void
}

const EvidenceContext = createContext<Evidence | null>(null)

export function useEvidence(): Evidence {
  const evidence = useContext(EvidenceContext)
  if (evidence === null) throw new Error('useEvidence 只能在页面框架内使用')
  return evidence
}

interface Opened {
  readonly number: { readonly asked: Asked; readonly title: string; readonly query: ScopeQuery } | null
  readonly row: RowReference | null
}

const closed: Opened = { number: null, row: null }

export function EvidenceProvider({ children }: { readonly children: ReactNode }) {
  const { query: scopeQuery } = useScope()
  const [opened, setOpened] = useState(closed)
  const evidence = useMemo(
    (): Evidence => ({
      open: (asked, title, query = scopeQuery) => setOpened({ number: { asked, title, query }, row: null }),
      openRow: (row) => setOpened({ number: null, row }),
    }),
    [scopeQuery],
  )
  const close = useCallback(() => setOpened(closed), [])
  const openRow = useCallback((row: RowReference) => setOpened((now) => ({ ...now, row })), [])
  const { number, row } = opened
  return (
    <EvidenceContext value={evidence}>
      {children}
      {(number !== null || row !== null) && (
        <Drawer
          title={row === null ? `证据：${number?.title ?? ''}` : `原始行：${row.datasetTitle}`}
          wide
          onClose={close}
          onBack={
            number !== null && row !== null ? () => setOpened((now) => ({ ...now, row: null })) : undefined
          }
        >
          {number !== null && (
            // Kept while a row is open, so that going back finds the list where it was.
            <div hidden={row !== null}>
              {'metric' in number.asked ? (
                <MetricEvidenceView
                  id={number.asked.metric}
                  query={number.query}
                  onRow={openRow}
                  onLeave={close}
                />
              ) : (
                <FigureEvidenceView
                  subject={number.asked.figure}
                  query={number.query}
                  onRow={openRow}
                  onLeave={close}
                />
              )}
            </div>
          )}
          {row !== null && <SourceRowView reference={row} onLeave={close} />}
        </Drawer>
      )}
    </EvidenceContext>
  )
}

type Proof = Asked & {
  readonly title?: string
  /** Another slice than the screen's. */
  readonly query?: ScopeQuery
}

export function EvidenceButton({
  title,
  query,
  label = '证据',
  ...asked
}: Proof & { readonly label?: string }) {
  const evidence = useEvidence()
  const name = title ?? ('metric' in asked ? asked.metric : label)
  return (
    <button
      type="button"
      className="text-button"
      data-print="no"
      aria-label={title === undefined ? label : `${title}的证据`}
      onClick={() => evidence.open(asked, name, query)}
    >
      {label}
    </button>
  )
}

/** A number that opens its own evidence where there is no room for a button beside it. */
export function ProvenFigure({
  title,
  query,
  children,
  ...asked
}: Proof & { readonly title: string; readonly children: ReactNode }) {
  const evidence = useEvidence()
  return (
    <button
      type="button"
      className={styles.proven}
      title={`${title}的证据`}
      onClick={(event) => {
        // In a row that itself opens something.
        event.stopPropagation()
        evidence.open(asked, title, query)
      }}
    >
      {children}
    </button>
  )
}

/** 第 1,204 行 of its file; opens the row. */
export function SourceButton({ source, label }: { readonly source: SourceRef; readonly label?: ReactNode }) {
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
