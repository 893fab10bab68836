/** Binds an authenticator: picture or text, then one code, then the recovery codes, shown once. */
import { useState, type FormEvent } from 'react'
import { encode } from 'uqr'
import type { Enrolment, RecoveryCodes } from '../../server/api/schemas/session.ts'
import { useOwnSecondFactor } from '../data/access-queries.ts'
import { problemOf, request } from '../data/api.ts'
import { Answer } from '../parts/answer.tsx'
import { formatTime } from '../parts/format.ts'
import styles from './account.module.css'

export function SecondFactorForm({ onDone }: { readonly onDone: () => void }) {
  const state = useOwnSecondFactor()
  const [enrolment, setEnrolment] = useState<Enrolment | null>(null)
  const [codes, setCodes] = useState<readonly string[] | null>(null)
  const [problem, setProblem] = useState<string | null>(null)

  const begin = async () => {
    setProblem(null)
    try {
      setEnrolment(await request<Enrolment>('/api/session/totp', { method: 'POST' }))
    } catch (error) {
      setProblem(problemOf(error).detail)
    }
  }

  if (codes !== null) return <Codes codes={codes} onDone={onDone} />
  if (enrolment !== null) return <Confirm enrolment={enrolment} onCodes={setCodes} />
  return (
    <Answer of={state} title="正在读取">
      {({ enrolled, confirmedAt, recoveryCodesLeft }) => (
        <div className={styles.form}>
          {enrolled ? (
            <>
              <p className={styles.done}>
                已绑定（{formatTime(confirmedAt)}），还有 {recoveryCodesLeft} 个恢复码未用。
              </p>
              <p className="quiet small">更换或遗失手机，请联系安全管理员解除后重新绑定。</p>
            </>
          ) : (
            <>
              <p>绑定后，登录时在口令之外再输入手机验证器上的六位动态口令（RFC 6238）。</p>
              {problem !== null && (
                <p className={styles.problem} role="alert">
                  {problem}
                </p>
              )}
              <button type="button" className="button button-primary" onClick={() => void begin()}>
                开始绑定
              </button>
            </>
          )}
        </div>
      )}
    </Answer>
  )
}

function Confirm({
  enrolment: { secret, uri },
  onCodes,
}: {
  readonly enrolment: Enrolment
  readonly onCodes: (codes: readonly string[]) => void
}) {
  const [code, setCode] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const confirm = async (event: FormEvent) => {
    event.preventDefault()
    setProblem(null)
    try {
      const { recoveryCodes } = await request<RecoveryCodes>('/api/session/totp', {
        method: 'PUT',
        body: { code },
      })
      onCodes(recoveryCodes)
    } catch (error) {
      setProblem(problemOf(error).detail)
    }
  }
  return (
    <form className={styles.form} aria-label="绑定动态口令" onSubmit={(event) => void confirm(event)}>
      <div className={styles.enrolment}>
        <Picture text={uri} />
        <div>
          <p>用手机验证器扫描，或手工输入密钥：</p>
          <code className={styles.secret}>{secret.replace(/(.{4})(?=.)/g, '$1 ')}</code>
          <p className={styles.uri}>{uri}</p>
        </div>
      </div>
      <label>
        验证器上的六位数字
        <input
          className="field"
          inputMode="numeric"
          autoComplete="one-time-code"
          pattern="[0-9]{6}"
          title="六位数字"
          required
          maxLength={6}
          value={code}
          onChange={(event) => setCode(event.target.value)}
        />
      </label>
      {problem !== null && (
        <p className={styles.problem} role="alert">
          {problem}
        </p>
      )}
      <button type="submit" className="button button-primary">
        确认绑定
      </button>
    </form>
  )
}

function Codes({ codes, onDone }: { readonly codes: readonly string[]; readonly onDone: () => void }) {
  return (
    <div className={styles.form}>
      <p className={styles.done}>已绑定动态口令。</p>
      <p>下列恢复码各可代替一次动态口令，仅此一次显示，请抄存于安全处。</p>
      <ol className={styles.codes} aria-label="恢复码">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ol>
      <button type="button" className="button button-primary" onClick={onDone}>
        已抄存
      </button>
    </div>
  )
}

/** The address as a picture for the authenticator's camera. */
function Picture({ text }: { readonly text: string }) {
  const { size, data } = encode(text, { ecc: 'M', border: 2 })
  const squares = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])))
  return (
    <svg
      className={styles.picture}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      role="img"
      aria-label="绑定用二维码"
    >
      <path d={squares.join('')} fill="#000" />
    </svg>
  )
}
