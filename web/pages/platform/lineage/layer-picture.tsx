/** The layers as columns of cards with links between them; a chosen card lights its ways. */
import { useMemo, useRef, useState } from 'react'
import type { Lineage, LineageNode } from '../../../../server/api/schemas/lineage.ts'
import { useBoxSize } from '../../../charts/box-size.ts'
import { formatNumber } from '../../../parts/format.ts'
import { audienceTitles, pages } from '../../../shell/page.ts'
import { cardHeight, connected, gathered, layOut } from './layout.ts'
import styles from './lineage.module.css'

export function LayerPicture({
  lineage,
  selected,
  onSelect,
}: {
  readonly lineage: Lineage
  readonly selected: string | null
  readonly onSelect: (id: string) => void
}) {
  const box = useRef<HTMLDivElement>(null)
  const size = useBoxSize(box)
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set())
  const layout = useMemo(() => layOut(lineage, size?.width ?? 960, opened), [lineage, size?.width, opened])
  const lit = useMemo(() => connected(layout.lines, selected), [layout, selected])
  return (
    <div ref={box} className={styles.scroll} role="group" aria-label="血缘图">
      <div className={styles.canvas} style={{ width: layout.width, height: layout.height }}>
        <svg width={layout.width} height={layout.height} aria-hidden="true">
          {layout.lines.map((line) => (
            <path key={line.id} d={line.path} data-lit={lit.has(line.from) && lit.has(line.to)} />
          ))}
        </svg>
        {layout.columns.map(({ title, x, count }) => (
          <h4 key={title} className={styles.column} style={{ left: x, width: layout.cardWidth }}>
            {title} <span className="number">{formatNumber(count)}</span>
          </h4>
        ))}
        {layout.cards.map(({ id, node, title, x, y }) => {
          const note = node === null ? '经融合与产业链' : noteOf(node)
          return (
            <button
              key={id}
              type="button"
              className={styles.card}
              style={{ left: x, top: y, width: layout.cardWidth, height: cardHeight }}
              aria-pressed={node === null ? undefined : id === selected}
              aria-expanded={node === null ? false : undefined}
              data-lit={lit.has(id)}
              data-direct={node?.direct ?? false}
              data-subject={id === lineage.subject.node}
              title={node === null ? '展开' : `${node.title}\n${node.summary}`}
              onClick={() =>
                node === null
                  ? setOpened((now) => new Set([...now, id.slice(gathered('').length)]))
                  : onSelect(id)
              }
            >
              <b>
                <bdi>{title}</bdi>
              </b>
              {note !== '' && <small>{note}</small>}
            </button>
          )
        })}
      </div>
    </div>
  )
}

/** What fits on a card; sentences stand in the tooltip and beside the picture. */
function noteOf({ layer, records, rows, summary }: LineageNode): string {
  if (records !== null) return `${formatNumber(records)} 条记录在内`
  if (layer === 'dataset' || layer === 'source')
    return rows === null ? '尚无数据' : `${formatNumber(rows)} 行`
  if (layer !== 'use') return layer === 'batch' ? summary : ''
  const page = pages.find(({ path }) => path === summary)
  return page === undefined ? summary : audienceTitles[page.audience]
}
