/** 政策文本检查: finds wordings that 公平竞争审查条例 does not allow; nothing is kept. */
import { useState } from 'react'
import type { IncentiveCheck } from '../../../../server/api/schemas/project.ts'
import { useChange } from '../../../data/change.ts'
import { Card } from '../../../parts/card.tsx'
import { ProblemNote } from '../../../parts/problem-note.tsx'
import frame from '../../../parts/page-frame.module.css'
import styles from './projects.module.css'

const LONGEST = 50_000

interface Checked extends IncentiveCheck {
  /** What was checked; the text may have been edited since. */
  readonly text: string
}

export function IncentiveView() {
  const [text, setText] = useState('')
  const [checked, setChecked] = useState<Checked | null>(null)
  const change = useChange()
  const check = async () => {
    const answer = await change.run<IncentiveCheck>('/api/incentive-check', 'POST', { text })
    if (answer !== null) setChecked({ ...answer, text })
  }
  return (
    <div className={styles.pair}>
      <Card title="拟给予的支持政策或协议条款" note="只在本次检查中使用，不保存" fill className={frame.fill}>
        <form
          className={styles.incentive}
          onSubmit={(event) => {
            event.preventDefault()
            void check()
          }}
        >
          <textarea
            className={`field ${styles.text}`}
            aria-label="政策文本"
            placeholder="粘贴招商政策、投资协议或会议纪要中的支持条款"
            maxLength={LONGEST}
            value={text}
            onChange={({ target }) => setText(target.value)}
          />
          <ProblemNote problem={change.problem} />
          <div className={styles.buttons}>
            <span className="quiet small">{text.length.toLocaleString('zh-CN')} 字</span>
            <button
              type="submit"
              className="button button-primary"
              disabled={text.trim() === '' || change.busy}
            >
              {change.busy ? '正在检查 …' : '检查'}
            </button>
          </div>
        </form>
      </Card>
      <Card
        title="检查结果"
        note={checked === null ? undefined : `${checked.findings.length} 处需要核对`}
        fill
        className={frame.fill}
      >
        {checked === null ? (
          <p className="quiet">粘贴文本后点“检查”。逐条指出条款、原文、理由和改法。</p>
        ) : (
          <Findings checked={checked} />
        )}
      </Card>
    </div>
  )
}

function Findings({ checked }: { readonly checked: Checked }) {
  return (
    <div className={styles.findings}>
      {checked.findings.length === 0 && <p role="status">没有发现常见的问题表述。</p>}
      <ol>
        {checked.findings.map((finding) => (
          <li key={`${finding.start} ${finding.clause.title}`}>
            <p>
              <b>{finding.clause.title}</b>　{finding.why}
            </p>
            <blockquote>
              {checked.text.slice(Math.max(0, finding.start - 24), finding.start)}
              <mark>{finding.quote}</mark>
              {checked.text.slice(finding.end, finding.end + 24)}
            </blockquote>
            <p className="small">
              <span className="quiet">不得含有</span>　{finding.clause.text}
            </p>
            <p className="small">
              <span className="quiet">改法</span>　{finding.advice}
            </p>
          </li>
        ))}
      </ol>
      <p className="quiet small">{checked.notice}</p>
    </div>
  )
}
