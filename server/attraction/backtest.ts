import { resampled, seededRandom } from './bootstrap.ts'
import type { HitRates, TargetBacktestDetail } from '../warehouse/schema/attraction.ts'

/** An investment into a county after a cut, and where its investor stood in the lists made at the cut. */
export interface Trial {
  /** Lists of one county and cut are one observation of the bootstrap. */
  readonly list: string
  /** Length of the list. */
  readonly candidates: number
  /** Places from 1; null = the investor is on no list of this county. */
  readonly scored: number | null
  readonly bySize: number | null
}

const depths = [5, 10, 20] as const

/** Share of investors among the first k, by the score and by size alone, over the same lists. */
export function hitRates(
  trials: readonly Trial[],
): Pick<
  TargetBacktestDetail,
  'scored' | 'bySize' | 'chance' | 'difference' | 'listed' | 'investments' | 'candidates'
> {
  const groups = [...Map.groupBy(trials, ({ list }) => list).values()]
  const rate = (sample: readonly Trial[], k: number, place: (trial: Trial) => number | null) =>
    sample.length === 0 ? 0 : sample.filter((trial) => (place(trial) ?? Infinity) <= k).length / sample.length
  const interval = (measure: (sample: readonly Trial[]) => number) => {
    const values = resampled(groups, measure, seededRandom(20250801))
    return [
      values[Math.floor(values.length * 0.025)] ?? 0,
      values[Math.ceil(values.length * 0.975) - 1] ?? 0,
    ] as const
  }
  const rates = (place: (trial: Trial) => number | null): HitRates => ({
    hits: depths.map((k) => ({
      k,
      rate: rate(trials, k, place),
      interval: interval((sample) => rate(sample, k, place)),
    })),
    medianPlace: middle(trials.flatMap((trial) => place(trial) ?? [])),
  })
  const scored = ({ scored: place }: Trial) => place
  const bySize = ({ bySize: place }: Trial) => place
  return {
    investments: trials.length,
    listed: trials.filter((trial) => trial.scored !== null).length,
    candidates: middle(trials.map((trial) => trial.candidates)) ?? 0,
    scored: rates(scored),
    bySize: rates(bySize),
    chance: depths.map((k) => ({
      k,
      rate:
        trials.reduce(
          (sum, trial) => sum + (trial.scored === null ? 0 : Math.min(1, k / trial.candidates)),
          0,
        ) / Math.max(1, trials.length),
    })),
    difference: depths.map((k) => {
      const gain = (sample: readonly Trial[]) => rate(sample, k, scored) - rate(sample, k, bySize)
      return { k, rate: gain(trials), interval: interval(gain) }
    }),
  }
}

function middle(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? null
}
