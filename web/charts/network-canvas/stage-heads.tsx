/** Names of the stages above their columns: they follow the picture sideways and stay when it moves up and down. */
import { useImperativeHandle, useLayoutEffect, useRef, type Ref } from 'react'
import type { ClusterNetwork } from '../../../server/api/schemas/network.ts'
import { formatNumber } from '../../parts/format.ts'
import type { View } from './view.ts'
import styles from './network-canvas.module.css'

export interface StageHeadsHandle {
  place(view: View): void
}

export function StageHeads({
  data,
  view,
  ref,
}: {
  readonly data: ClusterNetwork
  readonly view: View | null
  readonly ref: Ref<StageHeadsHandle>
}) {
  const strip = useRef<HTMLDivElement>(null)
  const place = (next: View) => {
    const room = strip.current?.offsetWidth ?? 0
    for (const [index, { from, to }] of data.stages.entries()) {
      const head = strip.current?.children[index]
      if (!(head instanceof HTMLElement)) continue
      const left = next.x + from * next.scale
      const right = next.x + to * next.scale
      const following = data.stages[index + 1]
      const end = following === undefined ? room : Math.min(room, next.x + following.from * next.scale)
      // Of a column that reaches out of sight to the left the name stays in sight.
      delete head.dataset['short']
      const shown = Math.max(left, Math.min(4, right - head.offsetWidth))
      // Without room first the count is left out, then what several stages have in common.
      for (const short of ['count', 'group']) {
        if (shown + head.offsetWidth + 6 > end) head.dataset['short'] = short
      }
      head.style.transform = `translateX(${shown}px)`
    }
  }
  useImperativeHandle(ref, () => ({ place }))
  useLayoutEffect(() => {
    if (view !== null) place(view)
  })
  return (
    <div ref={strip} className={styles.heads}>
      {data.stages.map(({ id, title, nodes }) => (
        <span key={id} title={title}>
          <b>
            <bdi>
              <i>{groupOf(title)}</i>
              {title.slice(groupOf(title).length)}
            </bdi>
          </b>
          <small> {formatNumber(nodes)} 家</small>
        </span>
      ))}
    </div>
  )
}

/** 上游· of 上游·骨架材料; nothing of a title without parts. */
function groupOf(title: string): string {
  return /^[^·]+·/.exec(title)?.[0] ?? ''
}
