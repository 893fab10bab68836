/** Verdict on a chain segment within a region (ALGORITHMS: gaps). `unknown` = evidence is not enough to judge. */
export type Strength =
  | 'strong'
  | 'medium'
  | 'weak'
  | 'missing'
  | 'single-source'
  | 'over-dependent'
  | 'unknown'

export const strengthWords: Readonly<Record<Strength, string>> = {
  strong: '强',
  medium: '中',
  weak: '弱',
  missing: '缺',
  'single-source': '单点',
  'over-dependent': '过度依赖',
  unknown: '数据不足',
}
