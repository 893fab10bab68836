/** 试算: an input to edit, run and read the output of, and the line with which another program does the same. */
import { useEffect, useId, useState } from 'react'
import { runAddress, useRun, type RunState } from '../../../data/capabilities.ts'
import { formatNumber } from '../../../parts/format.ts'
import { Icon } from '../../../parts/icon.tsx'
import { ProgressBar } from '../../../parts/loading.tsx'
import { ProblemNote } from '../../../parts/problem-note.tsx'
import { CommandLine } from './command-line.tsx'
import { jsonText } from './json-text.ts'
import styles from './component.module.css'

/** Longer output is cut on the screen; the call itself gives all of it. */
const shownAtMost = 40_000

export function Sandbox({ id, input }: { readonly id: string; readonly input: unknown }) {
  const [text, setText] = useState(() => jsonText(input))
  const { state, run, stop } = useRun(id)
  const field = useId()
  // The output of the case that is open stands there at once.
  useEffect(() => void run(input), [run, input])
  const read = readJson(text)
  return (
    <section className={styles.sandbox} aria-label="试算">
      <div className={styles.side}>
        <label htmlFor={field} className={styles.heading}>
          输入<span className="quiet small">（JSON，可修改后试算）</span>
        </label>
        <textarea
          id={field}
          spellCheck={false}
          value={text}
          rows={14}
          aria-invalid={'problem' in read}
          onChange={(event) => setText(event.target.value)}
        />
        <div className={styles.actions}>
          {state.kind === 'running' ? (
            <button type="button" className="button" onClick={stop}>
              停止
            </button>
          ) : (
            <button
              type="button"
              className="button button-primary"
              disabled={'problem' in read}
              onClick={() => 'value' in read && void run(read.value)}
            >
              <Icon name="play" size={13} />
              试算
            </button>
          )}
          <button type="button" className="button" onClick={() => setText(jsonText(input))}>
            还原
          </button>
          {'problem' in read && (
            <span className={styles.problem} role="alert">
              {read.problem}
            </span>
          )}
        </div>
      </div>
      <div className={styles.side}>
        <h3 className={styles.heading}>
          输出
          {state.kind === 'done' && (
            <span className="quiet small">（往返 {formatNumber(state.milliseconds)} ms）</span>
          )}
        </h3>
        <Output state={state} />
      </div>
      <CommandLine path={runAddress(id)} input={'value' in read ? read.value : input} />
    </section>
  )
}

function Output({ state }: { readonly state: RunState }) {
  if (state.kind === 'running') return <Progress />
  if (state.kind === 'failed') return <ProblemNote problem={state.problem} />
  if (state.kind === 'idle') return <p className="quiet">尚未试算</p>
  const text = jsonText(state.output)
  return (
    <pre className={styles.output} aria-label="输出">
      {text.length > shownAtMost
        ? `${text.slice(0, shownAtMost)}\n… 共 ${formatNumber(text.length)} 字符，其余请用接口取得`
        : text}
    </pre>
  )
}

/** Seconds gone, once there is a second to tell of. */
function Progress() {
  const [seconds, setSeconds] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => setSeconds((now) => now + 1), 1000)
    return () => clearInterval(timer)
  }, [])
  return (
    <div role="status" aria-label="正在计算">
      {seconds > 0 && (
        <>
          <ProgressBar />
          <p className="quiet">正在计算，已 {seconds} 秒</p>
        </>
      )}
    </div>
  )
}

function readJson(text: string): { readonly value: unknown } | { readonly problem: string } {
  try {
    return { value: JSON.parse(text) as unknown }
  } catch (error) {
    return { problem: `不是有效的 JSON：${placeOf(error)}` }
  }
}

function placeOf(error: unknown): string {
  const found = /line (\d+) column (\d+)/.exec(error instanceof Error ? error.message : '')
  return found === null ? '请检查括号、引号和逗号' : `第 ${found[1]} 行第 ${found[2]} 列`
}
