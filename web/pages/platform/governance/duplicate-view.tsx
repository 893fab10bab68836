/** Records whose keys differ and that may yet be one: the same, different, or still open. */
import { useState } from 'react'
import type { DuplicateItem } from '../../../../server/api/schemas/governance.ts'
import { useChange } from '../../../data/change.ts'
import { useDuplicates } from '../../../data/governance.ts'
import { Card } from '../../../parts/card.tsx'
import { Choice } from '../../../parts/choice.tsx'
import { EmptyState } from '../../../parts/empty-state.tsx'
import { ErrorState } from '../../../parts/error-state.tsx'
import { useEvidence } from '../../../parts/evidence-drawer.tsx'
import { formatDate, formatTime } from '../../../parts/format.ts'
import { Loading } from '../../../parts/loading.tsx'
import { useAddressState } from '../../../shell/address-state.ts'
import { useScope } from '../../../shell/scope.tsx'
import { Problem } from './problem.tsx'
import styles from './governance.module.css'

type State = DuplicateItem['state']
const titles: Readonly<Record<State, string>> = { open: '待判定', same: '同一条', different: '不是同一条' }

export function DuplicateView() {
  const { realm } = useScope()
  const address = useAddressState()
  const asked = address.get('state')
  const state: State = asked === 'same' || asked === 'different' ? asked : 'open'
  const found = useDuplicates(realm, state)
  const first = found.data?.pages[0]
  const items = found.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <Card
      title="疑似重复"
      note="主键不同而可能是同一条；判为“不是同一条”后不再扣唯一性得分，可随时撤回"
      fill
      className={styles.fill}
      actions={
        <Choice
          label="判定"
          value={state}
          options={(Object.keys(titles) as State[]).map((value) => ({
            value,
            title: first === undefined ? titles[value] : `${titles[value]} ${first.counts[value]}`,
          }))}
          onChange={(value) => address.set({ state: value === 'open' ? null : value })}
        />
      }
    >
      {first === undefined ? (
        found.error === null ? (
          <Loading title="正在读取疑似重复" />
        ) : (
          <ErrorState error={found.error} retry={() => void found.refetch()} />
        )
      ) : items.length === 0 ? (
        <EmptyState
          title={state === 'open' ? '没有待判定的重复' : '没有这样的判定'}
          detail={
            state === 'open'
              ? '数据载入后自动比对，疑似重复的记录成对列在这里，由数据管理员判定。'
              : '在“待判定”中判定后留在这里，可撤回。'
          }
        />
      ) : (
        <ul className={styles.duplicates}>
          {items.map((item) => (
            <Duplicate key={item.id} item={item} />
          ))}
          {found.hasNextPage && (
            <li>
              <button
                type="button"
                className="button button-small"
                disabled={found.isFetchingNextPage}
                onClick={() => void found.fetchNextPage()}
              >
                加载更多
              </button>
            </li>
          )}
        </ul>
      )}
    </Card>
  )
}

function Duplicate({ item }: { readonly item: DuplicateItem }) {
  const { session } = useScope()
  const evidence = useEvidence()
  const [reason, setReason] = useState('')
  const change = useChange('/api/governance')
  const decide = (state: State) =>
    void change.run(`/api/governance/duplicates/${item.id}/decision`, 'POST', {
      state,
      reason: reason.trim() === '' ? '撤回判定' : reason.trim(),
    })
  return (
    <li aria-label={item.title}>
      <header>
        <b>
          <bdi>{item.title}</bdi>
        </b>
        <span className="quiet small">
          {item.datasetTitle} · {item.kindTitle} · {formatDate(item.foundAt)} 发现
        </span>
      </header>
      <ul>
        {item.members.map((member) => (
          <li key={`${member.dataset} ${member.rowId}`}>
            <button
              type="button"
              className="text-button"
              onClick={() =>
                evidence.openRow({
                  dataset: member.dataset,
                  datasetTitle: item.datasetTitle,
                  rowId: member.rowId,
                })
              }
            >
              {member.key}
            </button>{' '}
            <bdi>{member.name}</bdi>
          </li>
        ))}
      </ul>
      {item.state !== 'open' && (
        <p className="small">
          {titles[item.state]}：{item.reason}（<bdi>{item.decidedBy}</bdi>，{formatTime(item.decidedAt)}）
        </p>
      )}
      {change.problem !== null && <Problem problem={change.problem} />}
      {session.role !== 'reviewer' &&
        (item.state === 'open' ? (
          <div className={styles.form}>
            <input
              className="field"
              aria-label={`${item.title}的判定理由`}
              placeholder="理由（必填，存档）"
              maxLength={500}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
            {(['same', 'different'] as const).map((state) => (
              <button
                key={state}
                type="button"
                className="button button-small"
                disabled={change.busy || reason.trim() === ''}
                onClick={() => decide(state)}
              >
                {titles[state]}
              </button>
            ))}
          </div>
        ) : (
          <button
            type="button"
            className="button button-small"
            disabled={change.busy}
            onClick={() => decide('open')}
          >
            撤回判定
          </button>
        ))}
    </li>
  )
}
