/**
 * 账号与角色: the system administrator makes, disables and resets accounts; the security administrator gives
 * roles and unlocks. Neither can do the work of the other.
 */
import { useState } from 'react'
import type { Account } from '../../../server/api/schemas/account.ts'
import { useAccounts } from '../../data/access-queries.ts'
import { roleTitles } from '../../data/vocabulary.ts'
import { Answer } from '../../parts/answer.tsx'
import { Card } from '../../parts/card.tsx'
import { DataTable, type Column } from '../../parts/data-table.tsx'
import { EmptyState } from '../../parts/empty-state.tsx'
import { formatTime } from '../../parts/format.ts'
import { useScope } from '../../shell/scope.tsx'
import { AccountDrawer } from './accounts/account-drawer.tsx'
import { NewAccountDrawer } from './accounts/new-account-drawer.tsx'
import { statesOf } from './accounts/account-states.ts'
import styles from './accounts/accounts.module.css'

const columns: readonly Column<Account>[] = [
  {
    key: 'username',
    title: '账号',
    value: ({ username, displayName }) => `${displayName} ${username}`,
    show: ({ username, displayName }) => (
      <span className={styles.two}>
        <bdi>{displayName}</bdi>
        <small>{username}</small>
      </span>
    ),
  },
  { key: 'person', title: '工号', width: '14%', value: ({ person }) => person },
  {
    key: 'role',
    title: '角色',
    width: '12%',
    value: ({ role }) => (role === null ? '未授予' : roleTitles[role]),
  },
  {
    key: 'reach',
    title: '辖区或企业',
    width: '18%',
    value: ({ enterpriseName, creditCode, region }) => enterpriseName ?? creditCode ?? region?.name ?? null,
  },
  {
    key: 'state',
    title: '状态',
    width: '16%',
    value: (account) => statesOf(account).join('、'),
    show: (account) => (
      <span className={styles.state} data-disabled={account.disabled} data-locked={account.locked}>
        {statesOf(account).join('、')}
      </span>
    ),
  },
  {
    key: 'secondFactor',
    title: '动态口令',
    width: '90px',
    value: ({ secondFactor }) => (secondFactor ? '已绑定' : '未绑定'),
  },
  {
    key: 'lastSignInAt',
    title: '最近登录',
    width: '140px',
    value: ({ lastSignInAt }) => (lastSignInAt === null ? '从未' : formatTime(lastSignInAt)),
  },
]

export default function Accounts() {
  const { session } = useScope()
  const [query, setQuery] = useState('')
  const accounts = useAccounts(query)
  const [opened, setOpened] = useState<number | null>(null)
  const [creating, setCreating] = useState(false)
  const isSystem = session.role === 'system-admin'
  const rows = accounts.data?.pages.flatMap(({ items }) => items) ?? []
  const account = rows.find(({ id }) => id === opened)
  return (
    <Card
      title="账号"
      fill
      className={styles.page}
      note={
        isSystem
          ? '新建、停用账号与重置口令；角色由安全管理员授予'
          : '授予角色、辖区与企业，解除锁定；账号由系统管理员新建'
      }
      actions={
        <>
          <input
            className="field"
            type="search"
            aria-label="查找账号"
            placeholder="账号、姓名或工号"
            maxLength={100}
            value={query}
            onChange={(event) => setQuery(event.target.value)}
          />
          {isSystem && (
            <button type="button" className="button button-primary" onClick={() => setCreating(true)}>
              新建账号
            </button>
          )}
        </>
      }
    >
      <Answer of={accounts} title="正在读取账号">
        {() => (
          <DataTable
            name="账号与角色"
            rows={rows}
            columns={columns}
            rowKey={({ id }) => id}
            onRow={({ id }) => setOpened(id)}
            selected={opened}
            more={
              accounts.hasNextPage
                ? { load: () => void accounts.fetchNextPage(), loading: accounts.isFetchingNextPage }
                : undefined
            }
            empty={
              <EmptyState
                title="没有账号"
                detail={query === '' ? '尚未建立账号。' : '没有符合条件的账号。'}
              />
            }
          />
        )}
      </Answer>
      {account !== undefined && (
        <AccountDrawer
          key={account.id}
          account={account}
          isSystem={isSystem}
          onClose={() => setOpened(null)}
        />
      )}
      {creating && <NewAccountDrawer onClose={() => setCreating(false)} />}
    </Card>
  )
}
