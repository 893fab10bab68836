/** Firms whose address is still in the county that registered them first, by year of registration. */
import type { Cohorts } from '../../../../server/api/schemas/migration-study.ts'
import { Card } from '../../../parts/card.tsx'
import { DataTable, type Column } from '../../../parts/data-table.tsx'
import { EmptyState } from '../../../parts/empty-state.tsx'
import { intervalText } from './interval-text.ts'
import styles from './study.module.css'

export type Trace = Cohorts['trace'][number]

export function TraceCard({ trace }: { readonly trace: readonly Trace[] }) {
  return (
    <Card
      title="住所仍在初始登记区县的比例"
      fill
      note="按登记年份，在册企业，单位 家"
      footer={
        <p className={styles.note}>
          统一社会信用代码第 3–8
          位是初始登记机关，迁址后不变。只含交付时在册的企业：注销的、迁往省外的不在其中，所以不是留存率；由市级机关登记的和住所未写明区县的不可比。
        </p>
      }
    >
      {trace.length === 0 ? (
        <EmptyState compact title="没有登记日期" detail="该地区没有登记日期和初始登记机关都已知的企业。" />
      ) : (
        <div className={styles.listing}>
          <DataTable
            name="住所仍在初始登记区县的比例"
            rows={trace.toReversed()}
            columns={traceColumns}
            rowKey={({ year }) => year}
          />
        </div>
      )}
    </Card>
  )
}

const traceColumns: readonly Column<Trace>[] = [
  { key: 'year', title: '登记年份', value: ({ year }) => String(year) },
  { key: 'firms', title: '在册', number: true, value: ({ firms }) => firms },
  { key: 'comparable', title: '可比', number: true, value: ({ comparable }) => comparable },
  { key: 'stayed', title: '仍在原区县', number: true, value: ({ stayed }) => stayed },
  {
    key: 'left',
    title: '已在其他区县',

    number: true,
    value: ({ comparable, stayed }) => comparable - stayed,
  },
  {
    key: 'share',
    title: '比例',
    unit: '%',
    number: true,
    digits: 1,
    value: ({ share }) => (share === null ? null : share * 100),
  },
  {
    key: 'interval',
    title: '95 % 区间',
    number: true,
    value: ({ interval }) => (interval === null ? null : intervalText(interval)),
    show: ({ interval }) => intervalText(interval),
  },
]
