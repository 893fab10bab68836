/** One source: what it is, what it still needs, how its runs went. */
import type { SourceItem, SourceRunItem } from '../../../../server/api/schemas/dataset.ts'
import { useSourceRuns } from '../../../data/collection.ts'
import { DataTable, type Column } from '../../../parts/data-table.tsx'
import { Drawer } from '../../../parts/drawer.tsx'
import { EmptyState } from '../../../parts/empty-state.tsx'
import { ErrorState } from '../../../parts/error-state.tsx'
import { formatNumber, formatTime, MISSING } from '../../../parts/format.ts'
import { Loading } from '../../../parts/loading.tsx'
import { NameText } from '../../../parts/name-text.tsx'
import { RealmBadge } from '../../../parts/realm-badge.tsx'
import styles from './ingest.module.css'
import { RunBars } from './run-bars.tsx'
import { readSchedule } from './schedule.ts'
import type { SourceActions } from './source-actions.ts'
import { readExpected, RunButton } from './source-columns.tsx'
import { causeTitles, durationText, runStatusTitles, stalenessTitles, yieldTitles } from './words.ts'

export function SourceDrawer({
  source,
  actions,
  onClose,
}: {
  readonly source: SourceItem
  /** Null for those who may only look. */
  readonly actions: SourceActions | null
  readonly onClose: () => void
}) {
  return (
    <Drawer
      title={source.title}
      wide
      note={<RealmBadge realm={source.demonstration ? 'demonstration' : 'actual'} />}
      onClose={onClose}
    >
      <div className={styles.detail}>
        {actions !== null && (
          <div className={styles.row}>
            <span className="small quiet">运行、暂停和取消均记入审计。</span>
            <RunButton
              source={source}
              busy={actions.busy.has(source.id)}
              run={actions.run}
              cancel={actions.cancel}
            />
          </div>
        )}
        {actions !== null && actions.problem !== null && (
          <p className={styles.failure} role="alert">
            {actions.problem}
          </p>
        )}
        {!source.configured && <Needs source={source} />}
        {source.retry !== null && (
          <p className={styles.warnings} role="status">
            第 {source.retry.attempt} 次运行失败：{source.lastMessage ?? '原因未记录'}。
            {formatTime(source.retry.nextAttemptAt)} 自动重试（至多 3 次，间隔 1、5、25 分钟）。
          </p>
        )}
        <Facts source={source} />
        <section>
          <h3>历次运行</h3>
          <Runs source={source} />
        </section>
      </div>
    </Drawer>
  )
}

/** What to write where, without any value. */
function Needs({ source }: { readonly source: SourceItem }) {
  const missing = source.needs.filter(({ given }) => !given)
  const example = JSON.stringify(
    { [source.id]: Object.fromEntries(source.needs.map(({ name }) => [name, '…'])) },
    null,
    2,
  )
  return (
    <div className={styles.warnings} role="note">
      <b>尚未配置，不会运行。</b> 还缺：
      {missing.map(({ title, name }) => `${title}（${name}）`).join('、')}。请在数据目录的 connectors.json
      中写入，重启后生效：
      <pre className={styles.example}>{example}</pre>
    </div>
  )
}

function Facts({ source }: { readonly source: SourceItem }) {
  const { yield: verdict } = source
  return (
    <dl className={styles.terms}>
      <dt>标识</dt>
      <dd>{source.id}</dd>
      <dt>提供单位</dt>
      <dd>
        <bdi>{source.publisher}</bdi>
      </dd>
      <dt>许可</dt>
      <dd>
        <bdi>{source.licence}</bdi>
      </dd>
      <dt>数据集</dt>
      <dd>
        {source.datasetTitle}（{source.dataset}）
      </dd>
      <dt>计划</dt>
      <dd>
        {readSchedule(source.schedule)}
        {source.schedule !== null && !source.enabled && '，已暂停'}
        {source.nextRunAt !== null && `，下次 ${formatTime(source.nextRunAt)}`}
      </dd>
      <dt>时效</dt>
      <dd>
        <span className={styles.state} data-state={source.staleness}>
          {stalenessTitles[source.staleness]}
        </span>
        {source.lastSuccessAt !== null && `，最近成功 ${formatTime(source.lastSuccessAt)}`}
        {source.overdueAt !== null && `，${formatTime(source.overdueAt)} 起算逾期`}
        {source.overdueAt === null && source.staleness === 'fresh' && '（演示或不定期数据，不计逾期）'}
      </dd>
      <dt>水位</dt>
      <dd>{source.watermark === null ? '不按水位续读' : <bdi>{source.watermark}</bdi>}</dd>
      <dt>行数</dt>
      <dd>
        最近 <b className="number">{formatNumber(source.rows)}</b>，预期 {readExpected(source.expectedRows)}
        {verdict !== null && (
          <span className={verdict === 'within' ? 'quiet' : styles.outside}>，{yieldTitles[verdict]}</span>
        )}
        {source.quarantined !== null &&
          source.quarantined > 0 &&
          `，隔离 ${formatNumber(source.quarantined)}`}
      </dd>
    </dl>
  )
}

function Runs({ source }: { readonly source: SourceItem }) {
  const runs = useSourceRuns(source.id)
  if (runs.data === undefined) {
    return runs.error === null ? (
      <Loading title="正在读取历次运行" />
    ) : (
      <ErrorState error={runs.error} retry={() => void runs.refetch()} />
    )
  }
  const items = runs.data.pages.flatMap((page) => page.items)
  if (items.length === 0)
    return <EmptyState title="还没有运行过" detail="运行记录自启用本功能起保存；更早载入的见“批次”。" />
  return (
    <>
      <RunBars runs={items} />
      <DataTable
        name={`${source.title}-历次运行`}
        rows={items}
        columns={columns}
        rowKey={({ id }) => id}
        more={
          runs.hasNextPage
            ? { load: () => void runs.fetchNextPage(), loading: runs.isFetchingNextPage }
            : undefined
        }
      />
    </>
  )
}

const columns: readonly Column<SourceRunItem>[] = [
  { key: 'startedAt', title: '开始', width: '128px', value: ({ startedAt }) => formatTime(startedAt) },
  {
    key: 'cause',
    title: '起因',
    width: '16%',
    value: ({ cause, attempt }) => `${causeTitles[cause]}${attempt > 1 ? `（第 ${attempt} 次）` : ''}`,
    show: ({ cause, attempt, startedBy }) => (
      <NameText
        text={`${causeTitles[cause]}${attempt > 1 ? `（第 ${attempt} 次）` : ''}${cause === 'person' && startedBy !== null ? ` ${startedBy}` : ''}`}
      />
    ),
  },
  {
    key: 'status',
    title: '结果',
    width: '92px',
    value: ({ status }) => runStatusTitles[status],
    show: ({ status }) => (
      <span className={styles.state} data-state={status}>
        {runStatusTitles[status]}
      </span>
    ),
  },
  {
    key: 'duration',
    title: '用时',
    width: '84px',
    value: ({ startedAt, finishedAt }) => durationText(startedAt, finishedAt),
  },
  { key: 'read', title: '读取', number: true, width: '78px', value: ({ read }) => read },
  { key: 'accepted', title: '入仓', number: true, width: '78px', value: ({ accepted }) => accepted },
  { key: 'quarantined', title: '隔离', number: true, width: '64px', value: ({ quarantined }) => quarantined },
  {
    key: 'message',
    title: '说明',
    value: ({ message }) => message,
    show: ({ message, batches, nextAttemptAt }) =>
      message === null ? (
        <span className="quiet">{batches.length === 0 ? MISSING : `批次 ${batches.join('、')}`}</span>
      ) : (
        <NameText text={`${message}${nextAttemptAt === null ? '' : `；${formatTime(nextAttemptAt)} 重试`}`} />
      ),
  },
]
