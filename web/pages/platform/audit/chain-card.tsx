/** Where the chain of records stands, and whether it holds from the first record on. */
import { useState } from 'react'
import type { AuditVerification } from '../../../../server/api/schemas/audit.ts'
import { useAuditHead } from '../../../data/access-queries.ts'
import { problemOf, request } from '../../../data/api.ts'
import { Answer } from '../../../parts/answer.tsx'
import { Card } from '../../../parts/card.tsx'
import { formatNumber } from '../../../parts/format.ts'
import { secondsOf } from './words.ts'
import styles from './audit.module.css'

export function ChainCard() {
  const head = useAuditHead()
  const [verification, setVerification] = useState<AuditVerification | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [waiting, setWaiting] = useState(false)
  const verify = async () => {
    setProblem(null)
    setWaiting(true)
    try {
      setVerification(await request<AuditVerification>('/api/audit/verification', { method: 'POST' }))
      await head.refetch()
    } catch (error) {
      setProblem(problemOf(error).detail)
    } finally {
      setWaiting(false)
    }
  }
  return (
    <Card title="审计链" note="每条记录的散列值含上一条的散列值；末端散列值请抄存于平台之外，日后可据以核对">
      <Answer of={head}>
        {({ sequence, hash, time }) => (
          <div className={styles.chain}>
            <span>
              共 <b className="number">{formatNumber(sequence)}</b> 条
              {time !== null && <span className="quiet small">（截至 {secondsOf(time)}）</span>}
            </span>
            <span>
              末端散列值 <code className={styles.hash}>{hash}</code>
            </span>
            <Verified verification={verification} problem={problem} />
            <button type="button" className="button" disabled={waiting} onClick={() => void verify()}>
              {waiting ? '正在核对 …' : '核对审计链'}
            </button>
          </div>
        )}
      </Answer>
    </Card>
  )
}

function Verified({
  verification,
  problem,
}: {
  readonly verification: AuditVerification | null
  readonly problem: string | null
}) {
  if (problem !== null) return <span role="alert">{problem}</span>
  if (verification === null) return <span className="quiet">本次打开后尚未核对</span>
  const { broken, count, verifiedAt } = verification
  return (
    <span role="status" className={styles.verified} data-broken={broken !== null}>
      {broken === null
        ? `完整：${formatNumber(count)} 条逐条相符（${secondsOf(verifiedAt)}）`
        : `在第 ${formatNumber(broken.sequence)} 条断开：${broken.reason}`}
    </span>
  )
}
