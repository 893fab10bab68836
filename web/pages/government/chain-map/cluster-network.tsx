/** 企业网络: every firm of the cluster and its trade in one picture, filtered, searched and opened from there. */
import { useMemo, useState } from 'react'
import type { ClusterNetwork } from '../../../../server/api/schemas/network.ts'
import { saveNetworkPicture } from '../../../charts/network-canvas/export-network.ts'
import { NetworkCanvas } from '../../../charts/network-canvas/network-canvas.tsx'
import { usePalette } from '../../../charts/palette.ts'
import { useClusterNetwork } from '../../../data/network.ts'
import { Answer } from '../../../parts/answer.tsx'
import { formatNumber } from '../../../parts/format.ts'
import { useScope } from '../../../shell/scope.tsx'
import { ClusterNetworkFilter } from './cluster-network-filter.tsx'
import { leastOf, maskOf, networkFigures } from './cluster-network-figures.ts'
import { ClusterNetworkFoot, sourceLine } from './cluster-network-foot.tsx'
import { ClusterNetworkList } from './cluster-network-list.tsx'
import { FirmOfNetwork, NetworkOverview } from './cluster-network-panel.tsx'
import { ClusterNetworkPlaces } from './cluster-network-places.tsx'
import { networkColourings, useNetworkState } from './cluster-network-state.ts'
import type { ViewState } from './view-state.ts'
import styles from './chain-map.module.css'

export function ClusterNetworkView({
  view,
  panelOpen,
}: {
  readonly view: ViewState
  readonly panelOpen: boolean
}) {
  const { query } = useScope()
  const network = useClusterNetwork(query)
  return (
    <div className={styles.main}>
      <Answer of={network} title="正在读取企业网络">
        {(data) =>
          data.nodes.node.length === 0 ? (
            <ClusterNetworkPlaces network={data} view={view} />
          ) : (
            <Network data={data} view={view} panelOpen={panelOpen} />
          )
        }
      </Answer>
    </div>
  )
}

function Network({
  data,
  view,
  panelOpen,
}: {
  readonly data: ClusterNetwork
  readonly view: ViewState
  readonly panelOpen: boolean
}) {
  const palette = usePalette()
  const state = useNetworkState()
  const [tools, setTools] = useState<Element | null>(null)
  const { within, county, colouring, focus } = state
  const mask = useMemo(() => maskOf(data, within, county), [data, within, county])
  const least = leastOf(data, state.least)
  const figures = useMemo(() => networkFigures(data, mask, least), [data, mask, least])
  const found = focus === null ? -1 : data.nodes.party.indexOf(focus)
  const selected = found < 0 ? null : found
  const select = (position: number | null) =>
    state.set({ focus: position === null ? null : (data.nodes.party[position] ?? null) })
  const open = (position: number) => {
    if (data.nodes.external[position] === 0) view.set({ enterprise: data.nodes.party[position] ?? null })
  }
  const exportPicture = (format: 'png' | 'svg') =>
    void saveNetworkPicture(format, {
      data,
      mask,
      least,
      colouring,
      selected,
      palette,
      title: `${data.chain.title}产业链企业网络`,
      legend: `${networkColourings[colouring]}着色；圆的大小：购销额；画 ${formatNumber(figures.firms + figures.partners)} 家企业、${formatNumber(figures.drawn)} / ${formatNumber(figures.relations)} 条供应关系`,
      source: sourceLine(data),
    })
  return (
    <>
      <section className={styles.picture} aria-label="企业网络">
        <ClusterNetworkFilter
          data={data}
          state={state}
          onSelect={select}
          onExport={exportPicture}
          onTools={setTools}
        />
        {focus !== null && selected === null && (
          <p className={styles.top} role="status">
            所找企业近 12 个月与所选地区没有供应交易，不在网络中。
            <button type="button" className="text-button" onClick={() => view.set({ enterprise: focus })}>
              打开企业档案
            </button>
          </p>
        )}
        {view.view === 'list' ? (
          <ClusterNetworkList
            data={data}
            mask={mask}
            firms={figures.firms}
            selected={selected}
            onFocus={select}
          />
        ) : (
          <div className={styles.pictureBox}>
            <NetworkCanvas
              data={data}
              label={`${data.region.name}${data.chain.title}企业网络，${formatNumber(figures.firms + figures.partners)} 家企业、${formatNumber(figures.drawn)} 条供应关系`}
              colouring={colouring}
              mask={mask}
              leastAmount={least}
              selected={selected}
              onSelect={select}
              onOpen={open}
              tools={tools}
            />
          </div>
        )}
        <ClusterNetworkFoot data={data} state={state} figures={figures} least={least} />
      </section>
      {(panelOpen || selected !== null) && (
        <aside className={styles.side} aria-label="说明">
          {selected === null ? (
            <NetworkOverview data={data} figures={figures} mask={mask} onFocus={select} />
          ) : (
            <FirmOfNetwork
              key={selected}
              data={data}
              position={selected}
              onFocus={select}
              onClose={() => select(null)}
              onOpen={() => open(selected)}
              onNeighbourhood={() => view.set({ firm: data.nodes.party[selected] ?? null })}
            />
          )}
        </aside>
      )}
    </>
  )
}
