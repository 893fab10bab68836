/** 申请数据, in four steps: what, which rows, what for and how long, and what the rules will ask. */
import { useEffect, useState } from 'react'
import type { Assessment, ExchangeRequestDetail } from '../../../../server/api/schemas/exchange.ts'
import { Drawer } from '../../../parts/drawer.tsx'
import { Loading } from '../../../parts/loading.tsx'
import { request, problemOf, type ApiProblem } from '../../../data/api.ts'
import { useAct } from '../../../data/act.ts'
import { emptyDraft, missingIn, toApplication, type Draft } from './draft.ts'
import { ProblemNote } from '../../../parts/problem-note.tsx'
import { DataStep } from './step-data.tsx'
import { RangeStep } from './step-range.tsx'
import { UseStep } from './step-use.tsx'
import styles from './exchange.module.css'

const steps = ['数据与信息项', '范围', '用途与期限', '核对提交'] as const

export function RequestWizard({
  dataset,
  onClose,
  onDone,
}: {
  readonly dataset: string | null
  readonly onClose: () => void
  readonly onDone: (id: number) => void
}) {
  const [draft, setDraft] = useState(() => emptyDraft(dataset))
  const [step, setStep] = useState(0)
  const act = useAct()
  const change = (changes: Partial<Draft>) => setDraft((now) => ({ ...now, ...changes }))
  const missing = missingIn(draft, Math.min(step, 2))
  const send = async () => {
    const made = await act.run<ExchangeRequestDetail>('/api/exchange/requests', toApplication(draft))
    if (made !== undefined) onDone(made.id)
  }
  return (
    <Drawer title="申请数据" wide onClose={onClose}>
      <div className={styles.detail}>
        <ol className={styles.steps} aria-label="步骤">
          {steps.map((title, index) => (
            <li key={title} aria-current={index === step ? 'step' : undefined} data-done={index < step}>
              {index + 1} {title}
            </li>
          ))}
        </ol>
        {step === 0 && <DataStep draft={draft} change={change} />}
        {step === 1 && <RangeStep draft={draft} change={change} />}
        {step === 2 && <UseStep draft={draft} change={change} />}
        {step === 3 && <CheckStep draft={draft} />}
        <ProblemNote problem={act.problem} />
        <div className={styles.buttons}>
          {step < 3 && missing !== null && <span className="quiet small">{missing}</span>}
          <button
            type="button"
            className="button"
            disabled={step === 0 || act.busy}
            onClick={() => setStep(step - 1)}
          >
            上一步
          </button>
          {step < 3 ? (
            <button
              type="button"
              className="button button-primary"
              disabled={missing !== null}
              onClick={() => setStep(step + 1)}
            >
              下一步
            </button>
          ) : (
            <button
              type="button"
              className="button button-primary"
              disabled={act.busy}
              onClick={() => void send()}
            >
              {act.busy ? '正在提交 …' : '提交申请'}
            </button>
          )}
        </div>
      </div>
    </Drawer>
  )
}

const outcomes: Readonly<Record<Assessment['outcome'], string>> = {
  automatic: '提交后按规则即时办结',
  one: '须数据管理员一人审批',
  two: '须两人审批',
  refused: '按规则不能共享，提交后将驳回',
}

/** What the rules make of it, asked of the server before it is sent. */
function CheckStep({ draft }: { readonly draft: Draft }) {
  const [found, setFound] = useState<Assessment | null>(null)
  const [problem, setProblem] = useState<ApiProblem | null>(null)
  useEffect(() => {
    const stop = new AbortController()
    request<Assessment>('/api/exchange/assessments', {
      method: 'POST',
      body: toApplication(draft),
      signal: stop.signal,
    }).then(setFound, (error: unknown) => {
      if (!stop.signal.aborted) setProblem(problemOf(error))
    })
    return () => stop.abort()
  }, [draft])
  if (problem !== null) return <ProblemNote problem={problem} />
  if (found === null) return <Loading title="正在试算" />
  return (
    <section className={styles.assessment} data-outcome={found.outcome} aria-label="试算结果">
      <b>{outcomes[found.outcome]}</b>
      {found.refusal !== null && <p>{found.refusal}</p>}
      <ul className={styles.plain}>
        {found.grounds.map((ground) => (
          <li key={ground}>{ground}</li>
        ))}
        {found.firmsToAsk.map(({ creditCode, name }) => (
          <li key={creditCode}>
            须征得 <bdi>{name}</bdi> 同意
          </li>
        ))}
      </ul>
    </section>
  )
}
