/** A product in the middle, its materials to the left, what is made of it to the right. */
import { useMemo, useRef, type ReactNode } from 'react'
import type { ProductNeighbourhood } from '../../../../server/api/schemas/product.ts'
import { useBoxSize, type BoxSize } from '../../../charts/box-size.ts'
import { ColumnDiagram } from '../../../charts/chain-diagram/column-diagram.tsx'
import { layColumns } from '../../../charts/chain-diagram/column-layout.ts'
import type { DiagramLink } from '../../../charts/chain-diagram/graph-data.ts'
import { formatNumber } from '../../../parts/format.ts'
import { useScope } from '../../../shell/scope.tsx'
import frame from '../chain-map/chain-map.module.css'
import { centreColumns, linksDrawn, stepColumns, stepTitle } from './product-columns.ts'
import { makerWord } from './words.ts'
import styles from './products.module.css'

const limits = { minimumWidth: 112, minimumHeight: 40, maximumWidth: 200, maximumHeight: 56 }

/** Room that a column and a row of cards take; HEAD is that of the names above. */
const COLUMN = 146
const ROW = 49
const HEAD = 50

interface PictureProps {
  readonly network: ProductNeighbourhood
  readonly selected: string | null
  readonly tools: Element | null
  readonly onSelect: (id: string | null) => void
}

export function ProductPicture(props: PictureProps) {
  const box = useRef<HTMLDivElement>(null)
  const size = useBoxSize(box)
  return (
    <div ref={box} className={frame.pictureBox}>
      {size !== null && size.width > 0 && size.height > 0 && <Diagram {...props} size={size} />}
    </div>
  )
}

function Diagram({ network, selected, tools, onSelect, size }: PictureProps & { readonly size: BoxSize }) {
  const { realm } = useScope()
  const products = useMemo(() => new Map(network.nodes.map((node) => [node.id, node])), [network])
  const groups = useMemo(
    () =>
      stepColumns(network, {
        columns: Math.floor(size.width / COLUMN),
        rows: Math.max(4, Math.floor((size.height - HEAD) / ROW)),
      }),
    [network, size],
  )
  const layout = useMemo(() => centreColumns(layColumns(groups, size, limits)), [groups, size])
  const heads = useMemo(
    () =>
      new Map<string, ReactNode>(
        groups.map(({ id, hop, members, total }) => [
          id,
          <div key={id} className={frame.stageHead}>
            <b>{stepTitle(hop)}</b>
            <span>
              {hop === 0 ? '' : total > members.length ? `画 ${members.length} / ${total} 种` : `${total} 种`}
            </span>
          </div>,
        ]),
      ),
    [groups],
  )
  const drawn = useMemo((): readonly DiagramLink[] => {
    const shown = new Set(groups.flatMap(({ members }) => members))
    return linksDrawn(network, shown, selected).map(({ source, target, inferred }) => ({
      id: `${source} ${target}`,
      source,
      target,
      width: 1.2,
      inferred,
      tone: selected === null ? 'plain' : source === selected || target === selected ? 'chosen' : 'faint',
    }))
  }, [network, groups, selected])
  return (
    <ColumnDiagram
      label={`产品网络，${network.nodes.length} 种产品。方向键移动，回车选中`}
      size={size}
      layout={layout}
      heads={heads}
      links={drawn}
      tools={tools}
      selected={selected ?? network.centre}
      onSelect={onSelect}
      linkTip={(id) => {
        const link = drawn.find((one) => one.id === id)
        return link === undefined ? null : (
          <>
            <b>
              <bdi>{products.get(link.source)?.name}</bdi> → <bdi>{products.get(link.target)?.name}</bdi>
            </b>
            <div>{link.inferred ? '推断：来源中两个方向都有' : '来源记载的供应关系'}</div>
          </>
        )
      }}
      card={(id, state) => {
        const product = products.get(id)
        if (product === undefined) return null
        const makers = product.makers > 0 ? `${makerWord[realm]} ${formatNumber(product.makers)}` : ''
        return (
          <button
            type="button"
            className={styles.card}
            data-made={product.makers > 0}
            data-centre={product.hop === 0}
            aria-pressed={state.selected}
            aria-label={[product.name, stepTitle(product.hop), makers].filter(Boolean).join('，')}
            tabIndex={state.tabIndex}
            title={product.name}
            onClick={() => onSelect(id === selected || product.hop === 0 ? null : id)}
          >
            <span className={styles.name}>
              <bdi>{product.name}</bdi>
            </span>
            {makers !== '' && <span className={styles.makers}>{makers}</span>}
          </button>
        )
      }}
    />
  )
}
