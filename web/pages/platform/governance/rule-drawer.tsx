/** One rule: what fails it, row by row with the way to the source, how it went, and a ticket about it. */
import type { QualityRuleItem, RuleFailures } from '../../../../server/api/schemas/governance.ts'
import { Trend } from '../../../charts/trend.tsx'
import { dimensionTitles, useFailures } from '../../../data/governance.ts'
import { DataTable, type Column } from '../../../parts/data-table.tsx'
import { Drawer } from '../../../parts/drawer.tsx'
import { EmptyState } from '../../../parts/empty-state.tsx'
import { ErrorState } from '../../../parts/error-state.tsx'
import { SourceButton } from '../../../parts/evidence-drawer.tsx'
import { formatNumber, formatTime, MISSING } from '../../../parts/format.ts'
import { Loading } from '../../../parts/loading.tsx'
import { NameText } from '../../../parts/name-text.tsx'
import { useAddressState } from '../../../shell/address-state.ts'
import { useScope } from '../../../shell/scope.tsx'
import { Score } from './score.tsx'
import { TicketForm } from './ticket-form.tsx'
import styles from './governance.module.css'

type Failure = RuleFailures['items'][number]

export function RuleDrawer({
  rule,
  onClose,
}: {
  readonly rule: QualityRuleItem
  readonly onClose: () => void
}) {
  const { realm, session } = useScope()
  const address = useAddressState()
  const failures = useFailures({ realm, dataset: rule.dataset, rule: rule.id })
  const first = failures.data?.pages[0]
  const history = first?.history ?? []
  return (
    <Drawer title={`${rule.datasetTitle}：${rule.title}`} wide onClose={onClose}>
      <div className={styles.detail}>
        <dl className={styles.figures}>
          <div>
            <dt>得分</dt>
            <dd>
              <Score value={rule.score} />
            </dd>
          </div>
          <div>
            <dt>检查</dt>
            <dd className="number">{formatNumber(rule.checked)}</dd>
          </div>
          <div>
            <dt>未通过</dt>
            <dd className="number">{formatNumber(rule.failing)}</dd>
          </div>
          <div>
            <dt>维度</dt>
            <dd>{dimensionTitles[rule.dimension]}</dd>
          </div>
          <div>
            <dt>责任单位</dt>
            <dd>{rule.steward}</dd>
          </div>
        </dl>
        {rule.detail !== null && <p>{rule.detail}</p>}
        {history.length > 1 && (
          <section>
            <h3>历次未通过</h3>
            <div className={styles.trend}>
              <Trend
                title="未通过"
                unit="条"
                digits={0}
                points={history.map(({ at, failing }) => ({ period: formatTime(at), value: failing }))}
              />
            </div>
          </section>
        )}
        {rule.failing > 0 && session.role !== 'reviewer' && (
          <section>
            <h3>工单</h3>
            {rule.ticket === null ? (
              <TicketForm about={{ origin: 'rule', dataset: rule.dataset, rule: rule.id }} />
            ) : (
              <button
                type="button"
                className="text-button"
                onClick={() => address.set({ view: 'tickets', ticket: String(rule.ticket) }, true)}
              >
                工单 #{rule.ticket} 正在处理
              </button>
            )}
          </section>
        )}
        <section>
          <h3>未通过的记录</h3>
          {rule.failures === 'quarantine' && (
            <p>
              不合契约的记录没有入仓，在{' '}
              <button
                type="button"
                className="text-button"
                onClick={() => address.set({ view: 'quarantine', dataset: rule.dataset }, true)}
              >
                隔离区
              </button>{' '}
              修复。
            </p>
          )}
          {rule.failures === 'duplicates' && (
            <p>
              在{' '}
              <button
                type="button"
                className="text-button"
                onClick={() => address.set({ view: 'duplicates', dataset: null }, true)}
              >
                疑似重复
              </button>{' '}
              中判定。
            </p>
          )}
          {rule.failures === 'none' && <p className="quiet">时效按数据日期计，没有逐条记录。</p>}
          {rule.failures === 'rows' &&
            (first === undefined ? (
              failures.error === null ? (
                <Loading title="正在读取未通过的记录" />
              ) : (
                <ErrorState error={failures.error} retry={() => void failures.refetch()} />
              )
            ) : (
              <DataTable
                name={`${rule.datasetTitle}-${rule.title}-未通过`}
                rows={failures.data?.pages.flatMap(({ items }) => items) ?? []}
                columns={columns(rule.columnTitle)}
                rowKey={({ source }) => source.rowId}
                total={rule.failing}
                more={
                  failures.hasNextPage
                    ? { load: () => void failures.fetchNextPage(), loading: failures.isFetchingNextPage }
                    : undefined
                }
                empty={<EmptyState compact title="没有未通过的记录" />}
              />
            ))}
          {rule.failures === 'rows' && rule.failing > 300 && (
            <p className="quiet small">每条规则最多列出 300 条；计数是全部的。</p>
          )}
        </section>
      </div>
    </Drawer>
  )
}

function columns(columnTitle: string | null): readonly Column<Failure>[] {
  return [
    {
      key: 'key',
      title: '主键',
      width: '42%',
      value: ({ key }) => key,
      show: ({ key }) => <NameText text={key} />,
    },
    {
      key: 'value',
      title: columnTitle ?? '值',
      value: ({ value }) => value,
      show: ({ value, masked }) =>
        masked ? (
          <span className="quiet">无权查看</span>
        ) : value === null ? (
          MISSING
        ) : (
          <NameText text={value} />
        ),
    },
    {
      key: 'source',
      title: '来源',
      width: '130px',
      value: ({ source }) => `${source.fileName} 第${source.rowNumber}行`,
      show: ({ source }) => <SourceButton source={source} />,
    },
  ]
}
