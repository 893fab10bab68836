import { useState } from 'react'
import type { Batch } from '../../../../server/api/schemas/dataset.ts'
import type { CorrectedBatch, RejectedRow } from '../../../../server/api/schemas/submission.ts'
import { problemOf, request } from '../../../data/api.ts'
import { useDatasetColumns, useRejectedRows, type DatasetColumn } from '../../../data/collection.ts'
import { refresh } from '../../../data/resource.ts'
import { Answer } from '../../../parts/answer.tsx'
import { Card } from '../../../parts/card.tsx'
import { Conservation } from '../../../parts/conservation.tsx'
import { useQueryClient } from '@tanstack/react-query'
import { MendTable } from './mend-table.tsx'
import styles from './submit.module.css'

/** Texts given instead of the row's own, by row and column. */
export type Edits = Readonly<Record<number, Readonly<Record<string, string>>>>

/** What became of a batch: its counts, and the rows that were not taken, to be mended. */
export function Result({
  batch,
  onBatch,
}: {
  readonly batch: Batch
  readonly onBatch: (batch: Batch) => void
}) {
  const columns = useDatasetColumns(batch.dataset)
  return (
    <Card
      title={`校验结果 · ${batch.datasetTitle}`}
      note={
        <>
          批次 {batch.id}，<bdi>{batch.fileName}</bdi>
        </>
      }
      fill
      className={styles.result}
    >
      <div className={styles.form}>
        {batch.status === 'repeated' && (
          <p className={styles.notice} role="status">
            这个文件此前已经交过，没有改动任何数据。
          </p>
        )}
        {batch.error !== null && (
          <div className={styles.failure} role="alert">
            <b>{batch.error.message}</b>
            {batch.error.expected !== null && <p className="small">应为：{batch.error.expected}</p>}
          </div>
        )}
        {batch.corrects !== null && <p className="small quiet">更正批次 {batch.corrects} 中未通过的行。</p>}
        <Conservation counts={batch.counts} />
        {batch.warnings.length > 0 && (
          <ul className={`${styles.notice} small`} aria-label="提醒">
            {batch.warnings.map((warning) => (
              <li key={warning}>{warning}</li>
            ))}
          </ul>
        )}
        {batch.counts.quarantined === 0 ? (
          batch.status === 'loaded' && (
            <p className={styles.good} role="status">
              全部行均已通过。
            </p>
          )
        ) : (
          <Answer of={columns} title="正在读取信息项">
            {(contract) => <Mend batch={batch} columns={contract.columns} onBatch={onBatch} />}
          </Answer>
        )}
      </div>
    </Card>
  )
}

function Mend({
  batch,
  columns,
  onBatch,
}: {
  readonly batch: Batch
  readonly columns: readonly DatasetColumn[]
  readonly onBatch: (batch: Batch) => void
}) {
  const client = useQueryClient()
  const rows = useRejectedRows(batch.id)
  const [edits, setEdits] = useState<Edits>({})
  const [sending, setSending] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const [refused, setRefused] = useState<ReadonlyMap<number, string>>(new Map())
  const items = rows.data?.pages.flatMap((page) => page.items) ?? []
  const changed = items.filter(({ id, state }) => state === 'open' && edits[id] !== undefined)

  const send = async () => {
    setSending(true)
    setProblem(null)
    try {
      const corrected = await request<CorrectedBatch>(`/api/batches/${batch.id}/corrections`, {
        method: 'POST',
        body: {
          records: changed.map((row) => ({ id: row.id, values: { ...row.values, ...edits[row.id] } })),
        },
      })
      setRefused(new Map(corrected.refused.map(({ id, message }) => [id, message])))
      setEdits(
        Object.fromEntries(corrected.refused.flatMap(({ id }) => (edits[id] ? [[id, edits[id]]] : []))),
      )
      if (corrected.refused.length === 0 && changed.length === items.filter(isOpen).length) onBatch(corrected)
    } catch (error) {
      setProblem(problemOf(error).detail)
    } finally {
      setSending(false)
      await refresh(client, '/api/batches', '/api/catalog')
    }
  }

  return (
    <Answer of={rows} title="正在读取未通过的行">
      {() => (
        <section className={styles.mend} aria-label="未通过的行">
          <div className={styles.row}>
            <h3>
              未通过的行 <span className="number">{items.filter(isOpen).length}</span>
              {rows.hasNextPage && <span className="quiet small">（还有更多）</span>}
            </h3>
            <span className="small quiet">就地改正，再只交这些行；其余各列保持原样</span>
            <button
              type="button"
              className="button button-primary"
              disabled={changed.length === 0 || sending}
              onClick={() => void send()}
            >
              {sending ? '正在提交 …' : `重新提交 ${changed.length} 行`}
            </button>
          </div>
          {problem !== null && (
            <p className={styles.failure} role="alert">
              {problem}
            </p>
          )}
          <MendTable
            rows={items}
            columns={columns}
            edits={edits}
            refused={refused}
            isCorrection={batch.corrects !== null}
            onEdit={(id, name, text) => setEdits((now) => ({ ...now, [id]: { ...now[id], [name]: text } }))}
          />
          {rows.hasNextPage && (
            <button
              type="button"
              className="button button-small"
              disabled={rows.isFetchingNextPage}
              onClick={() => void rows.fetchNextPage()}
            >
              {rows.isFetchingNextPage ? '正在读取 …' : '加载更多'}
            </button>
          )}
        </section>
      )}
    </Answer>
  )
}

function isOpen({ state }: RejectedRow): boolean {
  return state === 'open'
}
