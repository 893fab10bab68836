import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Batch, DatasetItem } from '../../../../server/api/schemas/dataset.ts'
import { problemOf, request, type ApiProblem } from '../../../data/api.ts'
import { refresh } from '../../../data/resource.ts'
import { Card } from '../../../parts/card.tsx'
import { FileDrop } from '../../../parts/file-drop.tsx'
import { Icon } from '../../../parts/icon.tsx'
import { ProgressBar } from '../../../parts/loading.tsx'
import styles from './submit.module.css'

const steps = ['选择数据集，下载模板', '按模板填写（一行一条记录）', '交回文件，查看结果']

/** From the template to the file handed in. */
export function HandIn({
  datasets,
  firm,
  onDone,
}: {
  readonly datasets: readonly Pick<DatasetItem, 'id' | 'title' | 'summary' | 'cycle'>[]
  readonly firm: string | null
  readonly onDone: (batch: Batch) => void
}) {
  const client = useQueryClient()
  const [id, setId] = useState(datasets[0]?.id ?? '')
  const [file, setFile] = useState<File | null>(null)
  const [sending, setSending] = useState(false)
  const [problem, setProblem] = useState<ApiProblem | null>(null)
  const chosen = datasets.find((one) => one.id === id)

  const choose = (given: File) => {
    setFile(given)
    setProblem(null)
  }
  const send = async () => {
    if (file === null || id === '') return
    setSending(true)
    setProblem(null)
    const form = new FormData()
    form.append('file', file, file.name)
    try {
      onDone(await request<Batch>(`/api/datasets/${id}/batches`, { method: 'POST', body: form }))
      setFile(null)
    } catch (error) {
      setProblem(problemOf(error))
    } finally {
      setSending(false)
      await refresh(client, '/api/batches', '/api/catalog')
    }
  }

  return (
    <Card title="交数据" note={firm === null ? '账号还没有绑定企业' : <bdi>{firm}</bdi>}>
      <div className={styles.form}>
        <ol className={`${styles.steps} small quiet`}>
          {steps.map((step, at) => (
            <li key={step}>
              <b>{at + 1}</b> {step}
            </li>
          ))}
        </ol>
        <select
          className="field"
          aria-label="数据集"
          value={id}
          onChange={(event) => {
            setId(event.target.value)
            setProblem(null)
          }}
        >
          {datasets.map((dataset) => (
            <option key={dataset.id} value={dataset.id}>
              {dataset.title}（{dataset.cycle}）
            </option>
          ))}
        </select>
        {chosen !== undefined && <p className="small quiet">{chosen.summary}</p>}
        <a className="button" download href={`/api/datasets/${id}/template`} aria-disabled={id === ''}>
          <Icon name="file" size={13} />
          下载填报模板（XLSX）
        </a>
        <FileDrop
          label="选择要交的文件"
          accept=".csv,.tsv,.gz,.xlsx,.jsonl"
          invitation="拖入填好的文件，或点击选择"
          file={file}
          onFile={choose}
        />
        {sending && <ProgressBar />}
        {problem !== null && (
          <div className={styles.failure} role="alert">
            <b>{problem.title}</b>
            <p>{problem.detail}</p>
            {problem.expected !== undefined && <p className="small">应为：{problem.expected}</p>}
          </div>
        )}
        <button
          type="button"
          className="button button-primary"
          disabled={file === null || id === '' || sending}
          onClick={() => void send()}
        >
          {sending ? '正在校验 …' : '提交并校验'}
        </button>
        <p className="small quiet">只接收本企业的记录，其他企业的行会被隔离。同一文件再交一次不改变数据。</p>
      </div>
    </Card>
  )
}
