import { Type, type Static } from 'typebox'
import { MigrationQuery } from './migration.ts'
import { List, ListQuery, Nullable, Realm, RegionRef, SourceRef } from './shared.ts'

const HistoryKind = Type.Union([
  Type.Literal('annual-report'),
  Type.Literal('registration-change'),
  Type.Literal('registration-delivery'),
])
export type HistoryKind = Static<typeof HistoryKind>

const CrossLevel = Type.Union([
  Type.Literal('cross_province'),
  Type.Literal('cross_city'),
  Type.Literal('cross_county'),
])

const Scope = Type.Pick(MigrationQuery, ['region', 'realm'])

export const DetectedQuery = Type.Object({
  ...Scope.properties,
  ...ListQuery,
  /** By default the source with the most changes of address. */
  kind: Type.Optional(HistoryKind),
  level: Type.Optional(CrossLevel),
  /** Also moves that do not touch the region: for disclosures to the public (annual-report) alone. */
  nationwide: Type.Optional(Type.Boolean()),
})

const Interval = Nullable(Type.Tuple([Type.Number(), Type.Number()]))

export const Detection = Type.Object({
  kind: HistoryKind,
  firms: Type.Integer(),
  records: Type.Integer(),
  withoutAddress: Type.Integer(),
  pairs: Type.Integer(),
  /** Pairs of consecutive addresses of one firm by what they are. */
  counts: Type.Object({
    /** The same text. */
    identical: Type.Integer(),
    /** Another text for the same door. */
    reworded: Type.Integer(),
    /** Another door in the same county. */
    sameCounty: Type.Integer(),
    /** The county changed by a decision of the state, not by the firm. */
    redrawn: Type.Integer(),
    crossCounty: Type.Integer(),
    crossCity: Type.Integer(),
    crossProvince: Type.Integer(),
    unresolved: Type.Integer(),
  }),
})
export type Detection = Static<typeof Detection>

/** A move read from two addresses of one firm. */
export const DetectedMove = Type.Object({
  /** Credit code; security code for annual reports. */
  firm: Type.String(),
  name: Type.String(),
  demonstration: Type.Boolean(),
  /** Year of a report, or day. */
  beforeAt: Type.String(),
  afterAt: Type.String(),
  origin: RegionRef,
  destination: RegionRef,
  level: CrossLevel,
  beforeAddress: Type.String(),
  afterAddress: Type.String(),
  beforeSource: SourceRef,
  afterSource: SourceRef,
  confidence: Type.Union([Type.Literal('high'), Type.Literal('medium'), Type.Literal('low')]),
  reason: Type.String(),
})
export type DetectedMove = Static<typeof DetectedMove>

export const DetectedList = Type.Object({
  ...List(DetectedMove).properties,
  kind: Nullable(HistoryKind),
  /** Every source of the realm, whatever the region. */
  detections: Type.Array(Detection),
})
export type DetectedList = Static<typeof DetectedList>

const MatrixUnit = Type.Union([Type.Literal('province'), Type.Literal('city'), Type.Literal('county')])
const MatrixSource = Type.Union([Type.Literal('registration-change'), Type.Literal('annual-report')])

export const MatrixQuery = Type.Object({
  ...MigrationQuery.properties,
  segment: Type.Optional(Type.String({ maxLength: 60 })),
  by: Type.Optional(MatrixUnit),
  source: Type.Optional(MatrixSource),
  nationwide: Type.Optional(Type.Boolean()),
})

export const MigrationMatrix = Type.Object({
  realm: Realm,
  source: MatrixSource,
  by: MatrixUnit,
  /** Month or year; null where the source has no move. */
  from: Nullable(Type.String()),
  to: Nullable(Type.String()),
  regions: Type.Array(
    Type.Object({
      code: Type.String(),
      name: Type.String(),
      inflow: Type.Integer(),
      outflow: Type.Integer(),
      net: Type.Integer(),
    }),
  ),
  cells: Type.Array(
    Type.Object({ origin: Type.String(), destination: Type.String(), enterprises: Type.Integer() }),
  ),
  total: Type.Integer(),
  /** Moves inside one region of the unit: the diagonal, which is left out. */
  within: Type.Integer(),
  /** Moves of low confidence, left out. */
  leftOut: Type.Integer(),
})
export type MigrationMatrix = Static<typeof MigrationMatrix>

export const CohortQuery = Type.Object({ ...Scope.properties, chain: MigrationQuery.properties.chain })

const Shares = {
  /** Neither moved nor closed; shares 0–1. Null where nobody was observed so long. */
  stayed: Nullable(Type.Number()),
  interval: Interval,
  moved: Nullable(Type.Number()),
  closed: Nullable(Type.Number()),
}

export const Cohorts = Type.Object({
  realm: Realm,
  /** Null where neither moves nor closures of the realm are known. */
  survival: Nullable(
    Type.Object({
      observedFrom: Type.String(),
      observedUntil: Type.String(),
      /** Firms that came from outside and are no members of the cohorts. */
      arrived: Type.Integer(),
      cohorts: Type.Array(
        Type.Object({
          label: Type.String(),
          firms: Type.Integer(),
          moved: Type.Integer(),
          closed: Type.Integer(),
          points: Type.Array(Type.Object({ months: Type.Number(), atRisk: Type.Integer(), ...Shares })),
          years: Type.Array(Type.Object({ years: Type.Integer(), atRisk: Type.Integer(), ...Shares })),
        }),
      ),
    }),
  ),
  /** By year of registration: address still in the county that registered the firm first. */
  trace: Type.Array(
    Type.Object({
      year: Type.Integer(),
      firms: Type.Integer(),
      comparable: Type.Integer(),
      stayed: Type.Integer(),
      share: Nullable(Type.Number()),
      interval: Interval,
    }),
  ),
})
export type Cohorts = Static<typeof Cohorts>

/** Firm-months of a like score or probability, and the share of them that moved within the horizon. */
const CalibrationBand = Type.Object({
  label: Type.String(),
  predicted: Nullable(Type.Number()),
  firmMonths: Type.Integer(),
  moved: Type.Integer(),
  share: Nullable(Type.Number()),
  interval: Interval,
})
export type CalibrationBand = Static<typeof CalibrationBand>

const MethodId = Type.Union([Type.Literal('scorecard'), Type.Literal('rule'), Type.Literal('hazard')])

const StudiedMethod = Type.Object({
  id: MethodId,
  title: Type.String(),
  precisionAt: Type.Array(
    Type.Object({
      k: Type.Integer(),
      visits: Type.Integer(),
      hits: Type.Integer(),
      precision: Type.Number(),
      interval: Type.Tuple([Type.Number(), Type.Number()]),
    }),
  ),
  recall: Type.Number(),
  /** Of the moves foreseen at the plan's k, ascending. */
  leadDays: Type.Array(Type.Integer()),
  medianLeadDays: Nullable(Type.Number()),
  averagePrecision: Type.Number(),
  curve: Type.Array(Type.Object({ recall: Type.Number(), precision: Type.Number() })),
})
export type StudiedMethod = Static<typeof StudiedMethod>

/** Rolling backtest of the forecasts on the demonstration truth (合成数据). */
export const ForecastStudy = Type.Object({
  firstOrigin: Type.String(),
  lastOrigin: Type.String(),
  origins: Type.Integer(),
  k: Type.Integer(),
  horizon: Type.Integer(),
  moves: Type.Integer(),
  observed: Type.Integer(),
  moved: Type.Integer(),
  /** Moves the hazard was fitted on at the first and last origin. */
  training: Type.Object({
    firstEvents: Type.Integer(),
    lastEvents: Type.Integer(),
    lastFirmMonths: Type.Integer(),
  }),
  methods: Type.Array(StudiedMethod),
  best: MethodId,
  scoreCalibration: Type.Array(CalibrationBand),
  hazardCalibration: Type.Array(CalibrationBand),
  coefficients: Type.Array(
    Type.Object({
      id: Type.String(),
      title: Type.String(),
      beta: Nullable(Type.Number()),
      standardError: Nullable(Type.Number()),
      /** β · 20 ÷ ln 2: 20 points double the odds. Null with β: it always came together with other signals. */
      points: Nullable(Type.Number()),
    }),
  ),
})
export type ForecastStudy = Static<typeof ForecastStudy>

export const ForecastAnswer = Type.Object({
  realm: Realm,
  /** Null where no truth is known. */
  study: Nullable(ForecastStudy),
})
export type ForecastAnswer = Static<typeof ForecastAnswer>
