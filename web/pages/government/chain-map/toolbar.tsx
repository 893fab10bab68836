/** Search, colour, which links, picture or list, saved views, export. */
import type { ReactNode } from 'react'
import { Choice } from '../../../parts/choice.tsx'
import { Icon } from '../../../parts/icon.tsx'
import { SavedViews } from '../../../parts/saved-views.tsx'
import type { SegmentState } from '../../../../server/api/schemas/chain.ts'
import { colouringTitles } from './colouring.ts'
import { linkLimits, isLinkLimit } from './links-shown.ts'
import { ChainSearch } from './search.tsx'
import { colourings, levels, type Level, type ViewState } from './view-state.ts'
import styles from './chain-map.module.css'

const levelTitles: Readonly<Record<Level, string>> = { segments: '环节图', firms: '企业网络' }

export function Toolbar({
  segments,
  view,
  exports,
  panelOpen,
  onPanel,
}: {
  readonly segments: readonly SegmentState[]
  readonly view: ViewState
  /** The menu of exports; absent where what is shown has its own. */
  readonly exports: ReactNode
  readonly panelOpen: boolean
  readonly onPanel: () => void
}) {
  const picture = view.level === 'segments' && view.view === 'picture' && view.firm === null
  return (
    <div className={styles.toolbar} data-print="no">
      <Choice
        label="图的层次"
        value={view.level}
        options={levels.map((value) => ({ value, title: levelTitles[value] }))}
        onChange={(level) => view.set({ level, firm: null })}
      />
      {(view.level === 'segments' || view.firm !== null) && (
        <div className={styles.search}>
          <ChainSearch
            segments={segments}
            onPick={({ segment, enterprise }) =>
              view.set({ segment, enterprise, reach: 0, firm: null, verdicts: new Set() })
            }
          />
        </div>
      )}
      {picture && (
        <>
          <div className={styles.control}>
            着色
            <Choice
              label="着色"
              value={view.colouring}
              options={colourings.map((value) => ({ value, title: colouringTitles[value] }))}
              onChange={(colouring) => view.set({ colouring })}
            />
          </div>
          <label className={styles.control}>
            关系
            <select
              className="field"
              value={view.links}
              onChange={({ target }) => isLinkLimit(target.value) && view.set({ links: target.value })}
            >
              {Object.entries(linkLimits).map(([value, { title }]) => (
                <option key={value} value={value}>
                  {title}
                </option>
              ))}
            </select>
          </label>
          <label className={styles.control}>
            <input
              type="checkbox"
              checked={view.essentialOnly}
              onChange={({ target }) => view.set({ essentialOnly: target.checked })}
            />
            只看必需投入
          </label>
        </>
      )}
      <div className={styles.right}>
        <Choice
          label="图或列表"
          value={view.view}
          options={[
            { value: 'picture', title: '图' },
            { value: 'list', title: '列表' },
          ]}
          onChange={(value) => view.set({ view: value, firm: null })}
        />
        <SavedViews page="government/chain-map" />
        {exports}
        <button
          type="button"
          className="button"
          aria-pressed={panelOpen}
          title={panelOpen ? '收起右侧说明' : '展开右侧说明'}
          onClick={onPanel}
        >
          <Icon name={panelOpen ? 'right' : 'left'} size={12} />
          说明
        </button>
      </div>
    </div>
  )
}
