/** 安全审计: the trail of what every user did, the latest first, and whether its chain holds. */
import { useState } from 'react'
import type { AuditItem, AuditOutcome } from '../../../server/api/schemas/audit.ts'
import type { Role } from '../../../server/api/schemas/session.ts'
import { useAudit, type AuditFilter } from '../../data/access-queries.ts'
import { roleTitles } from '../../data/vocabulary.ts'
import { Answer } from '../../parts/answer.tsx'
import { Card } from '../../parts/card.tsx'
import { DataTable, type Column } from '../../parts/data-table.tsx'
import { EmptyState } from '../../parts/empty-state.tsx'
import { MISSING } from '../../parts/format.ts'
import { ChainCard } from './audit/chain-card.tsx'
import { FilterForm } from './audit/filter-form.tsx'
import { RecordDrawer } from './audit/record-drawer.tsx'
import { eventWord, resultWord, secondsOf } from './audit/words.ts'
import styles from './audit/audit.module.css'

const columns: readonly Column<AuditItem>[] = [
  { key: 'sequence', title: '序号', number: true, width: '72px', value: ({ sequence }) => sequence },
  { key: 'time', title: '时间', width: '150px', value: ({ time }) => secondsOf(time) },
  {
    key: 'username',
    title: '用户',
    width: '13%',
    value: ({ username, role }) => `${username} ${role}`.trim(),
    show: ({ username, role }) => (
      <span className={styles.two}>
        <bdi>{username === '' ? MISSING : username}</bdi>
        <small>{role === '' ? '未登录' : (roleTitles[role as Role] ?? role)}</small>
      </span>
    ),
  },
  {
    key: 'event',
    title: '事件',
    width: '20%',
    value: ({ event }) => event,
    show: ({ event }) => <span title={event}>{eventWord(event)}</span>,
  },
  { key: 'object', title: '对象', value: ({ object }) => object },
  {
    key: 'result',
    title: '结果',
    width: '150px',
    value: ({ result }) => result,
    show: ({ result }) => (
      <span className={styles.result} data-outcome={result.charAt(0)} title={result}>
        {resultWord(result)}
      </span>
    ),
  },
  { key: 'address', title: '地址', width: '112px', value: ({ address }) => address },
]

export default function Audit() {
  const [filter, setFilter] = useState<AuditFilter>({})
  const audit = useAudit(filter)
  const [opened, setOpened] = useState<AuditItem | null>(null)
  const rows = audit.data?.pages.flatMap(({ items }) => items) ?? []
  const outcomes: readonly { value: AuditOutcome | ''; title: string }[] = [
    { value: '', title: '全部' },
    { value: 'done', title: '完成' },
    { value: 'refused', title: '被拒' },
    { value: 'failed', title: '出错' },
    { value: 'begun', title: '开始' },
  ]
  return (
    <div className={styles.page}>
      <ChainCard />
      <Card
        title="审计记录"
        fill
        className={styles.records}
        note="所有用户的每一次操作；更改在执行前后各记一条；保存不少于六个月"
      >
        <div className={styles.body}>
          <FilterForm outcomes={outcomes} onFilter={setFilter} onRefresh={() => void audit.refetch()} />
          <Answer of={audit} title="正在读取审计记录">
            {() => (
              <DataTable
                name="审计记录"
                rows={rows}
                columns={columns}
                rowKey={({ sequence }) => sequence}
                onRow={setOpened}
                selected={opened?.sequence ?? null}
                more={
                  audit.hasNextPage
                    ? { load: () => void audit.fetchNextPage(), loading: audit.isFetchingNextPage }
                    : undefined
                }
                empty={<EmptyState title="没有记录" detail="没有符合条件的审计记录。" />}
              />
            )}
          </Answer>
        </div>
      </Card>
      {opened !== null && <RecordDrawer record={opened} onClose={() => setOpened(null)} />}
    </div>
  )
}
