/**
 * Where the arrow keys lead: ← to the largest supplier, → to the largest customer, ↑ and ↓ to the next firm of the
 * same band above and below. Without a selection any of them leads to the largest firm.
 */
import type { ClusterNetwork } from '../../../server/api/schemas/network.ts'
import { edgesOf, isEdgeDrawn, type EdgeFilter, type Picture } from './picture.ts'

const arrows = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown']

export function isArrow(key: string): boolean {
  return arrows.includes(key)
}

/** Null where there is nobody in that direction. */
export function stepFrom(
  picture: Picture,
  data: ClusterNetwork,
  from: number | null,
  key: string,
  filter: EdgeFilter,
): number | null {
  const visible = (node: number) => filter.mask === undefined || filter.mask[node] !== 0
  if (from === null) return picture.bySize.find(visible) ?? null
  if (key === 'ArrowUp' || key === 'ArrowDown') return besides(picture, data, from, key, visible)
  const [own, other] =
    key === 'ArrowLeft' ? [picture.buyer, picture.supplier] : [picture.supplier, picture.buyer]
  const edge = edgesOf(picture, from).find(
    (one) => own[one] === from && other[one] !== from && isEdgeDrawn(picture, one, { ...filter, least: 0 }),
  )
  return edge === undefined ? null : other[edge]!
}

/** The order of reading within a band: row by row, left to right. */
function besides(
  picture: Picture,
  data: ClusterNetwork,
  from: number,
  key: string,
  visible: (node: number) => boolean,
): number | null {
  const { segment } = data.nodes
  const readsBefore = (a: number, b: number) => picture.y[a]! - picture.y[b]! || picture.x[a]! - picture.x[b]!
  const band = segment
    .flatMap((value, node) => (value === segment[from] && visible(node) ? [node] : []))
    .sort(readsBefore)
  const at = band.indexOf(from) + (key === 'ArrowUp' ? -1 : 1)
  return band[at] ?? null
}
