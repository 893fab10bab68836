import type { SourceItem } from '../../../../server/api/schemas/dataset.ts'
import type { Column } from '../../../parts/data-table.tsx'
import { formatAgo, formatNumber, formatTime } from '../../../parts/format.ts'
import { Icon } from '../../../parts/icon.tsx'
import { NameText } from '../../../parts/name-text.tsx'
import { RealmBadge } from '../../../parts/realm-badge.tsx'
import { Switch } from '../../../parts/switch.tsx'
import styles from './ingest.module.css'
import { readSchedule } from './schedule.ts'
import type { SourceActions } from './source-actions.ts'
import { resultTitles, stalenessTitles, warehouseTitles, yieldTitles } from './words.ts'

const stalenessOrder: Readonly<Record<SourceItem['staleness'], number>> = {
  overdue: 0,
  'due-soon': 1,
  never: 2,
  fresh: 3,
}

export const stateColumns: readonly Column<SourceItem>[] = [
  {
    key: 'title',
    title: '数据源',
    width: '24%',
    value: ({ title }) => title,
    show: (source) => (
      <span className={styles.two}>
        <span>
          <NameText text={source.title} lines={2} />
        </span>
        <small title={`${source.publisher} · ${source.licence} · ${source.id}`}>
          <bdi>{source.publisher}</bdi>
        </small>
      </span>
    ),
  },
  {
    key: 'dataset',
    title: '数据集',
    width: '15%',
    value: ({ datasetTitle }) => datasetTitle,
    show: (source) => (
      <span className={styles.two}>
        <span>
          <NameText text={source.datasetTitle} lines={2} />
        </span>
        <small title={source.dataset}>
          <RealmBadge realm={source.demonstration ? 'demonstration' : 'actual'} compact />
          {!source.demonstration && warehouseTitles[source.dataset.split('/')[0] ?? '']}
        </small>
      </span>
    ),
  },
  {
    key: 'schedule',
    title: '计划',
    width: '12%',
    value: ({ schedule }) => readSchedule(schedule),
    show: ({ schedule, nextRunAt, enabled, configured, retry }) => (
      <span className={styles.two} title={schedule ?? undefined}>
        <span>{readSchedule(schedule)}</span>
        <small>
          {retry !== null
            ? `${formatTime(retry.nextAttemptAt).slice(5)} 重试`
            : !configured
              ? '未配置'
              : schedule !== null && !enabled
                ? '已暂停'
                : nextRunAt !== null && `下次 ${formatTime(nextRunAt).slice(5)}`}
        </small>
      </span>
    ),
  },
  {
    key: 'staleness',
    title: '时效',
    width: '94px',
    value: ({ staleness }) => stalenessTitles[staleness],
    order: ({ staleness }) => stalenessOrder[staleness],
    show: ({ staleness, overdueAt }) => (
      <span
        className={styles.state}
        data-state={staleness}
        title={overdueAt === null ? undefined : `${formatTime(overdueAt)} 起算逾期`}
      >
        {stalenessTitles[staleness]}
      </span>
    ),
  },
  {
    key: 'lastResult',
    title: '最近结果',
    width: '11%',
    value: ({ lastResult }) => (lastResult === null ? null : resultTitles[lastResult]),
    show: ({ running, lastResult, lastRunAt, lastMessage }) =>
      running ? (
        <span className={styles.state} data-state="running">
          进行中
        </span>
      ) : lastResult === null ? (
        <span className="quiet">未运行</span>
      ) : (
        <span className={styles.two} title={lastMessage ?? undefined}>
          <span className={styles.state} data-state={lastResult}>
            {resultTitles[lastResult]}
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
    width: '13%',
    value: ({ rows }) => rows,
    show: ({ rows, expectedRows, yield: verdict }) => (
      <span className={styles.two}>
        <span
          className={verdict === 'below' || verdict === 'above' ? styles.outside : undefined}
          title={verdict === null ? undefined : yieldTitles[verdict]}
        >
          {(verdict === 'below' || verdict === 'above') && '⚠ '}
          {formatNumber(rows)}
        </span>
        <small>{readExpected(expectedRows)}</small>
      </span>
    ),
  },
]

export function readExpected(expected: SourceItem['expectedRows']): string {
  if (expected === null) return '未约定'
  const [minimum, maximum] = [formatNumber(expected.minimum), formatNumber(expected.maximum)]
  return minimum === maximum ? `应为 ${minimum}` : `${minimum}–${maximum}`
}

export function controlColumns({
  busy,
  run,
  cancel,
  setEnabled,
}: SourceActions): readonly Column<SourceItem>[] {
  return [
    {
      key: 'enabled',
      title: '定时',
      width: '78px',
      data: false,
      value: ({ enabled }) => (enabled ? '启用' : '停用'),
      show: (source) =>
        source.schedule === null ? (
          <span className="quiet">—</span>
        ) : (
          <Switch
            label={`${source.title}的定时采集`}
            on={source.enabled}
            disabled={busy.has(source.id)}
            onChange={(enabled) => setEnabled(source, enabled)}
          />
        ),
    },
    {
      key: 'run',
      title: '操作',
      width: '88px',
      data: false,
      value: () => null,
      show: (source) => <RunButton source={source} busy={busy.has(source.id)} run={run} cancel={cancel} />,
    },
  ]
}

/** Runs a source, or gives up the run under way. */
export function RunButton({
  source,
  busy,
  run,
  cancel,
}: {
  readonly source: SourceItem
  readonly busy: boolean
} & Pick<SourceActions, 'run' | 'cancel'>) {
  if (source.running) {
    return (
      <button
        type="button"
        className="button button-small"
        disabled={busy}
        title="未合并的数据不写入；已开始合并的一批仍会完成"
        onClick={(event) => {
          event.stopPropagation()
          cancel(source)
        }}
      >
        <Icon name="close" size={11} />
        取消
      </button>
    )
  }
  return (
    <button
      type="button"
      className="button button-small"
      disabled={busy || !source.configured}
      title={source.configured ? undefined : '缺少配置，点开本行查看要在 connectors.json 中写什么'}
      onClick={(event) => {
        event.stopPropagation()
        run(source)
      }}
    >
      <Icon name="play" size={11} />
      {!source.configured ? '未配置' : source.retry === null ? '运行' : '立即重试'}
    </button>
  )
}
