/**
 * The picture before G6 has been loaded: the same cards at the same places and the links as paths, so that
 * there is something to read at once. G6 takes the cards over when it is ready to move them.
 */
import { useLayoutEffect, useRef } from 'react'
import { usePalette } from '../palette.ts'
import type { ColumnLayout } from './column-layout.ts'
import { BAND_PAD, headId, linkStroke, type DiagramLink } from './graph-data.ts'
import { pathText, routeLinks } from './link-routes.ts'
import styles from './column-diagram.module.css'

export function StillPicture({
  layout,
  links,
  hosts,
  boxWidth,
}: {
  readonly boxWidth: number
  readonly layout: ColumnLayout
  readonly links: readonly DiagramLink[]
  readonly hosts: ReadonlyMap<string, HTMLElement>
}) {
  const palette = usePalette()
  const cards = useRef<HTMLDivElement>(null)
  const routes = routeLinks(layout, links)
  useLayoutEffect(() => {
    const box = cards.current
    if (box === null) return
    const put = (id: string, x: number, y: number, width: number, height: number) => {
      const host = hosts.get(id)
      // One that stands elsewhere has been taken over.
      if (host === undefined || host.isConnected) return
      const place = document.createElement('div')
      place.style.cssText = `position:absolute;left:${x}px;top:${y}px;width:${width}px;height:${height}px`
      place.append(host)
      box.append(place)
    }
    for (const { id, x, width } of layout.groups) put(headId(id), x, 0, width, layout.head)
    for (const { id, x, y } of layout.cards.values()) put(id, x, y, layout.cardWidth, layout.cardHeight)
    return () => box.replaceChildren()
  }, [layout, hosts])
  return (
    <div
      className={styles.canvas}
      style={{ transform: `translateX(${Math.max(0, (boxWidth - layout.width) / 2)}px)` }}
    >
      <svg width={layout.width} height={layout.height} fill="none" strokeLinecap="round" aria-hidden="true">
        {layout.groups.map(({ id, x, width }) => (
          <rect
            key={id}
            x={x - BAND_PAD}
            width={width + 2 * BAND_PAD}
            height={layout.height}
            rx="8"
            fill={palette.colour.ground}
          />
        ))}
        {links.map((link) => {
          const route = routes.get(link.id)
          return route === undefined ? null : (
            <path
              key={link.id}
              d={pathText(route)}
              stroke={linkStroke(link.tone, palette)}
              strokeWidth={link.width}
              strokeDasharray={link.inferred ? '5 4' : undefined}
            />
          )
        })}
      </svg>
      <div ref={cards} className={styles.over} />
    </div>
  )
}
