/** 重新测算: every firm switched off in turn, as a job whose progress is shown. */
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { Criticality } from '../../../../server/api/schemas/criticality.ts'
import { problemOf, request, type ApiProblem } from '../../../data/api.ts'
import { refresh } from '../../../data/resource.ts'
import { useSweeps } from '../../../data/scenarios.ts'
import { formatNumber, formatTime, MISSING } from '../../../parts/format.ts'
import { ProgressBar } from '../../../parts/loading.tsx'
import { ProblemNote } from '../../../parts/problem-note.tsx'
import { useScope } from '../../../shell/scope.tsx'
import { productionWords } from './draft.ts'
import styles from './shutdown.module.css'

export function SweepControl({ basis }: { readonly basis: Criticality | undefined }) {
  const { realm } = useScope()
  const client = useQueryClient()
  const sweeps = useSweeps()
  const [problem, setProblem] = useState<ApiProblem | null>(null)
  const sweep = sweeps.data?.items.find((one) => one.realm === realm)
  const running = sweep?.state === 'running'
  const was = useRef(running)
  useEffect(() => {
    // The ranking on the screen is of the sweep before.
    if (was.current && !running) void refresh(client, '/api/scenarios/criticality')
    was.current = running
  }, [running, client])
  const start = async () => {
    setProblem(null)
    try {
      await request('/api/scenarios/sweeps', { method: 'POST', body: { realm } })
    } catch (error) {
      setProblem(problemOf(error))
    }
    await refresh(client, '/api/scenarios/sweeps')
  }
  return (
    <div className={styles.sweepBox}>
      <button
        type="button"
        className="button button-primary"
        disabled={running || sweeps.data === undefined}
        onClick={() => void start()}
      >
        {running ? '正在测算 …' : '重新测算'}
      </button>
      {running ? (
        <div className={styles.sweepProgress} role="status">
          <ProgressBar share={sweep.total === 0 ? null : sweep.done / sweep.total} />
          <span className="number">
            已测算 {formatNumber(sweep.done)} / {formatNumber(sweep.total)} 家，{formatTime(sweep.startedAt)}{' '}
            开始；可离开本页，测算继续
          </span>
        </div>
      ) : (
        <p>
          {basis === undefined || basis.computedAt === null
            ? '逐家推演全部企业停产一次，得到每家的系统性影响（ESRI）。'
            : `${basis.definition.replace(/。$/, '')}。${basisWords(basis)}。`}
          {basis?.stale === true && <b>供应交易此后有更新，建议重新测算。</b>}
          {sweep?.state === 'failed' && <b>上次测算失败：{sweep.message ?? '原因不详'}</b>}
        </p>
      )}
      <ProblemNote problem={problem} />
    </div>
  )
}

function basisWords({ production, replaceability, computedAt, asOf }: Criticality): string {
  return `生产函数${productionWords[production].title}，${replaceability ? '计入' : '不计入'}可替代，供应交易截至 ${asOf ?? MISSING}，测算于 ${formatTime(computedAt)}`
}
