import { useState } from 'react'
import { useDecision } from '../../../data/catalog.ts'
import { FileDrop } from '../../../parts/file-drop.tsx'
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
  const { run, busy, problem } = useDecision()
  const tooLarge = file !== null && file.size > largest
  const ready = creditCode.trim() !== '' && name.trim() !== '' && file !== null && !tooLarge && !busy
  const send = () => {
    if (file === null) return
    const form = new FormData()
    form.append('creditCode', creditCode.trim())
    form.append('name', name.trim())
    form.append('file', file, file.name)
    void run('/api/firm-certifications', form)
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
      <FileDrop
        label="证明材料"
        accept=".pdf,.png,.jpg,.jpeg"
        invitation="拖入或选择证明材料"
        hint="营业执照或授权书，PDF、PNG、JPG，不超过 10 MB"
        file={file}
        onFile={setFile}
      />
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
