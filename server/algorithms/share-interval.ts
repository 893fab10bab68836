/** Wilson's 95 % interval of a share of `hits` in `trials` (Wilson 1927); null of nothing. Holds for few and for none. */
export function wilsonInterval(hits: number, trials: number): [number, number] | null {
  if (trials === 0) return null
  const z = 1.959963984540054
  const share = hits / trials
  const centre = share + (z * z) / (2 * trials)
  const spread = z * Math.sqrt((share * (1 - share)) / trials + (z * z) / (4 * trials * trials))
  const scale = 1 + (z * z) / trials
  return [Math.max(0, (centre - spread) / scale), Math.min(1, (centre + spread) / scale)]
}
