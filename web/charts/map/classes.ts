/** Values of regions in a few classes of shade: quantiles of what is above zero; two sides where some are negative. */

export interface MapClass {
  /** Inclusive bounds. */
  readonly from: number
  readonly to: number
  /** 0–5 on the sequential scale, or the side and depth of a diverging one. */
  readonly shade:
    | { readonly kind: 'sequential'; readonly step: 0 | 1 | 2 | 3 | 4 | 5 }
    | { readonly kind: 'diverging'; readonly side: 'below' | 'above'; readonly deep: boolean }
}

type Step = 1 | 2 | 3 | 4 | 5

/** Steps for one to five classes: few classes still reach the darkest shade. */
const stepsFor: readonly (readonly Step[])[] = [[], [4], [2, 5], [1, 3, 5], [1, 2, 4, 5], [1, 2, 3, 4, 5]]

/** Splits sorted values into at most `count` runs of similar size without parting equal values. */
function quantileRuns(sorted: readonly number[], count: number): (readonly [number, number])[] {
  const runs: [number, number][] = []
  let start = 0
  for (let run = 1; run <= count && start < sorted.length; run += 1) {
    let end = Math.max(start + 1, Math.round((sorted.length * run) / count))
    while (end < sorted.length && sorted[end] === sorted[end - 1]) end += 1
    const from = sorted[start]
    const to = sorted[end - 1]
    if (from !== undefined && to !== undefined) runs.push([from, to])
    start = end
  }
  return runs
}

/** Classes in ascending order, covering every finite value given. */
export function classify(values: readonly number[]): readonly MapClass[] {
  const sorted = values.filter(Number.isFinite).toSorted((a, b) => a - b)
  const zero: readonly MapClass[] = sorted.includes(0)
    ? [{ from: 0, to: 0, shade: { kind: 'sequential', step: 0 } }]
    : []
  const above = sorted.filter((value) => value > 0)
  const below = sorted.filter((value) => value < 0)
  if (below.length > 0) {
    const side = (runs: (readonly [number, number])[], name: 'below' | 'above'): MapClass[] =>
      runs.map(([from, to], index) => ({
        from,
        to,
        shade: {
          kind: 'diverging',
          side: name,
          deep: runs.length === 1 || (name === 'below' ? index === 0 : index === 1),
        },
      }))
    return [...side(quantileRuns(below, 2), 'below'), ...zero, ...side(quantileRuns(above, 2), 'above')]
  }
  const runs = quantileRuns(above, 5)
  const steps = stepsFor[runs.length] ?? []
  return [
    ...zero,
    ...runs.map(([from, to], index): MapClass => ({
      from,
      to,
      shade: { kind: 'sequential', step: steps[index] ?? 5 },
    })),
  ]
}

export function classOf(classes: readonly MapClass[], value: number): MapClass | undefined {
  return classes.find(({ from, to }) => value >= from && value <= to)
}
