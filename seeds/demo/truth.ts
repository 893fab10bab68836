import type { Fate, FateKind } from './fates.ts'
import { consolidatedSegment } from './fates.ts'
import { CLUSTER_CITY, HOME_PROVINCE } from './geography.ts'
import { MONTHS } from './months.ts'
import { demonstrationWorld, type World } from './world.ts'

/**
 * Verdicts planted on segments in a region at the end of the series, over twelve months of transactions.
 * Segments not named here carry no planted verdict.
 */
export interface SegmentTruth {
  readonly region: string
  readonly missing: readonly string[]
  readonly weak: readonly string[]
  readonly singleSource: readonly string[]
  /** More than half of all purchases come from this supplier outside the region. */
  readonly overDependent: readonly { readonly segment: string; readonly supplier: string }[]
}

/** A segment that lost its makers one by one; single-source from this month on, not before. */
export interface ConsolidationTruth {
  readonly region: string
  readonly segment: string
  readonly singleSourceFrom: string
  readonly departures: readonly string[]
  readonly survivor: string
}

/** A firm with a planted fate; months are 'YYYY-MM', null = no such sign. */
export interface FateTruth {
  readonly creditCode: string
  readonly kind: FateKind
  readonly fromCounty: string
  /** Where it moved, or where its signals point. */
  readonly toCounty: string | null
  readonly movedIn: string | null
  readonly investmentIn: string | null
  readonly tenderIn: string | null
  readonly declineFrom: string | null
  readonly endedIn: string | null
}

export interface AnomalyTruth {
  readonly creditCode: string
  readonly month: string
  readonly months: number
  /** Use against what was to be expected. */
  readonly factor: number
}

export interface Truth {
  readonly segments: readonly SegmentTruth[]
  readonly consolidation: ConsolidationTruth
  readonly fates: readonly FateTruth[]
  readonly electricityAnomalies: readonly AnomalyTruth[]
}

const rubberSupplier = '幻湄天然橡胶集团（泰国）'

function segmentTruths(world: World): readonly SegmentTruth[] {
  const antioxidant = world.outside.suppliers.find(({ segment }) => segment === 'antioxidant')
  return [
    {
      region: CLUSTER_CITY,
      missing: [
        'butyl-rubber',
        'polyester-yarn',
        'aramid',
        'wire-rod',
        'nylon-yarn',
        'building-machine',
        'tyre-testing-equipment',
        'tyre-valve',
        'commercial-vehicle',
      ],
      weak: ['silica', 'silane', 'accelerator', 'tackifier-resin', 'tyre-factory-automation'],
      singleSource: ['curing-bladder', 'styrene-butadiene-rubber', 'activator', consolidatedSegment],
      overDependent: [
        { segment: 'natural-rubber', supplier: rubberSupplier },
        { segment: 'antioxidant', supplier: antioxidant?.name ?? '' },
      ],
    },
    {
      region: HOME_PROVINCE,
      missing: ['butyl-rubber', 'polyester-yarn', 'aramid', 'aircraft-tyre'],
      weak: [],
      singleSource: [],
      overDependent: [{ segment: 'natural-rubber', supplier: rubberSupplier }],
    },
  ]
}

function text(month: number | undefined): string | null {
  return month === undefined ? null : (MONTHS[month] ?? null)
}

function fateTruth({ firm, kind, move, towards, ...signs }: Fate): FateTruth {
  return {
    creditCode: firm.code,
    kind,
    fromCounty: firm.place.county,
    toCounty: (move?.to ?? towards)?.county ?? null,
    movedIn: text(move?.month),
    investmentIn: text(signs.investmentAt),
    tenderIn: text(signs.tenderAt),
    declineFrom: text(signs.declineFrom),
    endedIn: text(signs.endsAt),
  }
}

function consolidationTruth(world: World): ConsolidationTruth {
  const makers = world.firms.filter(
    (firm) => firm.segment === consolidatedSegment && firm.place.city === CLUSTER_CITY,
  )
  const survivor = makers.find((firm) => !world.fateOf.has(firm))
  return {
    region: CLUSTER_CITY,
    segment: consolidatedSegment,
    singleSourceFrom: '2026-08',
    departures: makers.filter((firm) => firm !== survivor).map((firm) => firm.code),
    survivor: survivor?.code ?? '',
  }
}

/** What was planted in the demonstration data, for scoring what the platform finds. */
export function plantedTruth(world: World = demonstrationWorld()): Truth {
  return {
    segments: segmentTruths(world),
    consolidation: consolidationTruth(world),
    fates: world.fates.map(fateTruth),
    electricityAnomalies: world.anomalies.map(({ firm, month, months, factor }) => ({
      creditCode: firm.code,
      month: MONTHS[month] ?? '',
      months,
      factor,
    })),
  }
}
