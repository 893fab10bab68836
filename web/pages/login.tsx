/** 登录. In demonstration mode the accounts are listed, and choosing one fills the form. */
import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState, type FormEvent } from 'react'
import type { Session } from '../../server/api/schemas/session.ts'
import { problemOf, request, type ApiProblem } from '../data/api.ts'
import { useDemonstrationAccounts } from '../data/queries.ts'
import styles from './login.module.css'

export default function Login() {
  const client = useQueryClient()
  const demonstration = useDemonstrationAccounts().data
  const accounts = demonstration?.accounts ?? []
  const [username, setUsername] = useState('')
  const [password, setPassword] = useState('')
  const [problem, setProblem] = useState<ApiProblem | null>(null)
  const [waiting, setWaiting] = useState(false)
  const submitButton = useRef<HTMLButtonElement>(null)

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setProblem(null)
    setWaiting(true)
    try {
      await request<Session>('/api/session', { method: 'POST', body: { username, password } })
      await client.resetQueries({ queryKey: ['/api/session', {}], exact: true })
    } catch (error) {
      setProblem(problemOf(error))
      setWaiting(false)
    }
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
            密码
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
          {problem !== null && (
            <p className={styles.problem} role="alert">
              {problem.status === 401 ? problem.detail : `${problem.title}：${problem.detail}`}
            </p>
          )}
          <button ref={submitButton} type="submit" className="button button-primary" disabled={waiting}>
            {waiting ? '正在登录 …' : '登录'}
          </button>
          {accounts.length > 0 && (
            <fieldset className={styles.accounts}>
              <legend>演示账号</legend>
              <p className="quiet small">仅演示环境提供，选择后填入账号与密码。</p>
              <div>
                {accounts.map((account) => (
                  <button
                    key={account.username}
                    type="button"
                    className="button"
                    aria-pressed={account.username === username}
                    onClick={() => {
                      setUsername(account.username)
                      setPassword(demonstration?.password ?? '')
                      setProblem(null)
                      submitButton.current?.focus()
                    }}
                  >
                    <bdi>{account.displayName}</bdi>
                    <small>{account.username}</small>
                  </button>
                ))}
              </div>
            </fieldset>
          )}
        </form>
      </section>
    </main>
  )
}
