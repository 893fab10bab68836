/** The call as a line for a shell. A session comes first: the cookie of POST /api/session. */
import { useRef, useState } from 'react'
import { Icon } from '../../../parts/icon.tsx'
import styles from './component.module.css'

/** A longer input goes by a file. */
const inlineAtMost = 600

export function CommandLine({ path, input }: { readonly path: string; readonly input: unknown }) {
  const [copied, setCopied] = useState(false)
  const shown = useRef<HTMLPreElement>(null)
  const line = commandOf(window.location.origin + path, JSON.stringify(input))
  const copy = async () => {
    // Without TLS there is no clipboard: the line is selected for the keys to copy.
    if (navigator.clipboard === undefined) select(shown.current)
    else {
      await navigator.clipboard.writeText(line)
      setCopied(true)
    }
  }
  return (
    <div className={styles.command}>
      <div className={styles.commandHead}>
        <h3 className={styles.heading}>
          外部程序调用
          <span className="quiet small">（先以 POST /api/session 登录，Cookie 存入 cookie.txt）</span>
        </h3>
        <button type="button" className="button button-small" onClick={() => void copy()}>
          <Icon name={copied ? 'check' : 'file'} size={13} />
          {copied ? '已复制' : '复制'}
        </button>
      </div>
      <pre ref={shown} aria-label="调用命令">
        {line}
      </pre>
    </div>
  )
}

function commandOf(address: string, body: string): string {
  // A quote inside single quotes ends them, stands escaped, and begins them anew.
  const data = body.length > inlineAtMost ? '@input.json' : `'${body.replaceAll("'", String.raw`'\''`)}'`
  return `curl -b cookie.txt -H 'content-type: application/json' --data-binary ${data} ${address}`
}

function select(element: HTMLElement | null): void {
  if (element !== null) window.getSelection()?.selectAllChildren(element)
}
