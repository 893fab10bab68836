import { createJump } from './cascade-jump.ts'
import type { CascadeModel } from './cascade-model.ts'
import { advance, clear, collect, createSide, push, type Side, struck, tell } from './cascade-side.ts'

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
 * Where that creeps on and nobody watches, the side jumps to where it creeps (cascade-jump.ts) and rounds go on from there.
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
  /** Rounds in which something changed, the shock itself not counted, nor what a jump took; more are needed when watched. */
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

export function createCascade(model: CascadeModel, options: CascadeOptions): Cascade {
  const { nodes, sales, totalSales } = model
  const { replaceability, tolerance } = options
  const down = createSide(model.down, nodes, model.slotCount)
  const up = createSide(model.up, nodes, nodes)
  const market = replaceability ? createMarket(model, down, tolerance) : null
  // With σ a firm's loss is not the greatest of several averages.
  const jumps = new Map(
    (market === null ? [down, up] : [up]).map((side) => [side, createJump(nodes, tolerance)]),
  )
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

  function reset(): void {
    market?.reset()
    for (const side of [down, up]) clear(side, touched.subarray(0, touchedCount))
    for (const jump of jumps.values()) jump.reset()
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
        side.choice[node] = struck
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
        if (onRound === undefined)
          for (const [side, jump] of jumps)
            if (side.senderCount > 0) jump.attempt(side, touched.subarray(0, touchedCount), rounds)
        clock++
        push(down, clock, touch)
        push(up, clock, touch)
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
