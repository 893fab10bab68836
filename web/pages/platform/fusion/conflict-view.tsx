/** Where sources disagree about a firm: what each says, of when, which was taken and by which rule. */
import { useState } from 'react'
import type { ConflictItem } from '../../../../server/api/schemas/fusion.ts'
import { useConflicts } from '../../../data/fusion.ts'
import { Card } from '../../../parts/card.tsx'
import { EmptyState } from '../../../parts/empty-state.tsx'
import { EnterpriseDrawer } from '../../../parts/enterprise-drawer.tsx'
import { ErrorState } from '../../../parts/error-state.tsx'
import { SourceButton } from '../../../parts/evidence-drawer.tsx'
import { formatDate, formatNumber, MISSING } from '../../../parts/format.ts'
import { Loading } from '../../../parts/loading.tsx'
import { useAddressState } from '../../../shell/address-state.ts'
import { useScope } from '../../../shell/scope.tsx'
import styles from './fusion.module.css'

export function ConflictView() {
  const { realm } = useScope()
  const address = useAddressState()
  const field = address.get('field') ?? undefined
  const found = useConflicts(realm, field)
  const [firm, setFirm] = useState<string | null>(null)
  const first = found.data?.pages[0]
  const items = found.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <Card
      title="来源冲突"
      note="文字不同（空白、括号不计）或数相差超过 1 %；各来源的原值都保留"
      fill
      className={styles.fill}
      actions={
        <select
          className="field"
          aria-label="字段"
          value={field ?? ''}
          onChange={(event) => address.set({ field: event.target.value || null })}
        >
          <option value="">全部字段</option>
          {first?.fields.map((one) => (
            <option key={one.field} value={one.field}>
              {one.title}（{formatNumber(one.firms)} 家）
            </option>
          ))}
        </select>
      }
    >
      {first === undefined ? (
        found.error === null ? (
          <Loading title="正在比对各来源" />
        ) : (
          <ErrorState error={found.error} retry={() => void found.refetch()} />
        )
      ) : items.length === 0 ? (
        <EmptyState title="各来源没有冲突" />
      ) : (
        <>
          <table className={styles.conflicts} aria-label="来源冲突">
            <thead>
              <tr>
                <th scope="col">企业</th>
                <th scope="col">字段</th>
                <th scope="col">各来源的值</th>
                <th scope="col">取值规则</th>
              </tr>
            </thead>
            <tbody>
              {items.map((item) => (
                <tr key={`${item.creditCode} ${item.field}`}>
                  <td>
                    <button type="button" className="text-button" onClick={() => setFirm(item.creditCode)}>
                      <bdi>{item.name}</bdi>
                    </button>
                    <small className="number">{item.creditCode}</small>
                  </td>
                  <td>{item.fieldTitle}</td>
                  <td>
                    <Values item={item} />
                  </td>
                  <td className="small quiet">{item.rule}</td>
                </tr>
              ))}
            </tbody>
          </table>
          {found.hasNextPage && (
            <button
              type="button"
              className="button button-small"
              disabled={found.isFetchingNextPage}
              onClick={() => void found.fetchNextPage()}
            >
              {found.isFetchingNextPage ? '正在读取 …' : '加载更多'}
            </button>
          )}
        </>
      )}
      {firm !== null && <EnterpriseDrawer creditCode={firm} onClose={() => setFirm(null)} />}
    </Card>
  )
}

function Values({ item }: { readonly item: ConflictItem }) {
  return (
    <ul>
      {item.values.map(({ value, masked, year, won, source }) => (
        <li key={source.dataset} data-won={won}>
          <b className="number">
            <bdi>{masked ? '无权查看' : shown(item.field, value)}</bdi>
          </b>
          {year !== null && <span className="small"> {year} 年</span>}
          {won && <mark>取用</mark>}
          <span className="quiet small">
            {source.datasetTitle} · {formatDate(source.effectiveAt)} · <SourceButton source={source} />
          </span>
        </li>
      ))}
    </ul>
  )
}

const numbers = new Set(['registered_capital', 'revenue', 'employees', 'research_expense'])

function shown(field: string, value: string | null): string {
  if (value === null) return MISSING
  return numbers.has(field) ? formatNumber(Number(value)) : value
}
