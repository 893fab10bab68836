/** The rounds of a result laid over the firms of the picture. */
import type { ScenarioRound } from '../../../../server/api/schemas/scenario.ts'

/** Firms of the picture by their number in the network. */
export function positionsOf(nodes: readonly number[]): ReadonlyMap<number, number> {
  return new Map(nodes.map((node, position) => [node, position]))
}

/**
 * Share of output lost after the round, 0–1, by position in the picture; a new array each time. A round
 * gives only what changed, so all rounds up to it are laid over one another.
 */
export function lossesAfter(
  rounds: readonly ScenarioRound[],
  round: number,
  positions: ReadonlyMap<number, number>,
): Float32Array {
  const values = new Float32Array(positions.size)
  for (const { round: number, losses } of rounds) {
    if (number > round) break
    for (const [node, loss] of losses) {
      const position = positions.get(node)
      if (position !== undefined) values[position] = loss
    }
  }
  return values
}

export interface Standing {
  /** 元 over the duration */
  readonly lost: number
  readonly newlyAffected: number
  readonly affected: number
}

/** Where things stand after a round: loss so far, firms reached in it and so far. */
export function standingAfter(rounds: readonly ScenarioRound[], round: number): Standing {
  const until = rounds.filter(({ round: number }) => number <= round)
  const last = until.at(-1)
  return {
    lost: last?.lost ?? 0,
    newlyAffected: last?.newlyAffected ?? 0,
    affected: until.reduce((sum, { newlyAffected }) => sum + newlyAffected, 0),
  }
}

/** A firm of the picture that loses something. */
export interface Reached {
  readonly position: number
  /** Share of output lost in the end, 0–1. */
  readonly loss: number
  /** Round in which it was first given a loss. */
  readonly round: number
}

/** Firms of the picture that lose something, the largest share first. */
export function reachedFirms(
  rounds: readonly ScenarioRound[],
  positions: ReadonlyMap<number, number>,
): readonly Reached[] {
  const found = new Map<number, Reached>()
  for (const { round, losses } of rounds) {
    for (const [node, loss] of losses) {
      const position = positions.get(node)
      if (position === undefined) continue
      found.set(position, { position, loss, round: found.get(position)?.round ?? round })
    }
  }
  return [...found.values()].toSorted((a, b) => b.loss - a.loss || a.round - b.round)
}
