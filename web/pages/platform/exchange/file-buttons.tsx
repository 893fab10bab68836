/** Takes delivery of a file: every click is one metered delivery with its receipt. */
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ApiProblem, problemOf } from '../../../data/api.ts'
import { exchangeAddresses } from '../../../data/exchange.ts'
import { refresh } from '../../../data/resource.ts'
import { Icon } from '../../../parts/icon.tsx'
import { ProblemNote } from '../../../parts/problem-note.tsx'
import styles from './exchange.module.css'

export function FileButtons({ id }: { readonly id: number }) {
  const client = useQueryClient()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<ApiProblem | null>(null)
  const take = async (format: 'csv' | 'xlsx') => {
    setBusy(true)
    setProblem(null)
    try {
      await download(id, format)
      await refresh(client, ...exchangeAddresses)
    } catch (error) {
      setProblem(problemOf(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <p className="small">一次交付合同的全部记录，计一次。</p>
      <div className={styles.buttons}>
        {(['xlsx', 'csv'] as const).map((format) => (
          <button
            key={format}
            type="button"
            className="button button-primary"
            disabled={busy}
            onClick={() => void take(format)}
          >
            <Icon name="export" size={13} />
            下载 {format.toUpperCase()}
          </button>
        ))}
      </div>
      <ProblemNote problem={problem} />
    </>
  )
}

async function download(id: number, format: 'csv' | 'xlsx'): Promise<void> {
  const answer = await fetch(`/api/deliveries/${id}/files`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    credentials: 'same-origin',
    body: JSON.stringify({ format }),
  })
  if (!answer.ok) {
    const problem = (await answer.json().catch(() => ({}))) as object
    throw new ApiProblem({ ...problem, status: answer.status })
  }
  const named = /filename\*=UTF-8''([^;]+)/.exec(answer.headers.get('content-disposition') ?? '')?.[1]
  const link = document.createElement('a')
  link.href = URL.createObjectURL(await answer.blob())
  link.download = named === undefined ? `合同${id}.${format}` : decodeURIComponent(named)
  link.click()
  URL.revokeObjectURL(link.href)
}
