import { useState, type FormEvent } from 'react'
import type { Region } from '../../../../server/api/schemas/shared.ts'
import { problemOf, request } from '../../../data/api.ts'
import styles from './regions.module.css'

/** Code, name and the document that set the region up. */
export function NewRegionForm({
  cities,
  onDone,
}: {
  readonly cities: readonly Region[]
  readonly onDone: () => Promise<void>
}) {
  const [parentCode, setParentCode] = useState(cities[0]?.code ?? '')
  const [code, setCode] = useState('')
  const [name, setName] = useState('')
  const [basis, setBasis] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const [waiting, setWaiting] = useState(false)

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setProblem(null)
    setWaiting(true)
    try {
      await request('/api/regions/added', { method: 'POST', body: { code, parentCode, name, basis } })
      await onDone()
    } catch (error) {
      setProblem(problemOf(error).detail)
      setWaiting(false)
    }
  }

  return (
    <form className={styles.form} aria-label="增设地区" onSubmit={(event) => void submit(event)}>
      <label>
        所属城市
        <select className="field" value={parentCode} onChange={(event) => setParentCode(event.target.value)}>
          {cities.map((city) => (
            <option key={city.code} value={city.code}>
              {city.name}
            </option>
          ))}
        </select>
      </label>
      <label>
        代码
        <input
          className="field"
          required
          inputMode="numeric"
          pattern="[1-9][0-9]{5}"
          maxLength={6}
          value={code}
          onChange={(event) => setCode(event.target.value.trim())}
        />
        <small>六位统计用区划代码，以 {parentCode.slice(0, 4)} 开头</small>
      </label>
      <label>
        名称
        <input
          className="field"
          required
          minLength={2}
          maxLength={60}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      </label>
      <label>
        设立依据
        <input
          className="field"
          required
          minLength={2}
          maxLength={300}
          value={basis}
          onChange={(event) => setBasis(event.target.value)}
        />
        <small>文件名称和文号</small>
      </label>
      {problem !== null && (
        <p className={styles.problem} role="alert">
          {problem}
        </p>
      )}
      <button type="submit" className="button button-primary" disabled={waiting}>
        {waiting ? '正在增设 …' : '增设'}
      </button>
    </form>
  )
}
