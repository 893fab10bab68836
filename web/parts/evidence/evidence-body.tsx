/** A number walked down: value, 口径 and formula, inputs, then the records it is made of, page by page. */
import type { ReactNode } from 'react'
import type { MetricEvidence } from '../../../server/api/schemas/metric.ts'
import type { SourceRef } from '../../../server/api/schemas/shared.ts'
import { DataTable, type Column } from '../data-table.tsx'
import { formatDate, formatNumber } from '../format.ts'
import { NameText } from '../name-text.tsx'
import { RealmBadge } from '../realm-badge.tsx'
import styles from './evidence.module.css'

type EvidenceItem = MetricEvidence['items'][number]

export interface EvidenceBodyProps {
  readonly head: Pick<
    MetricEvidence,
    'title' | 'unit' | 'formula' | 'region' | 'realm' | 'period' | 'value' | 'inputs' | 'total'
  >
  readonly digits: number
  readonly estimated: boolean
  /** Terms of the 口径 before and after the formula. */
  readonly definition: string | null
  readonly terms: readonly { readonly title: string; readonly text: ReactNode }[]
  readonly breakdown?: readonly {
    readonly key: string
    readonly title: string
    readonly value: number | null
  }[]
  readonly items: readonly EvidenceItem[]
  readonly more: { readonly load: () => void; readonly loading: boolean } | undefined
  readonly empty: ReactNode
  readonly actions?: ReactNode
  readonly onRow: (source: SourceRef) => void
}

export function EvidenceBody(props: EvidenceBodyProps) {
  const { head, digits, estimated, definition, terms, breakdown = [], items, more, empty, onRow } = props
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
        {estimated && <span className={styles.mark}>估算</span>}
        {props.actions}
      </div>

      <section>
        <h3>口径</h3>
        <dl className={styles.terms}>
          {definition !== null && (
            <>
              <dt>定义</dt>
              <dd>{definition}</dd>
            </>
          )}
          <dt>公式</dt>
          <dd className={styles.formula}>{head.formula}</dd>
          {terms.map(({ title, text }) => (
            <Term key={title} title={title} text={text} />
          ))}
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

      {breakdown.length > 0 && (
        <section>
          <h3>分项</h3>
          <ul className={styles.inputs}>
            {breakdown.map((part) => (
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
          rowKey={(item, index) => `${item.source?.dataset ?? ''}/${item.source?.rowId ?? index}/${index}`}
          total={head.total}
          more={more}
          empty={empty}
        />
      </section>
    </div>
  )
}

function Term({ title, text }: { readonly title: string; readonly text: ReactNode }) {
  return (
    <>
      <dt>{title}</dt>
      <dd>{text}</dd>
    </>
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
