/** Above the network: find a firm, narrow it to a stage, segment or county, choose how much trade is drawn. */
import { useMemo, useState } from 'react'
import type { ClusterNetwork } from '../../../../server/api/schemas/network.ts'
import { Choice } from '../../../parts/choice.tsx'
import { RealmBadge } from '../../../parts/realm-badge.tsx'
import { SearchBox, type Suggestion } from '../../../parts/search-box.tsx'
import { isLeastAmount, leastAmounts, networkColourings, type NetworkState } from './cluster-network-state.ts'
import type { NetworkColouring } from '../../../charts/network-canvas/tones.ts'
import styles from './chain-map.module.css'
import own from './cluster-network.module.css'

const colourings: readonly NetworkColouring[] = ['verdict', 'trade', 'place']
const MOST_FOUND = 12

export function ClusterNetworkFilter({
  data,
  state,
  onSelect,
  onExport,
  onTools,
}: {
  readonly data: ClusterNetwork
  readonly state: NetworkState
  readonly onSelect: (position: number) => void
  readonly onExport: (format: 'png' | 'svg') => void
  /** Hands out the place for the zoom buttons. */
  readonly onTools: (place: Element | null) => void
}) {
  return (
    <div className={own.filter} data-print="no">
      <FirmSearch data={data} onSelect={onSelect} />
      <label className={styles.control}>
        环节
        <select
          className="field"
          value={state.within ?? ''}
          onChange={({ target }) => state.set({ within: target.value || null, focus: null })}
        >
          <option value="">全部</option>
          {data.stages
            .filter(({ id }) => id !== '')
            .map(({ id, title }) => (
              <optgroup key={id} label={title}>
                <option value={`stage:${id}`}>{title}（全部）</option>
                {data.segments
                  .filter(({ stage, nodes }) => stage === id && nodes > 0)
                  .map((segment) => (
                    <option key={segment.id} value={`segment:${segment.id}`}>
                      {segment.title}
                    </option>
                  ))}
              </optgroup>
            ))}
        </select>
      </label>
      <label className={styles.control}>
        区县
        <select
          className="field"
          value={state.county ?? ''}
          onChange={({ target }) => state.set({ county: target.value || null, focus: null })}
        >
          <option value="">全部</option>
          {countiesInside(data).map(({ code, name }) => (
            <option key={code} value={code}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label className={styles.control}>
        关系
        <select
          className="field"
          value={state.least}
          onChange={({ target }) => isLeastAmount(target.value) && state.set({ least: target.value })}
        >
          {Object.entries(leastAmounts).map(([value, { title }]) => (
            <option key={value} value={value}>
              {title}
            </option>
          ))}
        </select>
      </label>
      <div className={styles.control}>
        着色
        <Choice
          label="着色"
          value={state.colouring}
          options={colourings.map((value) => ({ value, title: networkColourings[value] }))}
          onChange={(colouring) => state.set({ colouring })}
        />
      </div>
      <div className={own.right}>
        <span ref={onTools} />
        <RealmBadge realm={data.realm} />
        {(['png', 'svg'] as const).map((format) => (
          <button
            key={format}
            type="button"
            className="button button-small"
            title="导出为图片，附标题、来源与截至月份"
            onClick={() => onExport(format)}
          >
            {format.toUpperCase()}
          </button>
        ))}
      </div>
    </div>
  )
}

/** Counties of firms inside the region; partners elsewhere are not chosen by place. */
function countiesInside({ nodes, counties }: ClusterNetwork) {
  const held = new Set(nodes.county.filter((county, node) => county >= 0 && nodes.outside[node] === 0))
  return counties.filter((_, index) => held.has(index))
}

interface Found extends Suggestion {
  readonly position: number
}

function FirmSearch({
  data,
  onSelect,
}: {
  readonly data: ClusterNetwork
  readonly onSelect: (position: number) => void
}) {
  const [text, setText] = useState('')
  const wanted = text.trim().toLowerCase()
  const suggestions = useMemo(() => {
    const { nodes, segments } = data
    const found: Found[] = []
    if (wanted === '') return found
    for (const [position, name] of nodes.name.entries()) {
      const party = nodes.party[position] ?? ''
      if (!name.toLowerCase().includes(wanted) && !party.toLowerCase().startsWith(wanted)) continue
      found.push({
        id: party,
        title: name,
        note: segments[nodes.segment[position] ?? -1]?.title ?? '链外企业',
        position,
      })
      if (found.length >= MOST_FOUND) break
    }
    return found
  }, [data, wanted])
  return (
    <div className={own.search}>
      <SearchBox
        label="找企业（名称、信用代码）"
        text={text}
        onText={setText}
        suggestions={suggestions}
        onPick={({ position }) => {
          setText('')
          onSelect(position)
        }}
      />
    </div>
  )
}
