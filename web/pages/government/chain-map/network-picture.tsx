/** The firms of a network as small cards in columns by distance from the centre. */
import { useMemo, useRef, type ReactNode } from 'react'
import type { Neighbourhood } from '../../../../server/api/schemas/enterprise.ts'
import { useBoxSize, type BoxSize } from '../../../charts/box-size.ts'
import { ColumnDiagram } from '../../../charts/chain-diagram/column-diagram.tsx'
import { layColumns } from '../../../charts/chain-diagram/column-layout.ts'
import type { DiagramLink } from '../../../charts/chain-diagram/graph-data.ts'
import { moneyText } from '../../../parts/format.ts'
import { linkWidth } from './links-shown.ts'
import { firmColumns, firmLinks, hopTitle, type FirmLink } from './network-links.ts'
import styles from './chain-map.module.css'
import card from './firm-card.module.css'

const limits = { minimumWidth: 126, minimumHeight: 48, maximumWidth: 190, maximumHeight: 60 }

/** Room that a column and a row of cards take; HEAD is that of the names above. */
const COLUMN = 158
const ROW = 57
const HEAD = 50

interface NetworkPictureProps {
  readonly network: Neighbourhood
  readonly links: readonly FirmLink[]
  readonly selected: string | null
  readonly tools: Element | null
  readonly onSelect: (id: string | null) => void
}

export function NetworkPicture(props: NetworkPictureProps) {
  const box = useRef<HTMLDivElement>(null)
  const size = useBoxSize(box)
  return (
    <div ref={box} className={styles.pictureBox}>
      {size !== null && size.width > 0 && size.height > 0 && <Diagram {...props} size={size} />}
    </div>
  )
}

function Diagram({
  network,
  links,
  selected,
  tools,
  onSelect,
  size,
}: NetworkPictureProps & { readonly size: BoxSize }) {
  const firms = useMemo(() => new Map(network.nodes.map((node) => [node.id, node])), [network])
  const groups = useMemo(
    () =>
      firmColumns(network, firmLinks(network.links), {
        columns: Math.floor(size.width / COLUMN),
        rows: Math.max(4, Math.floor((size.height - HEAD) / ROW)),
      }),
    [network, size],
  )
  const layout = useMemo(() => layColumns(groups, size, limits), [groups, size])
  const heads = useMemo(
    () =>
      new Map<string, ReactNode>(
        groups.map(({ id, hop, members, total }) => [
          id,
          <div key={id} className={styles.stageHead}>
            <b>{hopTitle(hop)}</b>
            <span>
              {hop === 0 ? '' : total > members.length ? `画 ${members.length} / ${total} 家` : `${total} 家`}
            </span>
          </div>,
        ]),
      ),
    [groups],
  )
  const drawn = useMemo((): readonly DiagramLink[] => {
    const most = Math.max(0, ...links.map(({ amount }) => amount))
    return links.map((link) => ({
      id: link.id,
      source: link.supplier,
      target: link.buyer,
      width: Math.min(3, linkWidth(link.amount, most)),
      inferred: false,
      tone:
        selected === null
          ? 'plain'
          : link.supplier === selected || link.buyer === selected
            ? 'chosen'
            : 'faint',
    }))
  }, [links, selected])
  return (
    <ColumnDiagram
      label={`供需网络，${network.nodes.length} 家企业。方向键移动，回车选中`}
      size={size}
      layout={layout}
      heads={heads}
      links={drawn}
      tools={tools}
      selected={selected ?? network.centre}
      onSelect={onSelect}
      linkTip={(id) => {
        const link = links.find((one) => one.id === id)
        return link === undefined ? null : (
          <>
            <b>
              <bdi>{firms.get(link.supplier)?.name}</bdi> → <bdi>{firms.get(link.buyer)?.name}</bdi>
            </b>
            <div>近 12 个月 {moneyText(link.amount)}</div>
          </>
        )
      }}
      card={(id, state) => {
        const firm = firms.get(id)
        return firm === undefined ? null : (
          <button
            type="button"
            className={card.card}
            data-outside={firm.external || !(firm.region?.code.startsWith('37') ?? false)}
            data-centre={firm.hop === 0}
            aria-pressed={state.selected}
            aria-label={[firm.name, firm.segmentTitle, firm.region?.name].filter(Boolean).join('，')}
            tabIndex={state.tabIndex}
            title={firm.name}
            onClick={() => onSelect(id === selected ? null : id)}
          >
            <span className={card.name}>
              <bdi>{firm.name}</bdi>
            </span>
            <span className={card.place}>
              <bdi>{shortSegment(firm)}</bdi>
              <bdi>{firm.region?.name}</bdi>
            </span>
          </button>
        )
      }}
    />
  )
}

/** 替换市场（经销与门店服务） → 替换市场: the card has one line for it. */
function shortSegment({ segmentTitle, external }: Neighbourhood['nodes'][number]): string {
  return segmentTitle?.replace(/（.*）$/, '') ?? (external ? '链外或境外' : '链外')
}
