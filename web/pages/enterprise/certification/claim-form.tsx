import { useRef, useState } from 'react'
import { useDecision } from '../../../data/catalog.ts'
import { formatBytes } from '../../../parts/format.ts'
import { Icon } from '../../../parts/icon.tsx'
import styles from './certification.module.css'

const largest = 10 * 1024 * 1024

/** @param creditCode of the firm the account is bound to: it cannot claim another. */
export function ClaimForm({
  creditCode: bound,
  name: registered,
}: {
  readonly creditCode: string | null
  readonly name: string | null
}) {
  const [creditCode, setCreditCode] = useState(bound ?? '')
  const [name, setName] = useState(registered ?? '')
  const [file, setFile] = useState<File | null>(null)
  const [over, setOver] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const { run, busy, problem } = useDecision()
  const tooLarge = file !== null && file.size > largest
  const ready = creditCode.trim() !== '' && name.trim() !== '' && file !== null && !tooLarge && !busy
  const send = () => {
    if (file === null) return
    const form = new FormData()
    form.append('creditCode', creditCode.trim())
    form.append('name', name.trim())
    form.append('file', file, file.name)
    void run('/api/firm-certifications', form).then((done) => {
      if (done && input.current !== null) input.current.value = ''
    })
  }
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault()
        if (ready) send()
      }}
    >
      <label>
        统一社会信用代码
        <input
          className="field number"
          maxLength={32}
          readOnly={bound !== null}
          value={creditCode}
          onChange={(event) => setCreditCode(event.target.value)}
        />
      </label>
      <label>
        企业名称（营业执照全称）
        <input
          className="field"
          maxLength={200}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      </label>
      <label
        className={styles.drop}
        data-over={over}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault()
          setOver(false)
          setFile(event.dataTransfer.files[0] ?? null)
        }}
      >
        <input
          ref={input}
          type="file"
          className="visually-hidden"
          aria-label="证明材料"
          accept=".pdf,.png,.jpg,.jpeg"
          onChange={(event) => setFile(event.target.files?.[0] ?? null)}
        />
        <Icon name="upload" size={20} />
        {file === null ? (
          <span>拖入或选择证明材料</span>
        ) : (
          <strong title={file.name}>
            <bdi>{file.name}</bdi>
          </strong>
        )}
        <span className="small">
          {file === null ? '营业执照或授权书，PDF、PNG、JPG，不超过 10 MB' : formatBytes(file.size)}
        </span>
      </label>
      {tooLarge && (
        <p className={styles.problem} role="alert">
          文件超过 10 MB，请压缩后重选。
        </p>
      )}
      <button type="submit" className="button button-primary" disabled={!ready}>
        {busy ? '正在提交 …' : '提交认证'}
      </button>
      {problem !== null && (
        <p className={styles.problem} role="alert">
          {problem.detail}
          {problem.expected !== undefined && `应为：${problem.expected}`}
        </p>
      )}
    </form>
  )
}
