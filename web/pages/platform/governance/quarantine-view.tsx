/** 隔离: groups of records with the same fault; a group opens its records, a record opens its mending. */
import { useState } from 'react'
import type { QuarantineGroup, QuarantineItem } from '../../../../server/api/schemas/quarantine.ts'
import { quarantineStateTitles, useQuarantined, useQuarantineGroups } from '../../../data/governance.ts'
import { Answer } from '../../../parts/answer.tsx'
import { Card } from '../../../parts/card.tsx'
import { Choice } from '../../../parts/choice.tsx'
import { DataTable, type Column } from '../../../parts/data-table.tsx'
import { EmptyState } from '../../../parts/empty-state.tsx'
import { ErrorState } from '../../../parts/error-state.tsx'
import { formatDate, formatNumber, MISSING } from '../../../parts/format.ts'
import { Loading } from '../../../parts/loading.tsx'
import { NameText } from '../../../parts/name-text.tsx'
import { useAddressState } from '../../../shell/address-state.ts'
import { useScope } from '../../../shell/scope.tsx'
import { BulkDrawer } from './bulk-drawer.tsx'
import { RecordDrawer } from './record-drawer.tsx'
import styles from './governance.module.css'

const groupKey = ({ dataset, rule, column }: Pick<QuarantineGroup, 'dataset' | 'rule' | 'column'>) =>
  `${dataset} ${rule} ${column ?? ''}`

export function QuarantineView() {
  const { realm } = useScope()
  const address = useAddressState()
  const groups = useQuarantineGroups(realm)
  const onlyDataset = address.get('dataset')
  return (
    <div className={styles.split}>
      <Card title="隔离分组" note="同一数据集、同一问题、同一信息项为一组" fill className={styles.groups}>
        <Answer of={groups} title="正在读取隔离分组">
          {({ items }) => (
            <DataTable
              name="隔离分组"
              rows={items}
              columns={groupColumns}
              rowKey={groupKey}
              selected={
                onlyDataset === null
                  ? null
                  : `${onlyDataset} ${address.get('rule') ?? ''} ${address.get('column') ?? ''}`
              }
              onRow={({ dataset, rule, column }) =>
                address.set({ dataset, rule, column: column ?? '', state: null })
              }
              empty={
                <EmptyState title="没有隔离的记录" detail="不合契约的记录在载入时隔离，在这里修复或弃用。" />
              }
            />
          )}
        </Answer>
      </Card>
      <Records groups={groups.data?.items ?? []} />
    </div>
  )
}

const groupColumns: readonly Column<QuarantineGroup>[] = [
  {
    key: 'dataset',
    title: '数据集与问题',
    value: ({ datasetTitle, columnTitle, example }) => `${datasetTitle} ${columnTitle ?? ''} ${example}`,
    show: ({ datasetTitle, columnTitle, example }) => (
      <span className={styles.two}>
        <NameText text={columnTitle === null ? datasetTitle : `${datasetTitle} · ${columnTitle}`} />
        <small title={example}>{example}</small>
      </span>
    ),
  },
  {
    key: 'open',
    title: '待处理',
    number: true,
    width: '72px',
    value: ({ open }) => open,
    show: ({ open }) => <span className={open > 0 ? styles.failing : undefined}>{formatNumber(open)}</span>,
  },
  {
    key: 'settled',
    title: '已处理',
    number: true,
    width: '72px',
    value: ({ mended, dropped }) => mended + dropped,
  },
  {
    key: 'ticket',
    title: '工单',
    width: '58px',
    value: ({ ticket }) => (ticket === null ? null : `#${ticket}`),
  },
]

const states = [
  { value: 'open', title: '待处理' },
  { value: 'mended', title: '已修复' },
  { value: 'dropped', title: '已弃用' },
] as const

function Records({ groups }: { readonly groups: readonly QuarantineGroup[] }) {
  const { realm, session } = useScope()
  const address = useAddressState()
  const dataset = address.get('dataset') ?? undefined
  const rule = address.get('rule') ?? undefined
  const column = address.get('column') ?? undefined
  const state = states.find(({ value }) => value === address.get('state'))?.value ?? 'open'
  const batch = Number(address.get('batch')) || undefined
  const group = groups.find(
    (one) =>
      dataset !== undefined && rule !== undefined && groupKey(one) === `${dataset} ${rule} ${column ?? ''}`,
  )
  const records = useQuarantined({ realm, dataset, rule, column, batch, state })
  const [bulk, setBulk] = useState(false)
  const opened = Number(address.get('record')) || null
  const first = records.data?.pages[0]
  const title =
    group === undefined
      ? '隔离记录'
      : `${group.datasetTitle}${group.columnTitle === null ? '' : ` · ${group.columnTitle}`}`
  return (
    <Card
      title={title}
      fill
      className={styles.fill}
      note={
        batch === undefined ? undefined : (
          <>
            只看批次 {batch}{' '}
            <button type="button" className="text-button" onClick={() => address.set({ batch: null })}>
              全部批次
            </button>
          </>
        )
      }
      actions={
        <>
          {dataset !== undefined && (
            <button
              type="button"
              className="text-button"
              onClick={() => address.set({ dataset: null, rule: null, column: null })}
            >
              全部分组
            </button>
          )}
          <Choice
            label="处理状态"
            value={state}
            options={states}
            onChange={(value) => address.set({ state: value === 'open' ? null : value })}
          />
          {group !== undefined && state === 'open' && group.open > 0 && session.role !== 'reviewer' && (
            <button type="button" className="button button-small" onClick={() => setBulk(true)}>
              成组处理
            </button>
          )}
        </>
      }
    >
      {first === undefined ? (
        records.error === null ? (
          <Loading title="正在读取隔离记录" />
        ) : (
          <ErrorState error={records.error} retry={() => void records.refetch()} />
        )
      ) : (
        <DataTable
          name="隔离记录"
          rows={records.data?.pages.flatMap(({ items }) => items) ?? []}
          columns={group === undefined ? recordColumns : recordColumns.slice(1)}
          rowKey={({ id }) => id}
          selected={opened}
          onRow={({ id }) => address.set({ record: String(id) }, true)}
          total={first.total}
          more={
            records.hasNextPage
              ? { load: () => void records.fetchNextPage(), loading: records.isFetchingNextPage }
              : undefined
          }
          empty={
            <EmptyState
              title={state === 'open' ? '没有待处理的记录' : `没有${quarantineStateTitles[state]}的记录`}
              detail={
                state === 'open'
                  ? '新隔离的记录出现在这里，可逐条修复、整组改正或弃用。'
                  : '处理过的记录留在这里，附处理人和时间。'
              }
            />
          }
        />
      )}
      {opened !== null && <RecordDrawer id={opened} onClose={() => address.set({ record: null })} />}
      {bulk && group !== undefined && <BulkDrawer group={group} onClose={() => setBulk(false)} />}
    </Card>
  )
}

const recordColumns: readonly Column<QuarantineItem>[] = [
  {
    key: 'dataset',
    title: '数据集',
    width: '20%',
    value: ({ datasetTitle }) => datasetTitle,
    show: ({ datasetTitle }) => <NameText text={datasetTitle} />,
  },
  {
    key: 'message',
    title: '问题',
    value: ({ message }) => message,
    show: ({ message }) => <NameText text={message} />,
  },
  {
    key: 'value',
    title: '原值',
    width: '20%',
    value: ({ value }) => value,
    show: ({ value }) => (value === null ? MISSING : <NameText text={value} />),
  },
  { key: 'batch', title: '批次', number: true, width: '60px', value: ({ batchId }) => batchId },
  { key: 'row', title: '行号', number: true, width: '76px', value: ({ rowNumber }) => rowNumber },
  { key: 'at', title: '隔离日期', width: '100px', value: ({ createdAt }) => formatDate(createdAt) },
]
