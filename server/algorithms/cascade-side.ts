import type { CascadeRows } from './cascade-model.ts'

/** `choice` of a firm that no sum holds back, and of one that still stands where its shock put it. */
export const unheld = 0xffffffff
export const struck = 0xfffffffe
/** A sum that exceeds what holds a firm back by no more than this, dimensionless, may do so by rounding alone. */
const rounding = 1e-12

/** One direction of the propagation: what a run keeps of it. Losses of firms and sums only grow, but for a jump. */
export interface Side {
  readonly rows: CascadeRows
  /** h */
  readonly output: Float64Array
  /** Sums of lost inputs or sales. */
  readonly lost: Float64Array
  readonly usedSlots: Uint32Array
  usedSlotCount: number
  /** Loss of each firm that its neighbours know of. */
  readonly told: Float64Array
  /** Slot that holds the firm back, `struck` or `unheld`. */
  readonly choice: Uint32Array
  /** Firms whose output fell in the round before, and in this one. */
  front: Uint32Array
  frontCount: number
  next: Uint32Array
  nextCount: number
  /** Round in which the firm was last put in `next`. */
  readonly queuedIn: Uint32Array
  readonly senders: Uint32Array
  readonly sent: Float64Array
  senderCount: number
  /** Edges gone over since the latest jump or attempt at one. */
  work: number
  /** Edges of the firms that have told anything. */
  reach: number
}

export function createSide(rows: CascadeRows, nodes: number, slots: number): Side {
  return {
    rows,
    output: new Float64Array(nodes).fill(1),
    lost: new Float64Array(slots),
    usedSlots: new Uint32Array(slots),
    usedSlotCount: 0,
    told: new Float64Array(nodes),
    choice: new Uint32Array(nodes).fill(unheld),
    front: new Uint32Array(nodes),
    frontCount: 0,
    next: new Uint32Array(nodes),
    nextCount: 0,
    queuedIn: new Uint32Array(nodes),
    senders: new Uint32Array(nodes),
    sent: new Float64Array(nodes),
    senderCount: 0,
    work: 0,
    reach: 0,
  }
}

/** As if nothing had happened to any firm. */
export function clear(side: Side, touched: Uint32Array): void {
  clearSums(side)
  for (const node of touched) {
    side.output[node] = 1
    side.told[node] = 0
    side.choice[node] = unheld
  }
  side.nextCount = 0
  side.work = 0
  side.reach = 0
}

export function clearSums(side: Side): void {
  for (let place = 0; place < side.usedSlotCount; place++) side.lost[side.usedSlots[place]!] = 0
  side.usedSlotCount = 0
}

/** Those of the front whose loss has grown by more than the tolerance since they told it. */
export function collect(side: Side, tolerance: number): void {
  side.senderCount = 0
  for (let place = 0; place < side.frontCount; place++) {
    const node = side.front[place]!
    tell(side, node, 1 - side.output[node]!, tolerance)
  }
}

export function tell(side: Side, node: number, loss: number, tolerance: number): void {
  const before = side.told[node]!
  const more = loss - before
  if (more <= tolerance) return
  const edges = side.rows.offsets[node + 1]! - side.rows.offsets[node]!
  if (before === 0) side.reach += edges
  side.work += edges
  side.told[node] = loss
  side.senders[side.senderCount] = node
  side.sent[side.senderCount++] = more
}

/**
 * Hands on what the senders lost; whoever falls below its output so far comes into `next`.
 * @param touch is told of firms that lose for the first time
 */
export function push(side: Side, clock: number, touch: (node: number) => void): void {
  const { lost, output, queuedIn, next, choice } = side
  const { offsets, targets, slots, shares } = side.rows
  for (let place = 0; place < side.senderCount; place++) {
    const node = side.senders[place]!
    const amount = side.sent[place]!
    for (let edge = offsets[node]!, end = offsets[node + 1]!; edge < end; edge++) {
      const share = shares[edge]!
      if (share === 0) continue
      const slot = slots[edge]!
      const before = lost[slot]!
      if (before === 0) side.usedSlots[side.usedSlotCount++] = slot
      const sum = before + share * amount
      lost[slot] = sum
      const target = targets[edge]!
      const now = output[target]!
      if (1 - sum >= now || now === 0) continue
      if (now === 1) touch(target)
      if (now - 1 + sum > rounding) choice[target] = slot
      output[target] = sum >= 1 ? 0 : 1 - sum
      if (queuedIn[target] === clock) continue
      queuedIn[target] = clock
      next[side.nextCount++] = target
    }
  }
}

export function advance(side: Side): void {
  const { front, next, nextCount } = side
  side.front = next
  side.next = front
  side.frontCount = nextCount
  side.nextCount = 0
}
