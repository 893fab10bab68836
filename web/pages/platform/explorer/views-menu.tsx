/** Saved views: open, save, share with the own region, copy, rename, delete. */
import { useState } from 'react'
import type { ExplorerView } from '../../../../server/api/schemas/explorer.ts'
import { useExplorerViews, useViewChanges } from '../../../data/explorer.ts'
import { problemOf } from '../../../data/api.ts'
import { Answer } from '../../../parts/answer.tsx'
import { EmptyState } from '../../../parts/empty-state.tsx'
import { formatAgo } from '../../../parts/format.ts'
import { Icon } from '../../../parts/icon.tsx'
import { Popover } from '../../../parts/popover.tsx'
import type { Asked } from './state.ts'
import styles from './explorer.module.css'

export function ViewsMenu({
  asked,
  name,
  shareable,
  onOpen,
}: {
  readonly asked: Asked
  /** Name offered for a new view. */
  readonly name: string
  readonly shareable: boolean
  readonly onOpen: (view: ExplorerView) => void
}) {
  const changes = useViewChanges()
  const [draft, setDraft] = useState<string | null>(null)
  const [shared, setShared] = useState(false)
  const [trouble, setTrouble] = useState<string | null>(null)
  const run = (work: Promise<unknown>) => {
    setTrouble(null)
    work.catch((error: unknown) => setTrouble(problemOf(error).detail))
  }
  const { chart, ...query } = asked
  return (
    <Popover
      label="视图"
      className="button button-small"
      button={
        <>
          <Icon name="list" size={13} />
          视图
        </>
      }
    >
      {(close) => (
        <div className={styles.views}>
          <form
            onSubmit={(event) => {
              event.preventDefault()
              const text = (draft ?? name).trim().slice(0, 60)
              if (text === '') return
              run(changes.save({ name: text, shared, chart, query }).then(() => setDraft(null)))
            }}
          >
            <input
              className="field"
              aria-label="视图名称"
              value={draft ?? name.slice(0, 60)}
              maxLength={60}
              onChange={(event) => setDraft(event.target.value)}
            />
            <button type="submit" className="button button-small button-primary">
              保存
            </button>
          </form>
          {shareable && (
            <label className={styles.check}>
              <input type="checkbox" checked={shared} onChange={(event) => setShared(event.target.checked)} />
              与本地区共享
            </label>
          )}
          {trouble !== null && (
            <p role="alert" className={styles.trouble}>
              {trouble}
            </p>
          )}
          <ViewList
            shareable={shareable}
            onOpen={(view) => {
              close()
              onOpen(view)
            }}
            onCopy={({ name: title, chart: drawn, query: kept }) =>
              run(
                changes.save({
                  name: `${title.slice(0, 56)}（副本）`,
                  shared: false,
                  chart: drawn,
                  query: kept,
                }),
              )
            }
            onShare={(view) => run(changes.change(view.id, { shared: !view.shared }))}
            onRemove={(view) => run(changes.remove(view.id))}
          />
        </div>
      )}
    </Popover>
  )
}

function ViewList({
  shareable,
  onOpen,
  onCopy,
  onShare,
  onRemove,
}: {
  readonly shareable: boolean
  readonly onOpen: (view: ExplorerView) => void
  readonly onCopy: (view: ExplorerView) => void
  readonly onShare: (view: ExplorerView) => void
  readonly onRemove: (view: ExplorerView) => void
}) {
  const views = useExplorerViews()
  const [leaving, setLeaving] = useState<number | null>(null)
  return (
    <Answer of={views} title="正在读取视图">
      {({ items }) =>
        items.length === 0 ? (
          <EmptyState compact title="还没有保存的视图" />
        ) : (
          <ul aria-label="保存的视图">
            {items.map((view) => (
              <li key={view.id}>
                <button type="button" className={styles.open} onClick={() => onOpen(view)}>
                  <bdi>{view.name}</bdi>
                  <small>
                    {view.own ? '本人' : view.owner} · {formatAgo(view.updatedAt)}
                    {view.shared ? ` · ${view.region.name}共享` : ''}
                  </small>
                </button>
                <span className={styles.tools}>
                  <button type="button" className="text-button" onClick={() => onCopy(view)}>
                    复制
                  </button>
                  {view.own && shareable && (
                    <button type="button" className="text-button" onClick={() => onShare(view)}>
                      {view.shared ? '停止共享' : '共享'}
                    </button>
                  )}
                  {view.own && (
                    <button
                      type="button"
                      className="text-button"
                      onClick={() => (leaving === view.id ? onRemove(view) : setLeaving(view.id))}
                      onBlur={() => setLeaving(null)}
                    >
                      {leaving === view.id ? '确认删除' : '删除'}
                    </button>
                  )}
                </span>
              </li>
            ))}
          </ul>
        )
      }
    </Answer>
  )
}
