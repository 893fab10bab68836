/** A file to a dataset: chosen or dropped, its counts or what is wrong with it. */
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Batch } from '../../../../server/api/schemas/dataset.ts'
import { problemOf, request, type ApiProblem } from '../../../data/api.ts'
import { useDataset, useDatasets } from '../../../data/queries.ts'
import { refresh } from '../../../data/resource.ts'
import { Card } from '../../../parts/card.tsx'
import { Conservation } from '../../../parts/conservation.tsx'
import { FileDrop } from '../../../parts/file-drop.tsx'
import { ProgressBar } from '../../../parts/loading.tsx'
import { BatchDrawer } from './batch-drawer.tsx'
import styles from './ingest.module.css'
import { TemplateButton } from './template.tsx'

type Outcome =
  | { readonly kind: 'idle' }
  | { readonly kind: 'sending' }
  | { readonly kind: 'done'; readonly batch: Batch }
  | { readonly kind: 'failed'; readonly problem: ApiProblem }

export function UploadCard() {
  const datasets = useDatasets().data?.items ?? []
  const client = useQueryClient()
  const [id, setId] = useState('')
  const [file, setFile] = useState<File | null>(null)
  const [outcome, setOutcome] = useState<Outcome>({ kind: 'idle' })
  const [opened, setOpened] = useState<Batch | null>(null)
  const detail = useDataset(id === '' ? null : id).data

  const choose = (chosen: File) => {
    setFile(chosen)
    setOutcome({ kind: 'idle' })
  }
  const send = async () => {
    if (file === null || id === '') return
    setOutcome({ kind: 'sending' })
    const form = new FormData()
    form.append('file', file, file.name)
    try {
      const batch = await request<Batch>(`/api/datasets/${id}/batches`, { method: 'POST', body: form })
      setOutcome({ kind: 'done', batch })
      setFile(null)
    } catch (error) {
      setOutcome({ kind: 'failed', problem: problemOf(error) })
    } finally {
      await refresh(client, '/api/batches', '/api/catalog', '/api/ingest')
    }
  }
  const warehouses = [...new Set(datasets.map(({ warehouseTitle }) => warehouseTitle))]
  return (
    <Card title="上传文件" note="表头用信息项名称">
      <div className={styles.upload}>
        <select
          className="field"
          aria-label="上传到数据集"
          value={id}
          onChange={(event) => {
            setId(event.target.value)
            setOutcome({ kind: 'idle' })
          }}
        >
          <option value="">选择数据集</option>
          {warehouses.map((warehouse) => (
            <optgroup key={warehouse} label={warehouse}>
              {datasets
                .filter(({ warehouseTitle }) => warehouseTitle === warehouse)
                .map((dataset) => (
                  <option key={dataset.id} value={dataset.id}>
                    {dataset.title}
                  </option>
                ))}
            </optgroup>
          ))}
        </select>
        <FileDrop
          label="选择文件"
          accept=".csv,.tsv,.gz,.xlsx,.jsonl,.ndjson,.geojson,.json"
          invitation="拖入文件，或点击选择"
          file={file}
          onFile={choose}
        />
        {outcome.kind === 'sending' && <ProgressBar />}
        {outcome.kind === 'done' && (
          <div role="status">
            <p>
              {outcome.batch.status === 'repeated'
                ? '该文件此前已载入，没有改动任何数据。'
                : `已载入，批次 ${outcome.batch.id}。`}
            </p>
            <Conservation counts={outcome.batch.counts} compact />
            <button type="button" className="text-button small" onClick={() => setOpened(outcome.batch)}>
              {outcome.batch.counts.quarantined > 0 ? '查看被隔离的行' : '查看批次'}
            </button>
          </div>
        )}
        {outcome.kind === 'failed' && <Failure problem={outcome.problem} />}
        <div className={styles.row}>
          {detail === undefined ? <span /> : <TemplateButton dataset={detail} />}
          <button
            type="button"
            className="button button-primary"
            disabled={file === null || id === '' || outcome.kind === 'sending'}
            onClick={() => void send()}
          >
            {outcome.kind === 'sending' ? '正在上传 …' : '上传并校验'}
          </button>
        </div>
      </div>
      {opened !== null && <BatchDrawer batch={opened} onClose={() => setOpened(null)} />}
    </Card>
  )
}

const SHOWN_ERRORS = 6

function Failure({ problem }: { readonly problem: ApiProblem }) {
  return (
    <div className={styles.failure} role="alert">
      <b>{problem.title}</b>
      {problem.detail !== problem.title && <p>{problem.detail}</p>}
      {problem.expected !== undefined && <p className="small">应为：{problem.expected}</p>}
      {problem.errors.length > 0 && (
        <ul className="small">
          {problem.errors.slice(0, SHOWN_ERRORS).map(({ path, message }) => (
            <li key={`${path}${message}`}>
              {path} {message}
            </li>
          ))}
          {problem.errors.length > SHOWN_ERRORS && <li>另有 {problem.errors.length - SHOWN_ERRORS} 处</li>}
        </ul>
      )}
    </div>
  )
}
