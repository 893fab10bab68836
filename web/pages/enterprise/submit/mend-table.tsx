import type { RejectedRow } from '../../../../server/api/schemas/submission.ts'
import type { DatasetColumn } from '../../../data/collection.ts'
import type { Edits } from './result.tsx'
import styles from './submit.module.css'

const stateTitles: Readonly<Record<RejectedRow['state'], string>> = {
  open: '待改正',
  mended: '已更正入库',
  dropped: '已弃用',
}

/** One line a cell that broke a rule: row, column, what is wrong, what is valid, and the value to be mended. */
export function MendTable({
  rows,
  columns,
  edits,
  refused,
  isCorrection,
  onEdit,
}: {
  readonly rows: readonly RejectedRow[]
  readonly columns: readonly DatasetColumn[]
  readonly edits: Edits
  /** Why a row handed in again was not taken. */
  readonly refused: ReadonlyMap<number, string>
  /** The batch brought mended rows: what it set aside again stays open in the batch it came from. */
  readonly isCorrection: boolean
  readonly onEdit: (id: number, name: string, text: string) => void
}) {
  return (
    <div className={styles.scroll}>
      <table aria-label="未通过的行">
        <thead>
          <tr>
            <th scope="col" data-number="true">
              行号
            </th>
            <th scope="col">信息项</th>
            <th scope="col">问题</th>
            <th scope="col">有效的值</th>
            <th scope="col">值</th>
          </tr>
        </thead>
        <tbody>
          {rows.flatMap((row) => {
            const faulty = faultyColumns(row, columns)
            if (row.state !== 'open' || faulty.length === 0) {
              return [<Settled key={row.id} row={row} columns={columns} isCorrection={isCorrection} />]
            }
            return faulty.map((column, at) => (
              <tr key={`${row.id} ${column.name}`} data-first={at === 0}>
                <td data-number="true">{at === 0 && row.rowNumber}</td>
                <td>{column.title}</td>
                <td>
                  {row.faults[column.name] ?? row.message}
                  {at === 0 && refused.has(row.id) && (
                    <p className={styles.refused}>再次提交仍未通过：{refused.get(row.id)}</p>
                  )}
                </td>
                <td className="small quiet">{validText(column)}</td>
                <td>
                  <CellEditor
                    column={column}
                    label={`第 ${row.rowNumber} 行 ${column.title}`}
                    value={edits[row.id]?.[column.name] ?? row.values?.[column.name] ?? ''}
                    onEdit={(text) => onEdit(row.id, column.name, text)}
                  />
                </td>
              </tr>
            ))
          })}
        </tbody>
      </table>
    </div>
  )
}

/** Rows that need nothing more, or that cannot be mended here. */
function Settled({
  row,
  columns,
  isCorrection,
}: {
  readonly row: RejectedRow
  readonly columns: readonly DatasetColumn[]
  readonly isCorrection: boolean
}) {
  const column = columns.find(({ name }) => name === row.column)
  return (
    <tr data-first="true" data-state={row.state}>
      <td data-number="true">{row.rowNumber}</td>
      <td>{column?.title ?? '整行'}</td>
      <td>{row.message}</td>
      <td className="small quiet">{row.state === 'open' ? howElse(row) : ''}</td>
      <td>
        {row.state === 'open' ? (
          (row.value ?? '')
        ) : (
          <b>{isCorrection ? '在原批次中改正' : stateTitles[row.state]}</b>
        )}
      </td>
    </tr>
  )
}

function howElse({ rule, values }: RejectedRow): string {
  if (rule === 'not-own') return '只接收本企业的记录，这一行不能改正'
  return values === null ? '这一行读不出各列，请改好文件后重交' : '请改好文件后重交'
}

/** What may be mended: each column at fault, else the one the load named. */
function faultyColumns(row: RejectedRow, columns: readonly DatasetColumn[]): readonly DatasetColumn[] {
  if (row.values === null || row.rule === 'not-own') return []
  const names = Object.keys(row.faults)
  return columns.filter(({ name }) => (names.length > 0 ? names.includes(name) : name === row.column))
}

function validText({ rule, required, unit, type }: DatasetColumn): string {
  const kind = kinds[type]
  return [kind, unit === null ? null : `单位 ${unit}`, rule, required ? '必填' : '可空']
    .filter((part) => part !== null && part !== '')
    .join('；')
}

const kinds: Readonly<Record<DatasetColumn['type'], string>> = {
  text: '',
  integer: '整数',
  decimal: '数值',
  money: '金额（元），至多两位小数',
  boolean: '是 或 否',
  date: '日期，如 2026-01-05',
  month: '月份，如 2026-01',
  timestamp: '时间，如 2026-01-05 08:30:00',
  json: 'JSON',
}

function CellEditor({
  column,
  label,
  value,
  onEdit,
}: {
  readonly column: DatasetColumn
  readonly label: string
  readonly value: string
  readonly onEdit: (text: string) => void
}) {
  const choices = column.type === 'boolean' ? ['是', '否'] : column.oneOf
  if (choices !== null) {
    return (
      <select
        className="field"
        aria-label={label}
        value={value}
        onChange={(event) => onEdit(event.target.value)}
      >
        {!choices.includes(value) && (
          <option value={value}>{value === '' ? '（空）' : `${value}（无效）`}</option>
        )}
        {choices.map((choice) => (
          <option key={choice} value={choice}>
            {choice}
          </option>
        ))}
      </select>
    )
  }
  return (
    <input
      className="field"
      aria-label={label}
      maxLength={20_000}
      value={value}
      onChange={(event) => onEdit(event.target.value)}
    />
  )
}
