import { clearSums, type Side, struck } from './cascade-side.ts'

/**
 * The jump: where rounds creep towards their limit, the limit is solved for instead.
 *
 * Without σ, losses u = 1 − h of a side are the least fixed point of u_i = max(c_i, max over slots k (P_k u)_i), c the
 * shock, P_k ≥ 0 with row sums ≤ 1: the best chance, from firm i, to end at a struck firm j and win c_j, when at each
 * firm one may stop there or go on by one of its slots. Rounds from u = c rise towards it, by λⁿ in the slowest mode;
 * a network whose trade hardly leaves it has λ near 1.
 *
 * A round also leaves, at each firm, the choice that made its loss what it is: the shock or a slot. With choices held
 * fixed, u = P u with u = c where the shock holds: linear. Its solution
 * – is unique, once confined to firms from which the choices lead to a fixed firm: P is then transient there, ρ(P) < 1.
 *   Whoever they do not lead to a fixed firm (possible by rounding only) stays fixed at its present loss. So closed
 *   circles keep what their own shocks gave them, and firms that lost nothing stay as they are;
 * – lies below the least fixed point, being the value of one particular way to choose, and above no shock;
 * – can only be raised by further rounds, which change choices as they find better ones (policy iteration, Howard 1960;
 *   Puterman 1994, ch. 7). So after a jump rounds go on until the tolerance holds, and reach the least fixed point.
 *
 * The linear system is solved by BiCGSTAB (van der Vorst 1992, SIAM J. Sci. Stat. Comput. 13:631): one slow mode costs
 * it one step. It starts at the present losses and must leave |P u − u| ≤ a tenth of the tolerance everywhere; where it
 * does not within `mostPasses`, nothing is changed and rounds go on as without it.
 */
export interface Jump {
  /** Tries when the rounds since the latest attempt have cost more than it would; true = `side` now sends the solution. */
  attempt(side: Side, touched: Uint32Array, rounds: number): boolean
  reset(): void
}

/** Rounds before the first jump: a coarse tolerance is met by then, and most scenarios have died out. */
const firstRounds = 12
/** Rounds' worth of edges of everything reached that must have been gone over since the latest attempt. */
const patience = 4
/** Each attempt that failed makes the next wait so many times longer. */
const discouragement = 8
/** Times the system is gone over in one attempt. */
const mostPasses = 240

/** What counts in each slot: `sources[offsets[k] … offsets[k + 1])` with their shares. */
interface SlotRows {
  readonly offsets: Uint32Array
  readonly sources: Uint32Array
  readonly shares: Float64Array
}

export function createJump(nodes: number, tolerance: number): Jump {
  let system: System | null = null
  let wait = patience
  return {
    attempt(side, touched, rounds) {
      if (rounds < firstRounds || side.work < wait * side.reach) return false
      system ??= createSystem(bySlot(side), nodes)
      side.work = 0
      system.gather(side, touched)
      const solved = system.solve(tolerance / 10) && system.apply(side, tolerance / 2)
      system.leave()
      if (!solved) wait *= discouragement
      return solved
    },
    reset() {
      wait = patience
    },
  }
}

type System = ReturnType<typeof createSystem>

/** Firms numbered anew: fixed by shock, then free, then fixed at their present loss. */
function createSystem(slotRows: SlotRows, nodes: number) {
  const members = new Uint32Array(nodes)
  /** Number + 1 by firm; 0 = none. */
  const numbers = new Uint32Array(nodes)
  let count = 0
  let from = 0
  let to = 0
  const offsets = new Uint32Array(nodes + 1)
  const sources = new Uint32Array(slotRows.sources.length)
  const shares = new Float64Array(slotRows.sources.length)
  const vector = () => new Float64Array(nodes)
  const [x, r, shadow, p, v, t] = [vector(), vector(), vector(), vector(), vector(), vector()]

  function add(node: number): void {
    members[count] = node
    numbers[node] = ++count
  }

  /** y = a − P a of the free firms. */
  function apart(a: Float64Array, y: Float64Array): void {
    let entry = offsets[from]!
    for (let row = from; row < to; row++) {
      let sum = 0
      for (const end = offsets[row + 1]!; entry < end; entry++) sum += shares[entry]! * a[sources[entry]!]!
      y[row] = a[row]! - sum
    }
  }

  function dot(a: Float64Array, b: Float64Array): number {
    let sum = 0
    for (let row = from; row < to; row++) sum += a[row]! * b[row]!
    return sum
  }

  /** r = P x − x; the largest of it. */
  function misfit(): number {
    let worst = 0
    apart(x, r)
    for (let row = from; row < to; row++) {
      r[row] = -r[row]!
      worst = Math.max(worst, Math.abs(r[row]!))
    }
    return worst
  }

  /** BiCGSTAB from the present x, for as many passes as given; what is left of them when it ends. */
  function improve(goal: number, most: number): number {
    let passes = most
    shadow.set(r.subarray(from, to), from)
    p.set(r.subarray(from, to), from)
    let rho = dot(r, r)
    while (passes >= 2) {
      passes -= 2
      apart(p, v)
      const alpha = rho / dot(shadow, v)
      let rest = 0
      for (let row = from; row < to; row++) {
        const left = r[row]! - alpha * v[row]!
        r[row] = left
        x[row]! += alpha * p[row]!
        rest = Math.max(rest, Math.abs(left))
      }
      if (!(rest > goal)) break
      apart(r, t)
      const omega = dot(t, r) / dot(t, t)
      rest = 0
      for (let row = from; row < to; row++) {
        x[row]! += omega * r[row]!
        const left = r[row]! - omega * t[row]!
        r[row] = left
        rest = Math.max(rest, Math.abs(left))
      }
      if (!(rest > goal)) break
      const following = dot(shadow, r)
      const beta = (following / rho) * (alpha / omega)
      if (!Number.isFinite(beta) || beta === 0) break
      rho = following
      for (let row = from; row < to; row++) p[row] = r[row]! + beta * (p[row]! - omega * v[row]!)
    }
    return passes
  }

  return {
    gather({ rows, output, choice }: Side, touched: Uint32Array): void {
      count = 0
      for (const node of touched) if (choice[node] === struck) add(node)
      from = count
      for (let at = 0; at < count; at++) {
        const node = members[at]!
        for (let edge = rows.offsets[node]!, end = rows.offsets[node + 1]!; edge < end; edge++) {
          const target = rows.targets[edge]!
          if (numbers[target] !== 0 || choice[target] !== rows.slots[edge] || rows.shares[edge] === 0)
            continue
          add(target)
        }
      }
      to = count
      for (const node of touched) if (numbers[node] === 0 && output[node]! < 1) add(node)
      let entry = 0
      for (let row = 0; row < count; row++) {
        x[row] = 1 - output[members[row]!]!
        offsets[row] = entry
        p[row] = 0
        r[row] = 0
        if (row < from || row >= to) continue
        const slot = choice[members[row]!]!
        for (let at = slotRows.offsets[slot]!, end = slotRows.offsets[slot + 1]!; at < end; at++) {
          const number = numbers[slotRows.sources[at]!]!
          if (number === 0) continue
          sources[entry] = number - 1
          shares[entry++] = slotRows.shares[at]!
        }
      }
      offsets[count] = entry
    },

    solve(goal: number): boolean {
      let passes = mostPasses
      while (passes >= 2) {
        const worst = misfit()
        passes--
        if (worst <= goal) return true
        if (!Number.isFinite(worst)) return false
        passes = improve(goal, passes)
      }
      return false
    },

    /** Makes the solution what everybody lost and is about to tell; refuses one that is not between what is known of it. */
    apply(side: Side, slack: number): boolean {
      let most = 0
      for (let row = 0; row < count; row++) if (row < from || row >= to) most = Math.max(most, x[row]!)
      for (let row = from; row < to; row++) {
        const least = 1 - side.output[members[row]!]!
        const within = Math.max(least, Math.min(most, x[row]!))
        if (!(Math.abs(within - x[row]!) <= slack)) return false
        x[row] = within
      }
      clearSums(side)
      side.senderCount = count
      side.reach = 0
      for (let row = 0; row < count; row++) {
        const node = members[row]!
        if (row >= from && row < to) side.output[node] = 1 - x[row]!
        side.told[node] = x[row]!
        side.senders[row] = node
        side.sent[row] = x[row]!
        side.reach += side.rows.offsets[node + 1]! - side.rows.offsets[node]!
      }
      return true
    },

    leave(): void {
      for (let row = 0; row < count; row++) numbers[members[row]!] = 0
    },
  }
}

function bySlot({ rows: { offsets, slots, shares }, lost }: Side): SlotRows {
  const starts = new Uint32Array(lost.length + 1)
  for (const [edge, slot] of slots.entries()) if (shares[edge]! > 0) starts[slot + 1]!++
  for (let slot = 0; slot < lost.length; slot++) starts[slot + 1]! += starts[slot]!
  const position = starts.slice(0, lost.length)
  const sources = new Uint32Array(starts[lost.length]!)
  const taken = new Float64Array(sources.length)
  for (let node = 0; node + 1 < offsets.length; node++)
    for (let edge = offsets[node]!; edge < offsets[node + 1]!; edge++) {
      if (shares[edge] === 0) continue
      const place = position[slots[edge]!]!++
      sources[place] = node
      taken[place] = shares[edge]!
    }
  return { offsets: starts, sources, shares: taken }
}
