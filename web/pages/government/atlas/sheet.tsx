/** One of the ten: title, by which rule, what it shows, and how far. On paper it begins a page. */
import type { ReactNode } from 'react'
import { sourceText, type Atlas, type AtlasTable } from '../../../data/atlas.ts'
import { EmptyState } from '../../../parts/empty-state.tsx'
import { formatNumber } from '../../../parts/format.ts'
import { RealmBadge } from '../../../parts/realm-badge.tsx'
import styles from './atlas.module.css'

/** Datasets that a sheet rests on; the others rest on the chain's verdicts. */
const restsOn: Readonly<Record<string, readonly string[]>> = {
  technology: [
    'industry/chain-segment',
    'enterprise/enterprise-product',
    'public/honour',
    'enterprise/annual-report',
  ],
  attraction: [
    'enterprise/supply-transaction',
    'industry/target-enterprise',
    'public/listed-company',
    'public/enterprise-registration',
  ],
  enterprises: [
    'public/enterprise-registration',
    'public/above-scale-annual',
    'enterprise/annual-report',
    'public/listed-company',
    'public/honour',
  ],
  projects: [],
  policies: [],
}
const verdictSources = [
  'enterprise/supply-transaction',
  'public/enterprise-registration',
  'industry/chain-segment',
  'industry/segment-link',
]

export function Sheet({
  atlas,
  table,
  mark,
  children,
}: {
  readonly atlas: Atlas
  readonly table: AtlasTable
  /** 图 1, 清单 2 */
  readonly mark: string
  readonly children: ReactNode
}) {
  const ids = restsOn[table.id] ?? verdictSources
  const sources = atlas.sources.filter(({ dataset }) => ids.includes(dataset))
  return (
    <section id={table.id} className={styles.sheet} aria-label={table.title}>
      <header className={styles.sheetHead}>
        <span className={styles.mark}>{mark}</span>
        <h2>{table.title}</h2>
        <span className="quiet small">
          <bdi>{atlas.region.name}</bdi> · 截至 {atlas.asOf}
        </span>
        <RealmBadge realm={atlas.realm} />
      </header>
      {table.missing === null ? (
        children
      ) : (
        <EmptyState title={`${table.title}没有内容`} detail={table.missing} />
      )}
      <footer className={styles.sheetFoot}>
        <p>{table.note}</p>
        <p>
          {table.rows.length < table.total && (
            <span className={styles.paper}>
              共 {formatNumber(table.total)} 行，列出前 {formatNumber(table.rows.length)} 行。
            </span>
          )}
          {sources.length > 0 && `来源：${sources.map(sourceText).join('；')}。`}
        </p>
      </footer>
    </section>
  )
}
