import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { SourceItem } from '../../../../server/api/schemas/dataset.ts'
import { problemOf, request } from '../../../data/api.ts'
import { useSources } from '../../../data/queries.ts'
import { refresh } from '../../../data/resource.ts'
import { Answer } from '../../../parts/answer.tsx'
import { DataTable, type Column } from '../../../parts/data-table.tsx'
import { EmptyState } from '../../../parts/empty-state.tsx'
import { formatAgo, formatNumber, formatTime } from '../../../parts/format.ts'
import { Icon } from '../../../parts/icon.tsx'
import { NameText } from '../../../parts/name-text.tsx'
import { RealmBadge } from '../../../parts/realm-badge.tsx'
import { Switch } from '../../../parts/switch.tsx'
import { useScope } from '../../../shell/scope.tsx'
import { readSchedule } from './schedule.ts'
import styles from './ingest.module.css'

const results = { loaded: '已载入', repeated: '无新内容', failed: '失败' } as const

export function SourceTable() {
  const { session } = useScope()
  const sources = useSources()
  const client = useQueryClient()
  const [busy, setBusy] = useState<ReadonlySet<string>>(new Set())
  const [problem, setProblem] = useState<string | null>(null)

  const act = async (source: SourceItem, path: string, method: 'POST' | 'PATCH', body?: unknown) => {
    setProblem(null)
    setBusy((now) => new Set(now).add(source.id))
    try {
      await request(`/api/sources/${source.id}${path}`, {
        method,
        ...(body !== undefined && { body }),
      })
    } catch (error) {
      setProblem(`${source.title}：${problemOf(error).detail}`)
    } finally {
      setBusy((now) => new Set([...now].filter((id) => id !== source.id)))
      await refresh(client, '/api/sources', '/api/ingest')
    }
  }

  return (
    <>
      {problem !== null && (
        <p className={styles.failure} role="alert">
          {problem}
        </p>
      )}
      <Answer of={sources} title="正在读取数据源">
        {({ items }) => (
          <DataTable
            name="数据源"
            rows={items}
            rowKey={({ id }) => id}
            columns={
              session.role === 'operator'
                ? [
                    ...stateColumns,
                    ...controlColumns(
                      busy,
                      (source, enabled) => void act(source, '', 'PATCH', { enabled }),
                      (source) => void act(source, '/runs', 'POST'),
                    ),
                  ]
                : stateColumns
            }
            empty={
              <EmptyState
                title="没有数据源"
                detail="在 connectors 文件夹中加入连接器后，这里列出它的状态。"
              />
            }
          />
        )}
      </Answer>
    </>
  )
}

function readExpected(expected: SourceItem['expectedRows']): string {
  if (expected === null) return '未约定'
  const [minimum, maximum] = [formatNumber(expected.minimum), formatNumber(expected.maximum)]
  return minimum === maximum ? `应为 ${minimum}` : `${minimum}–${maximum}`
}

/** Outside the rows one run is expected to read. */
function isOutside({ rows, expectedRows }: SourceItem): boolean {
  return (
    rows !== null && expectedRows !== null && (rows < expectedRows.minimum || rows > expectedRows.maximum)
  )
}

const stateColumns: readonly Column<SourceItem>[] = [
  {
    key: 'title',
    title: '数据源',
    width: '27%',
    value: ({ title }) => title,
    show: (source) => (
      <span className={styles.two}>
        <span>
          <NameText text={source.title} />
        </span>
        <small title={`${source.id} · ${source.licence}`}>
          <bdi>{source.publisher}</bdi>
        </small>
      </span>
    ),
  },
  {
    key: 'dataset',
    title: '数据集',
    width: '18%',
    value: ({ datasetTitle }) => datasetTitle,
    show: (source) => (
      <span className={styles.two}>
        <span>
          <NameText text={source.datasetTitle} />
        </span>
        <small>
          <RealmBadge realm={source.demonstration ? 'demonstration' : 'actual'} compact />
          {!source.demonstration && source.dataset}
        </small>
      </span>
    ),
  },
  {
    key: 'schedule',
    title: '计划',
    width: '15%',
    value: ({ schedule }) => readSchedule(schedule),
    show: ({ schedule, nextRunAt, enabled }) => (
      <span className={styles.two} title={schedule ?? undefined}>
        <span>{readSchedule(schedule)}</span>
        {enabled && nextRunAt !== null && <small>下次 {formatTime(nextRunAt).slice(5)}</small>}
      </span>
    ),
  },
  {
    key: 'lastResult',
    title: '最近结果',
    width: '12%',
    value: ({ lastResult }) => (lastResult === null ? null : results[lastResult]),
    show: ({ lastResult, lastRunAt, lastMessage }) =>
      lastResult === null ? (
        <span className="quiet">未运行</span>
      ) : (
        <span className={styles.two} title={lastMessage ?? undefined}>
          <span className={styles.state} data-state={lastResult}>
            {results[lastResult]}
          </span>
          <small>
            {lastResult === 'failed' && lastMessage !== null
              ? lastMessage
              : lastRunAt !== null && formatAgo(lastRunAt)}
          </small>
        </span>
      ),
  },
  {
    key: 'rows',
    title: '行数',
    unit: '预期',
    number: true,
    width: '15%',
    value: ({ rows }) => rows,
    show: (source) => (
      <span className={styles.two}>
        <span
          className={isOutside(source) ? styles.outside : undefined}
          title={isOutside(source) ? '超出预期范围' : undefined}
        >
          {isOutside(source) && '⚠ '}
          {formatNumber(source.rows)}
        </span>
        <small>{readExpected(source.expectedRows)}</small>
      </span>
    ),
  },
]

function controlColumns(
  busy: ReadonlySet<string>,
  onSwitch: (source: SourceItem, enabled: boolean) => void,
  onRun: (source: SourceItem) => void,
): readonly Column<SourceItem>[] {
  return [
    {
      key: 'enabled',
      title: '定时',
      width: '78px',
      data: false,
      value: ({ enabled }) => (enabled ? '启用' : '停用'),
      show: (source) =>
        source.schedule === null ? (
          <span className="quiet small">手动</span>
        ) : (
          <Switch
            label={`${source.title}的定时采集`}
            on={source.enabled}
            disabled={busy.has(source.id)}
            onChange={(enabled) => onSwitch(source, enabled)}
          />
        ),
    },
    {
      key: 'run',
      title: '操作',
      width: '88px',
      data: false,
      value: () => null,
      show: (source) => (
        <button
          type="button"
          className="button button-small"
          disabled={busy.has(source.id) || !source.configured}
          title={source.configured ? undefined : '尚未配置地址或文件夹，不能运行'}
          onClick={() => onRun(source)}
        >
          <Icon name="play" size={11} />
          {source.configured ? '运行' : '未配置'}
        </button>
      ),
    },
  ]
}
