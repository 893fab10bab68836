/** Writes an 异议 about one use, or a 更正 of one field. */
import { useState } from 'react'
import type { LedgerItem } from '../../../../server/api/schemas/access-ledger.ts'
import { useDataset, useDatasets } from '../../../data/queries.ts'
import { Drawer } from '../../../parts/drawer.tsx'
import { formatTime } from '../../../parts/format.ts'
import { useAct } from '../../../data/act.ts'
import { ProblemNote } from '../../../parts/problem-note.tsx'
import styles from './access-ledger.module.css'

export type ClaimTarget =
  | { readonly kind: 'dispute'; readonly item: LedgerItem }
  | { readonly kind: 'correction'; readonly item: null }

export function ClaimDrawer({
  creditCode,
  target,
  onClose,
}: {
  readonly creditCode: string
  readonly target: ClaimTarget
  readonly onClose: () => void
}) {
  const act = useAct()
  const [text, setText] = useState('')
  const [dataset, setDataset] = useState('')
  const [field, setField] = useState('')
  const [value, setValue] = useState('')
  const datasets = useDatasets().data?.items ?? []
  const fields = useDataset(dataset === '' ? null : dataset).data?.items ?? []
  const isDispute = target.kind === 'dispute'
  const complete = text.trim().length >= 4 && (isDispute || (field !== '' && value.trim() !== ''))
  const send = async () => {
    const body = isDispute
      ? { kind: 'dispute', accessId: target.item.id, text }
      : { kind: 'correction', dataset, field, value, text }
    const made = await act.run(`/api/enterprises/${encodeURIComponent(creditCode)}/claims`, body)
    if (made !== undefined) onClose()
  }
  return (
    <Drawer title={isDispute ? '对这次使用提出异议' : '申请更正'} onClose={onClose}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault()
          void send()
        }}
      >
        {isDispute ? (
          <p className={styles.about}>
            {formatTime(target.item.at)} <bdi>{target.item.organisation}</bdi>（{target.item.basis}）
            {target.item.purpose}：{target.item.fields.map(({ title }) => title).join('、')}
          </p>
        ) : (
          <>
            <label>
              数据集
              <select
                className="field"
                value={dataset}
                onChange={(event) => {
                  setDataset(event.target.value)
                  setField('')
                }}
              >
                <option value="">选择数据集</option>
                {datasets.map(({ id, title }) => (
                  <option key={id} value={id}>
                    {title}
                  </option>
                ))}
              </select>
            </label>
            <label>
              信息项
              <select className="field" value={field} onChange={(event) => setField(event.target.value)}>
                <option value="">选择信息项</option>
                {fields.map(({ name, title }) => (
                  <option key={name} value={name}>
                    {title}
                  </option>
                ))}
              </select>
            </label>
            <label>
              正确的值
              <input
                className="field"
                maxLength={500}
                value={value}
                onChange={(event) => setValue(event.target.value)}
              />
            </label>
          </>
        )}
        <label>
          {isDispute ? '异议内容' : '理由与证明'}
          <textarea
            className={styles.text}
            rows={5}
            maxLength={2000}
            placeholder={isDispute ? '为何认为这次使用不当' : '依据的文件、日期、文号等'}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </label>
        <ProblemNote problem={act.problem} />
        <p className="small quiet">由数据管理员答复，结果显示在“异议与更正”。</p>
        <button type="submit" className="button button-primary" disabled={!complete || act.busy}>
          提交
        </button>
      </form>
    </Drawer>
  )
}
