/**
 * The queue on the left, the record and its candidates on the right. Keys: ↑↓ row, ←→ candidate, A accept,
 * R reject, U unsure, Z undo the last decision.
 */
import { useEffect, useState } from 'react'
import type { JudgementAnswer, JudgementRequest, ReviewItem } from '../../../../server/api/schemas/fusion.ts'
import { useChange } from '../../../data/change.ts'
import { useReview, useReviewDetail } from '../../../data/fusion.ts'
import { Answer } from '../../../parts/answer.tsx'
import { Card } from '../../../parts/card.tsx'
import { EmptyState } from '../../../parts/empty-state.tsx'
import { ErrorState } from '../../../parts/error-state.tsx'
import { formatNumber } from '../../../parts/format.ts'
import { Loading } from '../../../parts/loading.tsx'
import { NameText } from '../../../parts/name-text.tsx'
import { useAddressState } from '../../../shell/address-state.ts'
import { useScope } from '../../../shell/scope.tsx'
import { Comparison } from './comparison.tsx'
import { DecisionBar, type Last } from './decision-bar.tsx'
import styles from './fusion.module.css'

const keyOf = ({ dataset, rowKey }: Pick<ReviewItem, 'dataset' | 'rowKey'>) => `${dataset} ${rowKey}`

export function ReviewView() {
  const { realm, session } = useScope()
  const address = useAddressState()
  const dataset = address.get('dataset') ?? undefined
  const queue = useReview(realm, dataset)
  const items = queue.data?.pages.flatMap((page) => page.items) ?? []
  const first = queue.data?.pages[0]
  const wanted = address.get('row')
  const at = Math.max(
    0,
    items.findIndex((item) => keyOf(item) === wanted),
  )
  const item = items[at]
  const detail = useReviewDetail(item ?? null)
  const [candidate, setCandidate] = useState(0)
  const [reason, setReason] = useState('')
  const [last, setLast] = useState<Last | null>(null)
  const change = useChange('/api/fusion', '/api/enterprises')
  const decides = session.role !== 'reviewer'
  const candidates = detail.data?.candidates ?? []
  const chosen = candidates[Math.min(candidate, candidates.length - 1)]

  const select = (index: number) => {
    const next = items[index]
    if (next === undefined) return
    setCandidate(0)
    address.set({ row: keyOf(next) })
  }
  const decide = async (outcome: JudgementRequest['outcome'], creditCode: string | null, words: string) => {
    if (item === undefined || !decides || change.busy) return
    const next = items[at + 1] ?? items[at - 1]
    const answer = await change.run<JudgementAnswer>('/api/fusion/judgements', 'POST', {
      dataset: item.dataset,
      rowKey: item.rowKey,
      outcome,
      creditCode,
      reason: reason.trim() === '' ? words : reason.trim(),
    } satisfies JudgementRequest)
    if (answer === null) return
    setLast({ answer, name: item.name, words })
    setReason('')
    setCandidate(0)
    // A row with other candidates stays in the queue: it is decided to the end first.
    const stays = outcome === 'none' && creditCode !== null && candidates.length > 1
    address.set({ row: stays ? keyOf(item) : next === undefined ? null : keyOf(next) })
  }
  const accept = () => chosen && void decide('link', chosen.creditCode, `是 ${chosen.name}`)
  const reject = () => chosen && void decide('none', chosen.creditCode, `不是 ${chosen.name}`)
  const rejectAll = () => void decide('none', null, '名录中没有这家企业')
  const unsure = () => void decide('unsure', null, '不能确定')
  const undo = async () => {
    if (last?.answer.id == null || change.busy) return
    const { dataset: of, rowKey, id } = last.answer
    const answer = await change.run<JudgementAnswer>(`/api/fusion/judgements/${id}`, 'DELETE')
    if (answer === null) return
    setLast({ answer, name: last.name, words: '已撤销判定' })
    address.set({ row: keyOf({ dataset: of, rowKey }) })
  }

  useKeys({
    a: accept,
    r: reject,
    u: unsure,
    z: () => void undo(),
    ArrowUp: () => select(at - 1),
    ArrowDown: () => select(at + 1),
    ArrowLeft: () => setCandidate((now) => Math.max(0, now - 1)),
    ArrowRight: () => setCandidate((now) => Math.min(candidates.length - 1, now + 1)),
  })

  return (
    <div className={styles.split}>
      <Card
        title="待核对"
        note={first === undefined ? undefined : `${formatNumber(first.total)} 条`}
        fill
        className={styles.queue}
        actions={
          <select
            className="field"
            aria-label="数据集"
            value={dataset ?? ''}
            onChange={(event) => address.set({ dataset: event.target.value || null, row: null })}
          >
            <option value="">全部数据集</option>
            {first?.datasets.map(({ id, title, rows }) => (
              <option key={id} value={id}>
                {title}（{formatNumber(rows)}）
              </option>
            ))}
          </select>
        }
      >
        {first === undefined ? (
          queue.error === null ? (
            <Loading title="正在读取待核对的关联" />
          ) : (
            <ErrorState error={queue.error} retry={() => void queue.refetch()} />
          )
        ) : items.length === 0 ? (
          <EmptyState title="没有待核对的关联" detail="不能自动关联、又有相近企业的记录列在这里。" />
        ) : (
          <QueueList
            items={items}
            at={at}
            onSelect={select}
            more={
              queue.hasNextPage
                ? { load: () => void queue.fetchNextPage(), loading: queue.isFetchingNextPage }
                : undefined
            }
          />
        )}
      </Card>
      <Card title="并列核对" note={item?.datasetTitle} fill className={styles.fill}>
        {item === undefined ? (
          <EmptyState title="没有选中的记录" />
        ) : (
          <Answer of={detail} title="正在读取记录与候选">
            {(data) => <Comparison detail={data} chosen={candidate} onChoose={setCandidate} />}
          </Answer>
        )}
        <DecisionBar
          last={last}
          problem={change.problem}
          busy={change.busy}
          reason={reason}
          onReason={setReason}
          ready={decides && item !== undefined && detail.data !== undefined}
          hasCandidate={chosen !== undefined}
          readOnly={!decides}
          onAccept={accept}
          onReject={reject}
          onRejectAll={rejectAll}
          onUnsure={unsure}
          onUndo={() => void undo()}
        />
      </Card>
    </div>
  )
}

function QueueList({
  items,
  at,
  onSelect,
  more,
}: {
  readonly items: readonly ReviewItem[]
  readonly at: number
  readonly onSelect: (index: number) => void
  readonly more: { readonly load: () => void; readonly loading: boolean } | undefined
}) {
  return (
    <ul className={styles.list} aria-label="待核对的记录">
      {items.map((item, index) => (
        <li key={keyOf(item)}>
          <button
            type="button"
            aria-current={index === at}
            ref={(element) => {
              if (index === at) element?.scrollIntoView({ block: 'nearest' })
            }}
            onClick={() => onSelect(index)}
          >
            <NameText text={item.name} />
            <span className="quiet small">
              {item.unsure !== null && <b className={styles.unsure}>不能确定 </b>}
              {item.datasetTitle} · {item.candidates} 个候选 · 最高 {formatNumber(item.bestScore, 1)}
            </span>
          </button>
        </li>
      ))}
      {more !== undefined && (
        <li>
          <button type="button" className="button button-small" disabled={more.loading} onClick={more.load}>
            {more.loading ? '正在读取 …' : '加载更多'}
          </button>
        </li>
      )}
    </ul>
  )
}

/** Plain keys, not while typing, choosing in a control or with a dialog open. */
function useKeys(keys: Readonly<Record<string, () => void>>): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return
      const { target } = event
      if (
        target instanceof HTMLElement &&
        target.closest('input, select, textarea, dialog, fieldset') !== null
      )
        return
      const act = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key]
      if (act === undefined) return
      event.preventDefault()
      act()
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  })
}
