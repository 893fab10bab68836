/**
 * 登录: name and password, then the code of a second factor where one is bound; or the organisation's
 * identity provider. In demonstration mode the accounts are listed, and choosing one fills the form.
 */
import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState, type FormEvent } from 'react'
import { useLocation } from 'react-router'
import type { Role, SignInAnswer } from '../../server/api/schemas/session.ts'
import { problemOf, request, type ApiProblem } from '../data/api.ts'
import { useDemonstrationAccounts } from '../data/queries.ts'
import styles from './login.module.css'

const groups: readonly { readonly title: string; readonly roles: readonly Role[] }[] = [
  { title: '政府', roles: ['province', 'city', 'county', 'chain-office'] },
  { title: '企业、银行', roles: ['enterprise', 'bank'] },
  { title: '平台', roles: ['operator', 'steward', 'reviewer'] },
  { title: '管理员', roles: ['system-admin', 'security-admin', 'audit-admin'] },
]

/** Why the browser was sent here, from the address. */
const notices: Readonly<Record<string, string>> = {
  idle: '长时间没有操作，已自动退出，请重新登录。',
  'oidc-unavailable': '统一身份认证暂不可用，请稍后重试，或用账号口令登录。',
  'oidc-refused': '统一身份认证没有通过，请重新登录。',
  'oidc-no-account': '统一身份认证已通过，但平台没有同名账号，或账号尚未授予角色，请联系管理员。',
}

export default function Login() {
  const client = useQueryClient()
  const { search, hash } = useLocation()
  const ways = useDemonstrationAccounts().data
  const [username, setUsername] = useState('')
  const [password, setPassword] = useState('')
  const [ticket, setTicket] = useState(() => /^#ticket=([\w-]+)$/.exec(hash)?.[1] ?? null)
  const [code, setCode] = useState('')
  const [problem, setProblem] = useState<ApiProblem | null>(null)
  const [waiting, setWaiting] = useState(false)
  const submitButton = useRef<HTMLButtonElement>(null)
  const parameters = new URLSearchParams(search)
  const notice = notices[parameters.get('problem') ?? parameters.get('reason') ?? '']

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setProblem(null)
    setWaiting(true)
    try {
      const answer =
        ticket === null
          ? await request<SignInAnswer>('/api/session', { method: 'POST', body: { username, password } })
          : await request<SignInAnswer>('/api/session/second-factor', {
              method: 'POST',
              body: { ticket, code },
            })
      if ('mfaRequired' in answer) {
        setTicket(answer.ticket)
        setWaiting(false)
        return
      }
      await client.resetQueries({ queryKey: ['/api/session', {}], exact: true })
    } catch (error) {
      const failure = problemOf(error)
      if (failure.code === 'ticket-expired') setTicket(null)
      setCode('')
      setProblem(failure)
      setWaiting(false)
    }
  }

  const choose = (name: string) => {
    setUsername(name)
    setPassword(ways?.password ?? '')
    setProblem(null)
    submitButton.current?.focus()
  }

  return (
    <main className={styles.page}>
      <section className={styles.words} aria-label="平台简介">
        <p className={styles.product}>产业大脑</p>
        <p className={styles.line}>公共、行业、企业三仓汇聚，算清产业链的强弱、缺口与风险。</p>
        <ul>
          <li>
            <b>一数一源一证</b>
            任何数字都能追到数据集、批次、文件与原始行
          </li>
          <li>
            <b>截至任意月份</b>
            数据仓保留历史，任何画面都可回看
          </li>
          <li>
            <b>如实标注</b>
            演示数据、估算与缺数一律标明，缺数不作零
          </li>
        </ul>
      </section>
      <section className={styles.side}>
        <form className={styles.form} onSubmit={(event) => void submit(event)} aria-label="登录">
          <h1>登录</h1>
          {notice !== undefined && problem === null && (
            <p className={styles.notice} role="status">
              {notice}
            </p>
          )}
          {ticket === null ? (
            <>
              <label>
                账号
                <input
                  className="field"
                  name="username"
                  autoComplete="username"
                  required
                  maxLength={100}
                  value={username}
                  onChange={(event) => setUsername(event.target.value)}
                />
              </label>
              <label>
                口令
                <input
                  className="field"
                  name="password"
                  type="password"
                  autoComplete="current-password"
                  required
                  maxLength={200}
                  value={password}
                  onChange={(event) => setPassword(event.target.value)}
                />
              </label>
            </>
          ) : (
            <CodeField value={code} onChange={setCode} />
          )}
          {problem !== null && (
            <p className={styles.problem} role="alert">
              {problem.status === 401 ? problem.detail : `${problem.title}：${problem.detail}`}
            </p>
          )}
          <button ref={submitButton} type="submit" className="button button-primary" disabled={waiting}>
            {waiting ? '正在登录 …' : '登录'}
          </button>
          {ticket === null && ways?.oidc !== undefined && (
            <a className="button" href={ways.oidc}>
              统一身份认证登录
            </a>
          )}
          {ticket !== null && (
            <button type="button" className="text-button" onClick={() => setTicket(null)}>
              返回账号口令
            </button>
          )}
          {ticket === null && ways !== undefined && ways.accounts.length > 0 && (
            <fieldset className={styles.accounts}>
              <legend>演示账号</legend>
              <p className="quiet small">仅演示环境提供，选择后填入账号与口令。</p>
              {groups.map(({ title, roles }) => {
                const members = ways.accounts.filter(({ role }) => roles.includes(role))
                if (members.length === 0) return null
                return (
                  <div key={title} role="group" aria-label={title}>
                    <span>{title}</span>
                    <div>
                      {members.map((account) => (
                        <button
                          key={account.username}
                          type="button"
                          className="button"
                          aria-pressed={account.username === username}
                          onClick={() => choose(account.username)}
                        >
                          <bdi>{account.displayName}</bdi>
                          <small>{account.username}</small>
                        </button>
                      ))}
                    </div>
                  </div>
                )
              })}
            </fieldset>
          )}
        </form>
      </section>
    </main>
  )
}

function CodeField({
  value,
  onChange,
}: {
  readonly value: string
  readonly onChange: (value: string) => void
}) {
  return (
    <>
      <p className="quiet">口令正确。请输入手机验证器上的六位动态口令；手机不在身边时，可用一个恢复码。</p>
      <label>
        动态口令或恢复码
        <input
          className="field"
          name="code"
          autoComplete="one-time-code"
          // The field takes the place of those that had the focus.
          ref={(element) => element?.focus()}
          required
          minLength={6}
          maxLength={40}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      </label>
    </>
  )
}
