import type { LevelProbabilities } from './fellegi-sunter.ts'

/** How pairs of one kind are weighed and judged. Probabilities by field and level as in comparisonFields. */
export interface MatchParameters {
  /** Probability of each level among matches. */
  readonly m: LevelProbabilities
  /** Probability of each level among pairs taken at random. */
  readonly u: LevelProbabilities
  /** Least score of a link, bits. */
  readonly link: number
  /** Least score worth a person's look, bits. */
  readonly review: number
  /** A link must lead the next firm by this much, else both are for review; bits. */
  readonly margin: number
}

/**
 * Short names (securities, brands) against registered names. Chosen on one half of labelled aliases: m by EM over
 * all its pairs, labels unused; u from 300,000 random pairs. At 10 bits 5.5 % of the aliases of firms that are not in
 * the index are linked; at 8 bits F1 is 2 points higher and that share 7.9 %, at 12.5 bits 5 points lower and 1.5 %.
 * test/bench/name-match.ts prints the measures on the other half and estimates m again.
 */
export const shortNameParameters: MatchParameters = {
  m: [
    [0.00878, 0.685, 0.121, 0.0296, 0.0307, 0.00803, 0.116],
    [0.393, 0.401, 0.0321, 0.173],
    [0.483, 0.459, 0.0584],
    [0.959, 0.0218, 0.0189],
    [0.797, 0.203],
    [0.995, 0.00477],
  ],
  u: [
    [0.00000333, 0.0000367, 0.0000267, 0.00000333, 0.00016, 0.0000333, 1],
    [0.00846, 0.0362, 0.014, 0.941],
    [0.0461, 0.0778, 0.876],
    [0.464, 0.515, 0.0217],
    [0.905, 0.0948],
    [1, 0.000343],
  ],
  link: 10,
  review: 5,
  margin: 1,
}

/**
 * Full names against registered names. u from 400,000 random pairs of published lists and the register; m is set,
 * not estimated: too few names of such lists differ from the register's for EM to find the class.
 */
export const fullNameParameters: MatchParameters = {
  m: [
    [0.93, 0.04, 0.005, 0.001, 0.004, 0.01, 0.01],
    [0.9, 0.07, 0.02, 0.01],
    [0.95, 0.035, 0.015],
    [0.97, 0.025, 0.005],
    [0.97, 0.03],
    [0.999, 0.001],
  ],
  u: [
    [0.0000025, 0.000065, 0.000105, 0.0000025, 0.000712, 0.00004, 0.999],
    [0.06, 0.1, 0.44, 0.4],
    [0.0033, 0.0211, 0.9756],
    [0.108, 0.787, 0.105],
    [0.807, 0.193],
    [0.781, 0.219],
  ],
  link: 18,
  review: 12,
  margin: 3,
}
