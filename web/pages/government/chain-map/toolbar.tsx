/** Search, colour, which links, picture or list, export. */
import { Choice } from '../../../parts/choice.tsx'
import { Icon } from '../../../parts/icon.tsx'
import type { SegmentState } from '../../../../server/api/schemas/chain.ts'
import { colouringTitles } from './colouring.ts'
import { linkLimits, isLinkLimit } from './links-shown.ts'
import { ChainSearch } from './search.tsx'
import { colourings, type ViewState } from './view-state.ts'
import styles from './chain-map.module.css'

export function Toolbar({
  segments,
  view,
  onExport,
  panelOpen,
  onPanel,
}: {
  readonly segments: readonly SegmentState[]
  readonly view: ViewState
  /** Absent while there is no picture. */
  readonly onExport: (() => void) | undefined
  readonly panelOpen: boolean
  readonly onPanel: () => void
}) {
  const picture = view.view === 'picture' && view.firm === null
  return (
    <div className={styles.toolbar} data-print="no">
      <div className={styles.search}>
        <ChainSearch
          segments={segments}
          onPick={({ segment, enterprise }) =>
            view.set({ segment, enterprise, reach: 0, firm: null, verdicts: new Set() })
          }
        />
      </div>
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
        {onExport !== undefined && (
          <button type="button" className="button" title="导出为图片，附来源与截至月份" onClick={onExport}>
            <Icon name="export" size={14} />
            导出 PNG
          </button>
        )}
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
