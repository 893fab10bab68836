/** 产业全景图谱: the chain by stages, how strong each segment is and why, down to the enterprise and its network. */
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { ChainGraph } from '../../../server/api/schemas/chain.ts'
import { useBoxSize } from '../../charts/box-size.ts'
import type { DiagramLink } from '../../charts/chain-diagram/graph-data.ts'
import { preloadG6 } from '../../charts/g6.ts'
import { usePalette } from '../../charts/palette.ts'
import { useChainGraph, useChains } from '../../data/queries.ts'
import { Answer } from '../../parts/answer.tsx'
import { EmptyState } from '../../parts/empty-state.tsx'
import { EnterpriseDrawer } from '../../parts/enterprise-drawer.tsx'
import { RealmBadge } from '../../parts/realm-badge.tsx'
import { useScope } from '../../shell/scope.tsx'
import { ClusterNetworkView } from './chain-map/cluster-network.tsx'
import { ExportMenu } from './chain-map/export-menu.tsx'
import { FirmNetwork } from './chain-map/firm-network.tsx'
import { chooseLinks } from './chain-map/links-shown.ts'
import { OverviewPanel } from './chain-map/overview-panel.tsx'
import { PictureFoot } from './chain-map/picture-foot.tsx'
import { ChainPicture } from './chain-map/picture.tsx'
import { SegmentList } from './chain-map/segment-list.tsx'
import { SegmentPanel } from './chain-map/segment-panel.tsx'
import { Toolbar } from './chain-map/toolbar.tsx'
import { ShadeKey, VerdictFilter } from './chain-map/verdict-filter.tsx'
import { useViewState, type ViewState } from './chain-map/view-state.ts'
import styles from './chain-map/chain-map.module.css'

preloadG6()

/** Below this the panel takes its room from the picture only while it explains a selection. */
const ROOMY = '(min-width: 1536px)'

export default function ChainMap() {
  const { query } = useScope()
  const graph = useChainGraph(query)
  const chains = useChains()
  const view = useViewState()
  if (chains.data?.items.length === 0) {
    return (
      <EmptyState
        title="尚未载入产业链"
        detail="产业链标准库载入后，这里显示各环节的强弱、企业和供需关系。"
        supplier="平台运营单位"
      />
    )
  }
  return (
    <>
      <Answer of={graph} title="正在读取产业链">
        {(data) =>
          data.segments.length === 0 ? (
            <EmptyState title="该产业链没有环节" supplier="产业链标准库维护单位" />
          ) : (
            <Screen graph={data} view={view} />
          )
        }
      </Answer>
      {view.enterprise !== null && (
        <EnterpriseDrawer
          creditCode={view.enterprise}
          onClose={() => view.set({ enterprise: null })}
          onNetwork={(firm) => view.set({ firm, enterprise: null, view: 'picture' })}
        />
      )}
    </>
  )
}

function Screen({ graph, view }: { readonly graph: ChainGraph; readonly view: ViewState }) {
  const { realm, wall } = useScope()
  const palette = usePalette()
  const roomy = useRoomy()
  const [asked, setAsked] = useState<{ readonly segment: string | null; readonly open: boolean } | null>(null)
  const [tools, setTools] = useState<Element | null>(null)
  const drawn = useRef<readonly DiagramLink[] | null>(null)
  const onDrawn = useCallback((next: readonly DiagramLink[]) => {
    drawn.current = next
  }, [])
  const main = useRef<HTMLDivElement>(null)
  const room = useBoxSize(main)
  const segment = graph.segments.find(({ id }) => id === view.segment)
  // A new selection wants its explanation, also where the panel had been folded away.
  const panelOpen = asked?.segment === view.segment ? asked.open : roomy || segment !== undefined
  const shown = useMemo(
    () =>
      chooseLinks(graph.links, graph.segments, {
        limit: view.links,
        essentialOnly: view.essentialOnly,
        selected: segment?.id ?? null,
      }),
    [graph, view.links, view.essentialOnly, segment],
  )
  const picture = view.level === 'segments' && view.view === 'picture' && view.firm === null
  return (
    <div className={styles.page} data-print="page">
      {!wall && (
        <Toolbar
          segments={graph.segments}
          view={view}
          exports={
            view.firm === null &&
            view.level === 'segments' && (
              <ExportMenu picture={() => ({ graph, drawn: picture ? drawn.current : null, view, palette })} />
            )
          }
          panelOpen={panelOpen}
          onPanel={() => setAsked({ segment: view.segment, open: !panelOpen })}
        />
      )}
      {view.firm !== null ? (
        <FirmNetwork firm={view.firm} view={view} chain={graph.chain.title} />
      ) : view.level === 'firms' ? (
        <ClusterNetworkView view={view} panelOpen={panelOpen} />
      ) : (
        <div ref={main} className={styles.main}>
          <section className={styles.picture} aria-label="产业链">
            <div className={styles.top}>
              <VerdictFilter
                segments={graph.segments}
                chosen={view.verdicts}
                onChange={(verdicts) => view.set({ verdicts })}
              />
              <ShadeKey segments={graph.segments} colouring={view.colouring} />
              <RealmBadge realm={realm} />
            </div>
            {picture ? (
              <>
                <ChainPicture
                  graph={graph}
                  view={view}
                  shown={shown}
                  layoutWidth={roomy || room === null ? null : room.width - SIDES}
                  tools={tools}
                  onDrawn={onDrawn}
                />
                <PictureFoot graph={graph} shown={shown} view={view} onTools={setTools} />
              </>
            ) : (
              <SegmentList graph={graph} view={view} />
            )}
          </section>
          {panelOpen && (
            <aside className={styles.side} aria-label="说明">
              {segment === undefined ? (
                <OverviewPanel graph={graph} view={view} />
              ) : (
                <SegmentPanel key={segment.id} graph={graph} segment={segment} view={view} />
              )}
            </aside>
          )}
        </div>
      )}
    </div>
  )
}

/** Border and padding of the picture. */
const SIDES = 6

function useRoomy(): boolean {
  const [roomy, setRoomy] = useState(() => matchMedia(ROOMY).matches)
  useEffect(() => {
    const media = matchMedia(ROOMY)
    const follow = () => setRoomy(media.matches)
    media.addEventListener('change', follow)
    return () => media.removeEventListener('change', follow)
  }, [])
  return roomy
}
