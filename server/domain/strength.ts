/** Verdict on a chain segment within a region (ALGORITHMS: gaps). `unknown` = evidence is not enough to judge. */
export type Strength =
  | 'strong'
  | 'medium'
  | 'weak'
  | 'missing'
  | 'single-source'
  | 'over-dependent'
  | 'unknown'
