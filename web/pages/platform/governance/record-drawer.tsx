/** One record set aside: as it stood in the file, its values with the faulty ones marked; mend, try, load, drop. */
import { useEffect, useState } from 'react'
import type {
  QuarantineRecord,
  RecordCheckResult,
  ReplayAnswer,
} from '../../../../server/api/schemas/quarantine.ts'
import { useChange } from '../../../data/change.ts'
import { quarantineStateTitles, useQuarantinedRecord } from '../../../data/governance.ts'
import { problemOf, request } from '../../../data/api.ts'
import { Answer } from '../../../parts/answer.tsx'
import { Drawer } from '../../../parts/drawer.tsx'
import { formatDate, formatNumber, formatTime, MISSING } from '../../../parts/format.ts'
import { RealmBadge } from '../../../parts/realm-badge.tsx'
import { useScope } from '../../../shell/scope.tsx'
import { Problem } from './problem.tsx'
import styles from './governance.module.css'

type Cells = QuarantineRecord['cells']

export function RecordDrawer({ id, onClose }: { readonly id: number; readonly onClose: () => void }) {
  const record = useQuarantinedRecord(id)
  return (
    <Drawer
      title={
        record.data === undefined ? '隔离记录' : `${record.data.datasetTitle} 第 ${record.data.rowNumber} 行`
      }
      wide
      note={<RealmBadge realm={record.data?.demonstration === true ? 'demonstration' : 'actual'} />}
      onClose={onClose}
    >
      <Answer of={record} title="正在读取记录">
        {(data) => <Mending key={`${data.id} ${data.state}`} record={data} onClose={onClose} />}
      </Answer>
    </Drawer>
  )
}

const valuesOf = (cells: Cells) => Object.fromEntries(cells.map(({ name, value }) => [name, value]))

function Mending({ record, onClose }: { readonly record: QuarantineRecord; readonly onClose: () => void }) {
  const { session } = useScope()
  const editable = record.state === 'open' && record.locked === null && session.role !== 'reviewer'
  const original = valuesOf(record.cells)
  const [values, setValues] = useState<Readonly<Record<string, string | null>>>(original)
  const checked = useCheck(record, values, editable)
  const [reason, setReason] = useState('')
  const [loaded, setLoaded] = useState<ReplayAnswer | null>(null)
  const change = useChange('/api/governance', '/api/batches', '/api/catalog')
  const faults = checked.cells.filter(({ fault }) => fault !== null)

  const replay = async () => {
    const answer = await change.run<ReplayAnswer>('/api/governance/quarantine/replay', 'POST', {
      records: [{ id: record.id, values }],
      reason: reason.trim(),
    })
    if (answer !== null) setLoaded(answer)
  }
  const drop = async () => {
    const done = await change.run('/api/governance/quarantine/drop', 'POST', {
      ids: [record.id],
      reason: reason.trim(),
    })
    if (done !== null) onClose()
  }
  return (
    <div className={styles.detail}>
      <p className={styles.fault} role="note">
        <b>{record.message}</b>
        <span className="quiet small">
          批次 {record.batchId} · <bdi>{record.fileName}</bdi> · 数据日期 {formatDate(record.effectiveAt)} ·
          由 <bdi>{record.loadedBy}</bdi> 载入
        </span>
      </p>
      <section>
        <h3>原文</h3>
        <pre className={styles.raw}>{record.raw}</pre>
      </section>
      <section>
        <h3>
          信息项{' '}
          <span className="quiet small">
            {editable ? '改动即按契约校验；金额以元为单位' : quarantineStateTitles[record.state]}
          </span>
        </h3>
        <div className={styles.cells}>
          {checked.cells.map((cell) => (
            <CellField
              key={cell.name}
              cell={cell}
              blamed={cell.name === record.column && record.state === 'open'}
              changed={(values[cell.name] ?? null) !== (original[cell.name] ?? null)}
              value={values[cell.name] ?? ''}
              readOnly={!editable}
              onChange={(value) => setValues((now) => ({ ...now, [cell.name]: value === '' ? null : value }))}
            />
          ))}
        </div>
      </section>
      {record.decisions.length > 0 && <Decisions record={record} />}
      {record.locked !== null && record.state === 'open' && <p className="quiet">{record.locked}。</p>}
      {loaded !== null && (
        <p className={styles.done} role="status">
          {loaded.mended > 0
            ? `已入仓，批次 ${loaded.batches.join('、')}。`
            : loaded.settled > 0
              ? '这条记录此前已处理，没有改动任何数据。'
              : `没有入仓：${loaded.refused[0]?.message ?? ''}`}
        </p>
      )}
      {change.problem !== null && <Problem problem={change.problem} />}
      {record.state === 'open' && session.role !== 'reviewer' && (
        <div className={styles.foot}>
          <p aria-live="polite" className={faults.length > 0 ? styles.failing : undefined}>
            {faults.length > 0 ? `还有 ${faults.length} 处不合契约` : (checked.effect?.text ?? '正在校验 …')}
          </p>
          <input
            className="field"
            aria-label="理由"
            placeholder="理由（必填，存档）"
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
          <button
            type="button"
            className="button"
            disabled={change.busy || reason.trim() === ''}
            onClick={() => void drop()}
          >
            弃用
          </button>
          {editable && (
            <button
              type="button"
              className="button button-primary"
              disabled={
                change.busy || reason.trim() === '' || faults.length > 0 || checked.effect?.kind === 'refused'
              }
              onClick={() => void replay()}
            >
              {change.busy ? '正在入仓 …' : '修复入仓'}
            </button>
          )}
        </div>
      )}
    </div>
  )
}

/** What the engine says to the values as they are typed. */
function useCheck(
  record: QuarantineRecord,
  values: Readonly<Record<string, string | null>>,
  editable: boolean,
): RecordCheckResult {
  const [result, setResult] = useState<RecordCheckResult>({ cells: record.cells, effect: record.effect })
  useEffect(() => {
    if (!editable) return
    const abort = new AbortController()
    const wait = setTimeout(() => {
      request<RecordCheckResult>(`/api/governance/quarantine/${record.id}/check`, {
        method: 'POST',
        body: { values },
        signal: abort.signal,
      })
        .then(setResult)
        .catch((error: unknown) => {
          if (abort.signal.aborted) return
          // Loading checks again and says what is wrong.
          setResult((now) => ({ ...now, effect: { kind: 'refused', text: problemOf(error).detail } }))
        })
    }, 200)
    return () => {
      clearTimeout(wait)
      abort.abort()
    }
  }, [record.id, values, editable])
  return result
}

function CellField({
  cell,
  blamed,
  changed,
  value,
  readOnly,
  onChange,
}: {
  readonly cell: Cells[number]
  readonly blamed: boolean
  readonly changed: boolean
  readonly value: string
  readonly readOnly: boolean
  readonly onChange: (value: string) => void
}) {
  const { title, unit, required, key, fault } = cell
  return (
    <label data-fault={fault !== null} data-blamed={blamed} data-changed={changed}>
      <span>
        {title}
        {unit !== null && <small>（{unit}）</small>}
        {key ? <small> 主键</small> : required ? <small> 必填</small> : null}
      </span>
      {value.length > 60 ? (
        <textarea
          className="field"
          rows={3}
          value={value}
          readOnly={readOnly}
          onChange={(event) => onChange(event.target.value)}
        />
      ) : (
        <input
          className="field"
          value={value}
          readOnly={readOnly}
          placeholder={readOnly ? MISSING : ''}
          aria-invalid={fault !== null}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
      {fault !== null && <small className={styles.failing}>{fault}</small>}
    </label>
  )
}

const actions = { mend: '修复入仓', drop: '弃用', refused: '重放未通过' } as const

function Decisions({ record }: { readonly record: QuarantineRecord }) {
  const title = (column: string) => record.cells.find(({ name }) => name === column)?.title ?? column
  return (
    <section>
      <h3>处理经过</h3>
      <ul className={styles.notes}>
        {record.decisions.map((decision) => (
          <li key={`${decision.at} ${decision.action}`}>
            <b>{actions[decision.action]}</b> <bdi>{decision.by}</bdi>{' '}
            <span className="quiet small">
              {formatTime(decision.at)}
              {decision.batchId !== null && ` · 新批次 ${formatNumber(decision.batchId)}`}
            </span>
            <p>{decision.reason}</p>
            {decision.changes.map(({ column, before, after }) => (
              <p key={column} className="small">
                {title(column)}：<del>{before ?? '空'}</del> → <ins>{after ?? '空'}</ins>
              </p>
            ))}
          </li>
        ))}
      </ul>
    </section>
  )
}
