/** Keeps the scenario shown under a name, for comparison and for later. */
import { useState } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import { problemOf, request, type ApiProblem } from '../../../data/api.ts'
import { refresh } from '../../../data/resource.ts'
import { Popover } from '../../../parts/popover.tsx'
import { ProblemNote } from '../../../parts/problem-note.tsx'
import { useScope } from '../../../shell/scope.tsx'
import { requestOf, scopeOf, type Draft } from './draft.ts'
import styles from './builder.module.css'

export function SaveScenario({ draft }: { readonly draft: Draft }) {
  const { query } = useScope()
  const client = useQueryClient()
  const [name, setName] = useState('')
  const [problem, setProblem] = useState<ApiProblem | null>(null)
  const [saved, setSaved] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const save = async (close: () => void) => {
    setBusy(true)
    setProblem(null)
    try {
      await request('/api/scenarios', {
        method: 'POST',
        body: { name: name.trim(), input: requestOf(draft, scopeOf(query)) },
      })
      await refresh(client, '/api/scenarios')
      setSaved(name.trim())
      setName('')
      close()
    } catch (error) {
      setProblem(problemOf(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <Popover label="保存情景" align="left" className="button" button="保存情景">
        {(close) => (
          <form
            className={styles.save}
            onSubmit={(event) => {
              event.preventDefault()
              if (name.trim() !== '') void save(close)
            }}
          >
            <label>
              情景名称
              <input
                className="field"
                aria-label="情景名称"
                maxLength={60}
                value={name}
                onChange={({ target }) => setName(target.value)}
              />
            </label>
            <button
              type="submit"
              className="button button-small button-primary"
              disabled={busy || name.trim() === ''}
            >
              {busy ? '正在保存 …' : '保存'}
            </button>
            <ProblemNote problem={problem} />
          </form>
        )}
      </Popover>
      <span role="status">{saved !== null && `已保存“${saved}”`}</span>
    </>
  )
}
