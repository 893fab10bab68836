/** A metric walked down: value, 口径 and formula, inputs, then the records it is made of, page by page. */
import type { SourceRef } from '../../../server/api/schemas/shared.ts'
import type { MetricEvidence } from '../../../server/api/schemas/metric.ts'
import { useMetric, useMetricDefinitions, useMetricEvidence, type ScopeQuery } from '../../data/queries.ts'
import { DataTable, type Column } from '../data-table.tsx'
import { EmptyState } from '../empty-state.tsx'
import { ErrorState } from '../error-state.tsx'
import { formatDate, formatNumber } from '../format.ts'
import { Loading } from '../loading.tsx'
import { NameText } from '../name-text.tsx'
import { RealmBadge } from '../realm-badge.tsx'
import styles from './evidence.module.css'

type EvidenceItem = MetricEvidence['items'][number]

export function MetricEvidenceView({
  id,
  query,
  onRow,
}: {
  readonly id: string
  readonly query: ScopeQuery
  readonly onRow: (source: SourceRef) => void
}) {
  const evidence = useMetricEvidence(id, query)
  const metric = useMetric(id, query).data
  const definition = useMetricDefinitions().data?.items.find((one) => one.id === id)
  const head = evidence.data?.pages[0]
  if (head === undefined) {
    return evidence.error === null ? (
      <Loading title="正在追溯证据" />
    ) : (
      <ErrorState error={evidence.error} retry={() => void evidence.refetch()} />
    )
  }
  const items = evidence.data?.pages.flatMap((page) => page.items) ?? []
  const digits = definition?.digits ?? 2
  return (
    <div className={styles.evidence}>
      <div className={styles.headline}>
        <p className={`${styles.value} ${head.value === null ? 'hatched' : ''}`}>
          <span className="number">{formatNumber(head.value, digits)}</span> <small>{head.unit}</small>
        </p>
        <p className="quiet">
          <bdi>{head.region.name}</bdi> · {head.period ?? '无数据期'}
        </p>
        <RealmBadge realm={head.realm} always />
        {metric?.estimated === true && <span className={styles.mark}>估算</span>}
      </div>

      <section>
        <h3>口径</h3>
        <dl className={styles.terms}>
          {definition !== undefined && (
            <>
              <dt>定义</dt>
              <dd>{definition.definition}</dd>
            </>
          )}
          <dt>公式</dt>
          <dd className={styles.formula}>{head.formula}</dd>
          {metric?.method != null && (
            <>
              <dt>{metric.estimated ? '估算方法' : '范围'}</dt>
              <dd>{metric.method}</dd>
            </>
          )}
          {definition !== undefined && (
            <>
              <dt>依据</dt>
              <dd>{definition.standard}</dd>
              <dt>数据集</dt>
              <dd>{definition.datasets.map(({ title }) => title).join('、')}</dd>
            </>
          )}
          {metric?.missing != null && (
            <>
              <dt>缺数原因</dt>
              <dd>
                {metric.missing.reason}；可由 {metric.missing.supplier} 提供
              </dd>
            </>
          )}
        </dl>
      </section>

      {head.inputs.length > 0 && (
        <section>
          <h3>输入</h3>
          <ul className={styles.inputs}>
            {head.inputs.map((input) => (
              <li key={input.name}>
                <span className="quiet small">{input.title}</span>
                <b className="number">
                  {formatNumber(input.value, Number.isInteger(input.value) ? 0 : 2)}{' '}
                  <small>{input.unit}</small>
                </b>
              </li>
            ))}
          </ul>
        </section>
      )}

      {metric !== undefined && metric.breakdown.length > 0 && (
        <section>
          <h3>分项</h3>
          <ul className={styles.inputs}>
            {metric.breakdown.map((part) => (
              <li key={part.key}>
                <span className="quiet small">
                  <bdi>{part.title}</bdi>
                </span>
                <b className="number">
                  {formatNumber(part.value, digits)} <small>{head.unit}</small>
                </b>
              </li>
            ))}
          </ul>
        </section>
      )}

      <section>
        <h3>记录</h3>
        <DataTable
          name={`${head.title}-证据`}
          rows={items}
          columns={columnsFor(head.unit, onRow)}
          rowKey={(item, index) => `${item.source?.dataset ?? ''}/${item.source?.rowId ?? index}`}
          total={head.total}
          more={
            evidence.hasNextPage
              ? { load: () => void evidence.fetchNextPage(), loading: evidence.isFetchingNextPage }
              : undefined
          }
          empty={
            <EmptyState
              title="没有可追溯的记录"
              detail={metric?.missing?.reason ?? '该数值目前没有记录支撑，按未证实处理。'}
              supplier={metric?.missing?.supplier}
            />
          }
        />
      </section>
    </div>
  )
}

function columnsFor(unit: string, onRow: (source: SourceRef) => void): readonly Column<EvidenceItem>[] {
  return [
    {
      key: 'enterprise',
      title: '企业',
      width: '27%',
      value: ({ enterprise }) => enterprise?.name ?? null,
      show: ({ enterprise }) => (enterprise === null ? '—' : <NameText text={enterprise.name} />),
    },
    {
      key: 'label',
      title: '内容',
      value: ({ label }) => label,
      show: ({ label }) => <NameText text={label} />,
    },
    {
      key: 'value',
      title: '数值',
      number: true,
      width: '130px',
      value: ({ value }) => value,
      show: (item) =>
        item.value === null
          ? '—'
          : `${formatNumber(item.value, Number.isInteger(item.value) ? 0 : 2)}${item.unit === unit ? '' : ` ${item.unit}`}`,
    },
    {
      key: 'source',
      title: '来源',
      width: '30%',
      value: ({ source }) =>
        source === null
          ? null
          : `${source.datasetTitle} 批次${source.batchId} ${source.fileName} 第${source.rowNumber}行 ${formatDate(source.effectiveAt)}`,
      show: ({ source }) =>
        source === null ? (
          <span className="hatched">未证实</span>
        ) : (
          <span className={styles.source}>
            <NameText text={`${source.datasetTitle} · 批次 ${source.batchId} · ${source.fileName}`} />
            <button type="button" className="text-button" onClick={() => onRow(source)}>
              第 {formatNumber(source.rowNumber)} 行
            </button>
          </span>
        ),
    },
  ]
}
