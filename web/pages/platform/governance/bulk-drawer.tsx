/** One way of mending for a whole group: what it would do is shown before anything is done. */
import { useState } from 'react'
import type {
  BulkPreview,
  Mend,
  QuarantineGroup,
  ReplayAnswer,
} from '../../../../server/api/schemas/quarantine.ts'
import { useDataset } from '../../../data/queries.ts'
import { useChange } from '../../../data/change.ts'
import { Choice } from '../../../parts/choice.tsx'
import { DataTable, type Column } from '../../../parts/data-table.tsx'
import { Drawer } from '../../../parts/drawer.tsx'
import { formatNumber } from '../../../parts/format.ts'
import { NameText } from '../../../parts/name-text.tsx'
import { useScope } from '../../../shell/scope.tsx'
import { Problem } from './problem.tsx'
import { TicketForm } from './ticket-form.tsx'
import styles from './governance.module.css'

const kinds = [
  { value: 'trim', title: '去空白' },
  { value: 'replace', title: '替换' },
  { value: 'set', title: '统一填为' },
  { value: 'clear', title: '置空' },
] as const
type Kind = (typeof kinds)[number]['value']

export function BulkDrawer({
  group,
  onClose,
}: {
  readonly group: QuarantineGroup
  readonly onClose: () => void
}) {
  const { realm } = useScope()
  const dataset = useDataset(group.dataset).data
  const [column, setColumn] = useState(group.column ?? '')
  const [kind, setKind] = useState<Kind>('trim')
  const [from, setFrom] = useState('')
  const [to, setTo] = useState('')
  const [part, setPart] = useState(true)
  const [reason, setReason] = useState('')
  const [preview, setPreview] = useState<BulkPreview | null>(null)
  const [done, setDone] = useState<string | null>(null)
  const looking = useChange()
  const change = useChange('/api/governance', '/api/batches', '/api/catalog')
  const about = { realm, dataset: group.dataset, rule: group.rule, column: group.column }
  const mend: Mend = kind === 'replace' ? { kind, from, to, part } : kind === 'set' ? { kind, to } : { kind }
  const ready = column !== '' && (kind !== 'replace' || from !== '') && (kind !== 'set' || to !== '')
  const edit = (apply: () => void) => {
    apply()
    setPreview(null)
    setDone(null)
  }

  const look = async () => {
    const found = await looking.run<BulkPreview>('/api/governance/quarantine/preview', 'POST', {
      group: about,
      column,
      mend,
    })
    setPreview(found)
  }
  const replay = async () => {
    const answer = await change.run<ReplayAnswer>('/api/governance/quarantine/replay', 'POST', {
      group: about,
      column,
      mend,
      reason: reason.trim(),
    })
    if (answer === null) return
    setPreview(null)
    const refused = answer.refused.length === 0 ? '' : `，${answer.refused.length} 条与已有记录冲突，仍在隔离`
    setDone(`已入仓 ${formatNumber(answer.mended)} 条，批次 ${answer.batches.join('、')}${refused}。`)
  }
  const drop = async () => {
    const answer = await change.run<{ dropped: number }>('/api/governance/quarantine/drop', 'POST', {
      group: about,
      reason: reason.trim(),
    })
    if (answer !== null) setDone(`已弃用 ${formatNumber(answer.dropped)} 条；原件仍然留存。`)
  }
  return (
    <Drawer title={`成组处理：${group.datasetTitle}`} wide onClose={onClose}>
      <div className={styles.detail}>
        <p className={styles.fault} role="note">
          <b>{group.example}</b>
          <span className="small">
            这样的记录待处理 {formatNumber(group.open)} 条，来自 {group.batches} 个批次；责任单位{' '}
            {group.steward}
          </span>
        </p>
        <section>
          <h3>同一修法</h3>
          <div className={styles.form}>
            <select
              className="field"
              aria-label="修改的信息项"
              value={column}
              onChange={(event) => edit(() => setColumn(event.target.value))}
            >
              <option value="">选择信息项</option>
              {dataset?.items.map(({ name, title }) => (
                <option key={name} value={name}>
                  {title}
                </option>
              ))}
            </select>
            <Choice
              label="修法"
              value={kind}
              options={kinds}
              onChange={(value) => edit(() => setKind(value))}
            />
            {kind === 'replace' && (
              <input
                className="field"
                aria-label="原文字"
                placeholder="把"
                value={from}
                onChange={(event) => edit(() => setFrom(event.target.value))}
              />
            )}
            {(kind === 'replace' || kind === 'set') && (
              <input
                className="field"
                aria-label="改为"
                placeholder={kind === 'replace' ? '改为（可空）' : '填为'}
                value={to}
                onChange={(event) => edit(() => setTo(event.target.value))}
              />
            )}
            {kind === 'replace' && (
              <label className={styles.check}>
                <input type="checkbox" checked={part} onChange={() => edit(() => setPart(!part))} />
                值中的文字
              </label>
            )}
            <button
              type="button"
              className="button"
              disabled={!ready || looking.busy}
              onClick={() => void look()}
            >
              {looking.busy ? '正在试算 …' : '预览效果'}
            </button>
          </div>
          {looking.problem !== null && <Problem problem={looking.problem} />}
          {preview !== null && (
            <>
              <p role="status">
                看了 {formatNumber(preview.records)} 条，改动 {formatNumber(preview.changed)} 条，其中{' '}
                <b>{formatNumber(preview.passing)} 条合于契约</b>
                {preview.passing < preview.changed && '，其余仍留在隔离区'}。
              </p>
              <DataTable
                name="修法预览"
                rows={preview.samples}
                columns={sampleColumns}
                rowKey={({ id }) => id}
                exportable={false}
              />
            </>
          )}
        </section>
        {done !== null && (
          <p className={styles.done} role="status">
            {done}
          </p>
        )}
        {change.problem !== null && <Problem problem={change.problem} />}
        <div className={styles.foot}>
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
            整组弃用
          </button>
          <button
            type="button"
            className="button button-primary"
            disabled={change.busy || reason.trim() === '' || preview === null || preview.passing === 0}
            onClick={() => void replay()}
          >
            {preview === null ? '先预览再入仓' : `入仓 ${formatNumber(preview.passing)} 条`}
          </button>
        </div>
        <section>
          <h3>工单</h3>
          {group.ticket === null ? (
            <TicketForm
              about={{ origin: 'quarantine', dataset: group.dataset, rule: group.rule, column: group.column }}
            />
          ) : (
            <p className="quiet">工单 #{group.ticket} 正在处理。</p>
          )}
        </section>
      </div>
    </Drawer>
  )
}

type Sample = BulkPreview['samples'][number]

const sampleColumns: readonly Column<Sample>[] = [
  { key: 'row', title: '行号', number: true, width: '80px', value: ({ rowNumber }) => rowNumber },
  {
    key: 'before',
    title: '原值',
    value: ({ before }) => before,
    show: ({ before }) => <NameText text={before ?? '空'} />,
  },
  {
    key: 'after',
    title: '改后',
    value: ({ after }) => after,
    show: ({ after }) => <NameText text={after ?? '空'} />,
  },
  {
    key: 'fault',
    title: '校验',
    width: '38%',
    value: ({ fault }) => fault ?? '合于契约',
    show: ({ fault }) =>
      fault === null ? '合于契约' : <span className={styles.failing}>{<NameText text={fault} />}</span>,
  },
]
