/**
 * 数据填报: a firm downloads a template, hands its file in, sees which rows were not taken and why, mends them in
 * place and hands only those in again. Only rows of the own firm are taken.
 */
import { useState } from 'react'
import type { Batch } from '../../../server/api/schemas/dataset.ts'
import { useDatasets } from '../../data/queries.ts'
import { Answer } from '../../parts/answer.tsx'
import { Card } from '../../parts/card.tsx'
import { EmptyState } from '../../parts/empty-state.tsx'
import { useScope } from '../../shell/scope.tsx'
import { HandIn } from './submit/hand-in.tsx'
import { Result } from './submit/result.tsx'
import { Submissions } from './submit/submissions.tsx'
import styles from './submit/submit.module.css'

export default function Submit() {
  const { session } = useScope()
  const datasets = useDatasets()
  const [batch, setBatch] = useState<Batch | null>(null)
  return (
    <div className={styles.page}>
      <div className={styles.side}>
        <Answer of={datasets} title="正在读取数据集">
          {({ items }) => (
            <HandIn
              datasets={items.filter(({ warehouse }) => warehouse === 'enterprise')}
              firm={session.enterpriseName ?? session.creditCode}
              onDone={setBatch}
            />
          )}
        </Answer>
      </div>
      <div className={styles.main}>
        {batch === null ? (
          <Card title="校验结果">
            <EmptyState
              title="还没有选中的提交"
              detail="交一个文件，或在下面点开一次提交：这里列出各行的结果，可就地改正未通过的行。"
            />
          </Card>
        ) : (
          <Result key={batch.id} batch={batch} onBatch={setBatch} />
        )}
        <Submissions selected={batch?.id ?? null} onOpen={setBatch} />
      </div>
    </div>
  )
}
