import { MONTH_COUNT, MONTHS } from './months.ts'
import { randomStream } from './random.ts'

/** Yuan a unit at the first month, by segment; the unit is the chain standard's. */
const unitPrices: Readonly<Record<string, number>> = {
  'natural-rubber': 13_200,
  'rubber-trade': 13_400,
  monomer: 8_900,
  'styrene-butadiene-rubber': 12_100,
  'butadiene-rubber': 12_400,
  'butyl-rubber': 16_500,
  'other-synthetic-rubber': 15_000,
  'carbon-black-feedstock': 4_300,
  'carbon-black': 8_600,
  'sodium-silicate': 1_500,
  silica: 6_400,
  silane: 21_000,
  accelerator: 23_000,
  antioxidant: 24_500,
  'curing-agent': 11_000,
  activator: 19_500,
  'process-oil': 7_300,
  'tackifier-resin': 10_500,
  'rubber-additive': 13_500,
  'wire-rod': 4_900,
  'steel-cord': 9_400,
  'bead-wire': 6_700,
  'nylon-yarn': 19_000,
  'polyester-yarn': 10_800,
  aramid: 148_000,
  'cord-fabric': 21_500,
  'mixing-equipment': 2_800_000,
  'calender-extrusion-equipment': 3_400_000,
  'building-machine': 4_200_000,
  'curing-press': 1_150_000,
  'tyre-mould': 62_000,
  'curing-bladder': 260,
  'rubber-machinery': 48_000,
  'tyre-testing-equipment': 860_000,
  'tyre-factory-automation': 1_900_000,
  'recycling-equipment': 680_000,
  'rubber-compound': 14_800,
  'tyre-component': 15_500,
  'all-steel-radial': 980,
  'semi-steel-radial': 212,
  'off-road-tyre': 3_600,
  'agricultural-tyre': 620,
  'aircraft-tyre': 6_800,
  'solid-tyre': 540,
  'motorcycle-bicycle-tyre': 46,
  'inner-tube': 38,
  'other-tyre': 520,
  'tyre-inspection-service': 5_200,
  'tyre-valve': 2.6,
  wheel: 310,
  'wheel-assembly': 1_450,
  'commercial-vehicle': 286_000,
  'passenger-vehicle': 128_000,
  'trailer-special-vehicle': 98_000,
  'construction-machinery': 355_000,
  'agricultural-machinery': 116_000,
  'industrial-vehicle': 74_000,
  'two-wheeler': 2_650,
  'aviation-operation': 64_000,
  'replacement-market': 900,
  'tyre-logistics': 165,
  'waste-tyre-collection': 1_250,
  retreading: 560,
  'reclaimed-rubber': 4_600,
  'crumb-rubber': 2_700,
  'crumb-rubber-application': 5_100,
  'tyre-pyrolysis': 3_800,
  'recovered-carbon-black': 4_100,
}

/** Segments whose price follows natural rubber, and how far (elasticity). */
const rubberBound: Readonly<Record<string, number>> = {
  'natural-rubber': 1,
  'rubber-trade': 0.95,
  'styrene-butadiene-rubber': 0.45,
  'butadiene-rubber': 0.5,
  'butyl-rubber': 0.3,
  'rubber-compound': 0.55,
  'all-steel-radial': 0.22,
  'semi-steel-radial': 0.18,
  'off-road-tyre': 0.24,
  'reclaimed-rubber': 0.2,
  'tyre-component': 0.4,
}

/** Price of natural rubber against the first month: a rise over 2024, a fall in 2025, recovery in 2026. */
export const rubberIndex: readonly number[] = (() => {
  const random = randomStream('prices')
  let wander = 0
  return MONTHS.map((_, month) => {
    wander = 0.75 * wander + 0.018 * random.normal()
    const cycle = 0.17 * Math.exp(-(((month - 11) / 5) ** 2)) - 0.06 * Math.exp(-(((month - 21) / 4) ** 2))
    return Math.exp(cycle + 0.0025 * month + wander)
  })
})()

/** Yuan a unit. @throws RangeError for a segment without a price. */
export function unitPrice(segment: string, month: number): number {
  const base = unitPrices[segment]
  if (base === undefined) throw new RangeError(`没有单价：${segment}`)
  return base * (rubberIndex[Math.min(month, MONTH_COUNT - 1)] ?? 1) ** (rubberBound[segment] ?? 0)
}
