/** The chain drawn by stages, with what is drawn and what is left out said under it. */
import { useEffect, useMemo, useRef, type ReactNode } from 'react'
import type { ChainGraph, SegmentState } from '../../../../server/api/schemas/chain.ts'
import { useBoxSize, type BoxSize } from '../../../charts/box-size.ts'
import { ColumnDiagram } from '../../../charts/chain-diagram/column-diagram.tsx'
import { layColumns, supplyDepths } from '../../../charts/chain-diagram/column-layout.ts'
import type { DiagramLink } from '../../../charts/chain-diagram/graph-data.ts'
import { formatNumber } from '../../../parts/format.ts'
import { shadesFor } from './colouring.ts'
import { LinkTip } from './link-tip.tsx'
import { linkId, linkWidth, segmentsWithin, type ShownLinks } from './links-shown.ts'
import { SegmentCard } from './segment-card.tsx'
import type { ViewState } from './view-state.ts'
import styles from './chain-map.module.css'

/** Cards below this cannot be read; the picture grows past its box instead and is moved. */
const limits = { minimumWidth: 112, minimumHeight: 47, maximumWidth: 224, maximumHeight: 84 }

export interface ChainPictureProps {
  readonly graph: ChainGraph
  readonly view: ViewState
  readonly shown: ShownLinks
  /** Room the layout is made for; the box may be narrower while the panel is open on a small screen. */
  readonly layoutWidth: number | null
  readonly tools: Element | null
  /** Hands out the links that are drawn, for the export. */
  readonly onDrawn: (links: readonly DiagramLink[]) => void
}

export function ChainPicture({ layoutWidth, ...picture }: ChainPictureProps) {
  const box = useRef<HTMLDivElement>(null)
  const size = useBoxSize(box)
  return (
    <div ref={box} className={styles.pictureBox}>
      {size !== null && size.width > 0 && size.height > 0 && (
        <Diagram {...picture} size={size} layoutWidth={layoutWidth ?? size.width} />
      )}
    </div>
  )
}

function Diagram({
  graph,
  view,
  shown,
  size,
  layoutWidth,
  tools,
  onDrawn,
}: Omit<ChainPictureProps, 'layoutWidth'> & {
  readonly size: BoxSize
  readonly layoutWidth: number
}) {
  const segments = useMemo(() => new Map(graph.segments.map((one) => [one.id, one])), [graph])
  const { height } = size
  const layout = useMemo(
    () => layColumns(groupsOf(graph), { width: layoutWidth, height }, limits),
    [graph, layoutWidth, height],
  )
  const bright = useBright(graph, view)
  const { segment: selected } = view
  const links = useMemo((): readonly DiagramLink[] => {
    const most = Math.max(0, ...shown.links.map(({ amount }) => amount ?? 0))
    return shown.links.map((link) => {
      const chosen = selected !== null && (link.supplier === selected || link.buyer === selected)
      const lit = bright(link.supplier) && bright(link.buyer) && selected === null
      return {
        id: linkId(link),
        source: link.supplier,
        target: link.buyer,
        width: linkWidth(link.amount, most),
        inferred: link.inferred,
        tone: chosen ? 'chosen' : lit ? 'plain' : 'faint',
      }
    })
  }, [shown, selected, bright])
  useEffect(() => onDrawn(links), [onDrawn, links])

  const shades = useMemo(() => shadesFor(graph.segments, view.colouring), [graph, view.colouring])
  const heads = useMemo(() => headsOf(graph), [graph])
  return (
    <ColumnDiagram
      label={`${graph.chain.title}产业链图，${graph.segments.length} 个环节。方向键移动，回车打开`}
      size={size}
      layout={layout}
      heads={heads}
      links={links}
      tools={tools}
      selected={selected !== null && segments.has(selected) ? selected : null}
      onSelect={(segment) => view.set({ segment, reach: 0 })}
      linkTip={(id) => <LinkTip link={shown.links.find((link) => linkId(link) === id)} segments={segments} />}
      card={(id, state) => {
        const segment = segments.get(id)
        return segment === undefined ? null : (
          <SegmentCard
            {...state}
            segment={segment}
            compact={layout.compact}
            dim={!bright(id)}
            shade={shades === null ? undefined : shades.stepOf(segment)}
            onOpen={() => view.set({ segment: id === selected ? null : id, reach: 0 })}
          />
        )
      }}
    />
  )
}

function groupsOf(graph: ChainGraph) {
  const byStage = Map.groupBy(
    graph.segments.toSorted((a, b) => a.order - b.order),
    ({ stage }) => stage,
  )
  return graph.stages
    .toSorted((a, b) => a.order - b.order)
    .map(({ id }) => {
      const members = (byStage.get(id) ?? []).map((segment: SegmentState) => segment.id)
      return { id, members, depths: supplyDepths(members, graph.links) }
    })
    .filter(({ members }) => members.length > 0)
}

function headsOf(graph: ChainGraph): ReadonlyMap<string, ReactNode> {
  return new Map(
    graph.stages.map((stage) => {
      const count = graph.segments.filter((segment) => segment.stage === stage.id).length
      return [
        stage.id,
        <div key={stage.id} className={styles.stageHead}>
          <b>
            <bdi>{stage.title}</bdi>
          </b>
          <span>
            {count} 环节 · {formatNumber(stage.enterprises)} 家
          </span>
        </div>,
      ]
    }),
  )
}

/** Whether a segment stands in the light of the filter and of the focus around the selection. */
function useBright(graph: ChainGraph, { verdicts, segment, reach }: ViewState): (id: string) => boolean {
  const chosen = [...verdicts].join(',')
  return useMemo(() => {
    const wanted = new Set(chosen.split(',').filter(Boolean))
    const near = segment === null || reach === 0 ? null : segmentsWithin(graph.links, segment, reach)
    const strengths = new Map(graph.segments.map(({ id, strength }) => [id, strength]))
    return (id) =>
      id === segment ||
      ((wanted.size === 0 || wanted.has(strengths.get(id) ?? '')) && (near === null || near.has(id)))
  }, [graph, chosen, segment, reach])
}
