/** 视图: keeps what the page shows now under a name, and brings it back. */
import { useState } from 'react'
import { useLocation, useNavigate } from 'react-router'
import { problemOf, type ApiProblem } from '../data/api.ts'
import { useScope } from '../shell/scope.tsx'
import { useSavedViewChanges, useSavedViews } from '../data/saved-views.ts'
import { Answer } from './answer.tsx'
import { Icon } from './icon.tsx'
import { Popover } from './popover.tsx'
import { ProblemNote } from './problem-note.tsx'
import styles from './saved-views.module.css'

/** @param page 'government/chain-map' */
export function SavedViews({ page }: { readonly page: string }) {
  return (
    <Popover
      label="保存的视图"
      button={
        <>
          <Icon name="list" size={14} />
          视图
        </>
      }
    >
      {(close) => <Panel page={page} close={close} />}
    </Popover>
  )
}

function Panel({ page, close }: { readonly page: string; readonly close: () => void }) {
  const views = useSavedViews(page)
  const changes = useSavedViewChanges(page)
  const { pathname, search } = useLocation()
  const { region, realm, chain } = useScope()
  const navigate = useNavigate()
  const [name, setName] = useState('')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<ApiProblem | null>(null)

  /** What the address leaves to the defaults of today is named, or the view would show something else one day. */
  const address = () => {
    const kept = new URLSearchParams(search)
    kept.set('region', region.code)
    kept.set('realm', realm)
    if (chain !== undefined) kept.set('chain', chain.id)
    return kept.toString()
  }

  const act = async (work: Promise<unknown>) => {
    setBusy(true)
    setProblem(null)
    try {
      await work
      setName('')
    } catch (error) {
      setProblem(problemOf(error))
    } finally {
      setBusy(false)
    }
  }

  return (
    <div className={styles.panel}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault()
          if (name.trim() !== '') void act(changes.save(name, address()))
        }}
      >
        <input
          className="field"
          aria-label="视图名称"
          placeholder="给当前画面起个名称"
          maxLength={40}
          value={name}
          onChange={({ target }) => setName(target.value)}
        />
        <button type="submit" className="button" disabled={busy || name.trim() === ''}>
          保存
        </button>
      </form>
      <ProblemNote problem={problem} />
      <Answer of={views}>
        {({ items }) =>
          items.length === 0 ? (
            <p className={styles.empty}>还没有保存的视图。保存的是地区、截至、筛选和选中的内容，不是数字。</p>
          ) : (
            <ul className={styles.list}>
              {items.map((view) => (
                <li key={view.id}>
                  <button
                    type="button"
                    className={styles.open}
                    onClick={() => {
                      void navigate({ pathname, search: `?${view.address}` })
                      close()
                    }}
                  >
                    {view.name}
                    <time dateTime={view.createdAt}>{view.createdAt.slice(0, 10)}</time>
                  </button>
                  <button
                    type="button"
                    className="button button-small"
                    aria-label={`删除视图 ${view.name}`}
                    title="删除"
                    disabled={busy}
                    onClick={() => void act(changes.remove(view.id))}
                  >
                    <Icon name="close" size={12} />
                  </button>
                </li>
              ))}
            </ul>
          )
        }
      </Answer>
    </div>
  )
}
