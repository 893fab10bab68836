/** One row three ways: the record of the original file, the standard row made of it, and its versions. */
import { useState } from 'react'
import type { DatasetColumns, RawRecord, RowVersion } from '../../../../server/api/schemas/history.ts'
import { useRawRecord, useRowVersions } from '../../../data/collection.ts'
import { Answer } from '../../../parts/answer.tsx'
import { Drawer } from '../../../parts/drawer.tsx'
import { formatDate, formatTime } from '../../../parts/format.ts'
import { RealmBadge } from '../../../parts/realm-badge.tsx'
import styles from './row-drawer.module.css'
import { shownValue, unitOf } from './values.ts'

export function RowDrawer({
  contract,
  rowId,
  onClose,
}: {
  readonly contract: DatasetColumns
  readonly rowId: number
  readonly onClose: () => void
}) {
  const versions = useRowVersions(contract.id, rowId)
  const [chosen, setChosen] = useState(0)
  const items = versions.data?.items ?? []
  const version = items[chosen] ?? items[0]
  return (
    <Drawer
      title={`${contract.title} · 记录 ${rowId}`}
      wide
      note={version?.batch.demonstration === true && <RealmBadge realm="demonstration" />}
      onClose={onClose}
    >
      <Answer of={versions} title="正在读取记录">
        {() =>
          version === undefined ? null : (
            <div className={styles.columns}>
              <Original contract={contract} rowId={rowId} version={version} />
              <Standard contract={contract} version={version} isLatest={chosen === 0} />
              <Versions contract={contract} items={items} chosen={chosen} onChoose={setChosen} />
            </div>
          )
        }
      </Answer>
    </Drawer>
  )
}

const conversions: Readonly<Record<RawRecord['cells'][number]['conversion'], string>> = {
  same: '原样',
  normalised: '规范写法',
  converted: '换算',
  constant: '来源统一给定',
  absent: '无值',
}

const withheld: Readonly<Record<NonNullable<RawRecord['withheld']>, string>> = {
  masked: '这条记录有对您隐去的值，原始记录不予显示。',
  'not-kept': '这一批没有按行可读的原件。',
  unreadable: '原件中读不出这一行：文件可能已被移走。',
}

function Original({
  contract,
  rowId,
  version,
}: {
  readonly contract: DatasetColumns
  readonly rowId: number
  readonly version: RowVersion
}) {
  const raw = useRawRecord(contract.id, rowId, version.batchId)
  return (
    <section aria-label="原始">
      <h3>原始</h3>
      <p className="small quiet">
        <bdi>{version.batch.fileName}</bdi> 第 {version.rowNumber} 条，数据时点{' '}
        {formatDate(version.batch.effectiveAt)}
      </p>
      <Answer of={raw} title="正在读取原始记录">
        {(record) =>
          record.withheld === null ? (
            <Fields contract={contract} record={record} version={version} />
          ) : (
            <p className="quiet">{withheld[record.withheld]}</p>
          )
        }
      </Answer>
    </section>
  )
}

function Fields({
  contract,
  record,
  version,
}: {
  readonly contract: DatasetColumns
  readonly record: RawRecord
  readonly version: RowVersion
}) {
  const stated = record.cells.filter(
    ({ conversion, name }) => conversion === 'constant' && version.values[name] !== null,
  )
  return (
    <>
      <dl className={styles.fields}>
        {record.fields.map(({ header, text, taken }) => (
          <div key={header} data-taken={taken}>
            <dt>
              <bdi>{header}</bdi>
            </dt>
            <dd>
              {text === null ? (
                <i className="quiet">未入仓</i>
              ) : text === '' ? (
                <i className="quiet">空</i>
              ) : (
                <bdi>{text}</bdi>
              )}
              <Uses contract={contract} record={record} header={header} />
            </dd>
          </div>
        ))}
      </dl>
      {stated.length > 0 && (
        <p className="small quiet">
          来源统一给定：{stated.map(({ name }) => titleOf(contract, name)).join('、')}
        </p>
      )}
    </>
  )
}

/** What became of a field. */
function Uses({
  contract,
  record,
  header,
}: {
  readonly contract: DatasetColumns
  readonly record: RawRecord
  readonly header: string
}) {
  const uses = record.cells.filter(
    ({ headers, conversion }) => headers.includes(header) && conversion !== 'absent',
  )
  if (uses.length === 0) return null
  return (
    <span className={styles.uses}>
      {uses.map(({ name, conversion }) => (
        <small key={name} data-conversion={conversion}>
          → {titleOf(contract, name)}（{conversions[conversion]}）
        </small>
      ))}
    </span>
  )
}

function titleOf({ columns }: DatasetColumns, name: string): string {
  return columns.find((column) => column.name === name)?.title ?? name
}

function Standard({
  contract,
  version,
  isLatest,
}: {
  readonly contract: DatasetColumns
  readonly version: RowVersion
  readonly isLatest: boolean
}) {
  return (
    <section aria-label="标准">
      <h3>标准</h3>
      <p className="small quiet">
        {isLatest && version.validTo === null
          ? `现行，自 ${formatDate(version.validFrom)} 起有效`
          : `${formatDate(version.validFrom)} 至 ${formatDate(version.validTo)} 有效`}
      </p>
      <dl className={styles.fields}>
        {contract.columns.map((column) => {
          const unit = unitOf(column)
          const hidden = version.masked.includes(column.name)
          const text = shownValue(column, version.values[column.name])
          return (
            <div key={column.name} data-changed={version.changed.includes(column.name)}>
              <dt>{column.title}</dt>
              <dd>
                {hidden ? <i className="quiet">因数据等级隐去</i> : <bdi>{text}</bdi>}
                {unit !== null && !hidden && text !== '—' && <small className="quiet"> {unit}</small>}
              </dd>
            </div>
          )
        })}
      </dl>
    </section>
  )
}

function Versions({
  contract,
  items,
  chosen,
  onChoose,
}: {
  readonly contract: DatasetColumns
  readonly items: readonly RowVersion[]
  readonly chosen: number
  readonly onChoose: (at: number) => void
}) {
  return (
    <section aria-label="历史">
      <h3>历史</h3>
      <p className="small quiet">
        {items.length === 1 ? '只有一个版本' : `${items.length} 个版本，新的在前`}
      </p>
      <ol className={styles.versions}>
        {items.map((version, at) => (
          <li key={`${version.validFrom} ${version.batchId}`}>
            <button type="button" aria-pressed={at === chosen} onClick={() => onChoose(at)}>
              <b>
                {formatDate(version.validFrom)}
                {version.validTo === null ? ' 起（现行）' : ` 至 ${formatDate(version.validTo)}`}
              </b>
              <small className="quiet">
                批次 {version.batchId} · <bdi>{version.batch.fileName}</bdi>
                {version.batch.loadedAt !== null && ` · ${formatTime(version.batch.loadedAt)} 入仓`}
              </small>
            </button>
            {at < items.length - 1 && (
              <ul className={styles.changes}>
                {version.changed.map((name) => {
                  const column = contract.columns.find((one) => one.name === name)
                  if (column === undefined) return null
                  return (
                    <li key={name}>
                      <span className="quiet">{column.title}</span>
                      <del>{shownValue(column, items[at + 1]?.values[name])}</del>
                      <ins>{shownValue(column, version.values[name])}</ins>
                    </li>
                  )
                })}
                {version.changed.length === 0 && <li className="quiet">内容未变，只是重新陈述</li>}
              </ul>
            )}
          </li>
        ))}
      </ol>
    </section>
  )
}
