import type { CascadeModel, CascadeRows } from './cascade-model.ts'

/**
 * Shock propagation of the economic systemic risk index (Diem, Borsos, Reisch, Kertész, Thurner 2022, Scientific
 * Reports 12:7719). Output of firm j relative to before, from 1 downwards, round by round:
 *
 *   downstream h^d_j = max(0, min(ψ_j, min over essential k (1 − Σ_{i∈k} σ_i Λ^d_ij (1 − h^d_i)),
 *                                   1 − Σ_{i non-essential} σ_i Λ^d_ij (1 − h^d_i)))
 *   upstream   h^u_i = max(0, min(ψ_i, 1 − Σ_j (W_ij ÷ s_i)(1 − h^u_j)))
 *   σ_i = min(1, s_i ÷ Σ_{l of i's sector} s_l h^d_l), or 1 without replaceability
 *   loss_i = 1 − min(h^d_i, h^u_i);  total = Σ_i (s_i ÷ Σs) loss_i, the ESRI of a firm where it alone stops.
 *
 * Every sum only grows, so a firm hands on just what it lost since it last did: a scenario costs what it touches.
 */
export interface CascadeOptions {
  readonly replaceability: boolean
  /** A change of a firm's loss up to this is not handed on; dimensionless. */
  readonly tolerance: number
  /** Most rounds. */
  readonly rounds: number
}

/** Firm and the share of its output that remains, 0–1. */
export type Shock = readonly [firm: number, remaining: number]

interface CascadeOutcome {
  /** Share of the network's output that is lost. */
  readonly total: number
  /** Rounds in which something changed, the shock itself not counted. */
  readonly rounds: number
  /** false = the most rounds were reached first. */
  readonly converged: boolean
}

/** Keeps its memory between runs: one a thread. */
export interface Cascade {
  /** @param onRound firms whose output fell in a round, each once; round 0 is the shock. Read `loss` within. */
  run(shocks: readonly Shock[], onRound?: (round: number, changed: readonly number[]) => void): CascadeOutcome
  /** Of the latest run: 1 − min(h^d, h^u). */
  readonly loss: (firm: number) => number
  /** Of the latest run: 1 − h^d, what missing inputs take from the firm. */
  readonly supplyLoss: (firm: number) => number
  /** Of the latest run: 1 − h^u, what missing customers take from it. */
  readonly demandLoss: (firm: number) => number
  /** Of the latest run: firms that lost anything. */
  affected(): Uint32Array
}

/** One direction of the propagation. */
interface Side {
  readonly rows: CascadeRows
  /** h */
  readonly output: Float64Array
  /** Sums of lost inputs or sales. */
  readonly lost: Float64Array
  readonly usedSlots: Uint32Array
  usedSlotCount: number
  /** Loss of each firm that its neighbours know of. */
  readonly told: Float64Array
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
}

function createSide(rows: CascadeRows, nodes: number, slots: number): Side {
  return {
    rows,
    output: new Float64Array(nodes).fill(1),
    lost: new Float64Array(slots),
    usedSlots: new Uint32Array(slots),
    usedSlotCount: 0,
    told: new Float64Array(nodes),
    front: new Uint32Array(nodes),
    frontCount: 0,
    next: new Uint32Array(nodes),
    nextCount: 0,
    queuedIn: new Uint32Array(nodes),
    senders: new Uint32Array(nodes),
    sent: new Float64Array(nodes),
    senderCount: 0,
  }
}

export function createCascade(model: CascadeModel, options: CascadeOptions): Cascade {
  const { nodes, sales, totalSales } = model
  const { replaceability, tolerance } = options
  const down = createSide(model.down, nodes, model.slotCount)
  const up = createSide(model.up, nodes, nodes)
  const market = replaceability ? createMarket(model, down, tolerance) : null
  const touched = new Uint32Array(nodes)
  const touchedIn = new Uint32Array(nodes)
  let touchedCount = 0
  let run = 0
  let clock = 0

  function touch(node: number): void {
    if (touchedIn[node] === run) return
    touchedIn[node] = run
    touched[touchedCount++] = node
  }

  /** Hands on what the senders lost; whoever falls below its output so far comes into `next`. */
  function push(side: Side): void {
    const { lost, output, queuedIn, next } = side
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
        output[target] = sum >= 1 ? 0 : 1 - sum
        if (queuedIn[target] === clock) continue
        queuedIn[target] = clock
        next[side.nextCount++] = target
      }
    }
  }

  function advance(side: Side): void {
    const { front, next, nextCount } = side
    side.front = next
    side.next = front
    side.frontCount = nextCount
    side.nextCount = 0
  }

  function reset(): void {
    market?.reset()
    for (const side of [down, up]) {
      for (let place = 0; place < side.usedSlotCount; place++) side.lost[side.usedSlots[place]!] = 0
      side.usedSlotCount = 0
      side.nextCount = 0
      for (let place = 0; place < touchedCount; place++) {
        const node = touched[place]!
        side.output[node] = 1
        side.told[node] = 0
      }
    }
    touchedCount = 0
    run++
  }

  /** A firm named twice keeps the smaller remainder. */
  function strike(shocks: readonly Shock[]): void {
    clock++
    for (const [node, remaining] of shocks) {
      if (remaining >= down.output[node]!) continue
      touch(node)
      for (const side of [down, up]) {
        side.output[node] = remaining
        if (side.queuedIn[node] === clock) continue
        side.queuedIn[node] = clock
        side.next[side.nextCount++] = node
      }
    }
  }

  const loss = (node: number) => 1 - Math.min(down.output[node]!, up.output[node]!)

  return {
    run(shocks, onRound) {
      reset()
      strike(shocks)
      onRound?.(0, changed(down, up))
      advance(down)
      advance(up)
      let rounds = 0
      let open = true
      while (rounds < options.rounds) {
        if (market === null) collect(down, tolerance)
        else market.collect()
        collect(up, tolerance)
        open = down.senderCount + up.senderCount > 0
        if (!open) break
        clock++
        push(down)
        push(up)
        if (down.nextCount + up.nextCount > 0) {
          rounds++
          onRound?.(rounds, changed(down, up))
        }
        advance(down)
        advance(up)
      }
      let total = 0
      for (let place = 0; place < touchedCount; place++) {
        const node = touched[place]!
        total += sales[node]! * loss(node)
      }
      return { total: totalSales === 0 ? 0 : total / totalSales, rounds, converged: !open }
    },
    loss,
    supplyLoss: (node) => 1 - down.output[node]!,
    demandLoss: (node) => 1 - up.output[node]!,
    affected: () => touched.slice(0, touchedCount),
  }
}

/** Those of the front whose loss has grown by more than the tolerance since they told it. */
function collect(side: Side, tolerance: number): void {
  side.senderCount = 0
  for (let place = 0; place < side.frontCount; place++) {
    const node = side.front[place]!
    tell(side, node, 1 - side.output[node]!, tolerance)
  }
}

function tell(side: Side, node: number, loss: number, tolerance: number): void {
  const more = loss - side.told[node]!
  if (more <= tolerance) return
  side.told[node] = loss
  side.senders[side.senderCount] = node
  side.sent[side.senderCount++] = more
}

function changed(down: Side, up: Side): readonly number[] {
  return [...new Set([...down.next.subarray(0, down.nextCount), ...up.next.subarray(0, up.nextCount)])]
}

/**
 * σ: what a firm's sector can still deliver decides how far it can be replaced, so the loss that customers
 * feel of a firm also grows when a competitor falls.
 */
function createMarket({ nodes, sectors, sectorCount, sales }: CascadeModel, down: Side, tolerance: number) {
  const whole = new Float64Array(sectorCount)
  for (let node = 0; node < nodes; node++) whole[sectors[node]!]! += sales[node]!
  const left = whole.slice()
  /** Output of each firm as `left` counts it. */
  const counted = new Float64Array(nodes).fill(1)
  // Fallen firms of each sector as linked lists: first + 1 by sector, next + 1 by firm; 0 = none.
  const first = new Uint32Array(sectorCount)
  const following = new Uint32Array(nodes)
  const stirred: number[] = []
  const stirredSectors = new Set<number>()

  return {
    collect(): void {
      const moved: number[] = []
      for (let place = 0; place < down.frontCount; place++) {
        const node = down.front[place]!
        const sector = sectors[node]!
        const before = counted[node]!
        const now = down.output[node]!
        if (before === 1) {
          if (first[sector] === 0) stirred.push(sector)
          following[node] = first[sector]!
          first[sector] = node + 1
        }
        counted[node] = now
        left[sector]! -= sales[node]! * (before - now)
        if (stirredSectors.has(sector)) continue
        stirredSectors.add(sector)
        moved.push(sector)
      }
      stirredSectors.clear()
      down.senderCount = 0
      for (const sector of moved) {
        const capacity = left[sector]!
        for (let entry = first[sector]!; entry !== 0; entry = following[entry - 1]!) {
          const node = entry - 1
          const sigma = capacity <= sales[node]! ? 1 : sales[node]! / capacity
          tell(down, node, sigma * (1 - counted[node]!), tolerance)
        }
      }
    },
    reset(): void {
      for (const sector of stirred) {
        for (let entry = first[sector]!; entry !== 0; entry = following[entry - 1]!) counted[entry - 1] = 1
        first[sector] = 0
        left[sector] = whole[sector]!
      }
      stirred.length = 0
    },
  }
}
