import { Type, type Static } from 'typebox'
import { Name, Production, ScenarioParty, ScenarioScope } from './scenario.ts'
import { List, ListQuery, Nullable, Realm } from './shared.ts'

const closed = { additionalProperties: false }

export const CriticalityQuery = Type.Object({
  ...ScenarioScope.properties,
  /** true (default) = hidden critical firms only; false = all firms by ESRI. */
  hidden: Type.Optional(Type.Boolean({ default: true })),
  segment: Type.Optional(Name),
  ...ListQuery,
})

export const CriticalFirm = Type.Object({
  /** Within the list asked for. */
  rank: Type.Integer(),
  ...ScenarioParty.properties,
  /** Sales ÷ sales of the whole network, 0–1. */
  salesShare: Type.Number(),
  /** Share of all output of the network that is lost when the firm stops wholly, 0–1. */
  esri: Type.Number(),
  /** esri ÷ salesShare; null without sales. */
  ratio: Nullable(Type.Number()),
  /** Among all firms of the network, 1 = largest. */
  esriRank: Type.Integer(),
  salesRank: Type.Integer(),
  hidden: Type.Boolean(),
})
export type CriticalFirm = Static<typeof CriticalFirm>

export const Sweep = Type.Object({
  realm: Realm,
  state: Type.Union([
    Type.Literal('none'),
    Type.Literal('running'),
    Type.Literal('done'),
    Type.Literal('failed'),
  ]),
  /** Firms computed and to compute. */
  done: Type.Integer(),
  total: Type.Integer(),
  production: Production,
  replaceability: Type.Boolean(),
  startedAt: Nullable(Type.String()),
  finishedAt: Nullable(Type.String()),
  startedBy: Nullable(Type.String()),
  /** Why it failed. */
  message: Nullable(Type.String()),
})
export type Sweep = Static<typeof Sweep>
export const SweepList = List(Sweep)
export type SweepList = Static<typeof SweepList>
export const SweepQuery = Type.Object({ realm: Type.Optional(Realm) })
export const SweepRequest = Type.Object(
  {
    realm: Type.Optional(Realm),
    production: Type.Optional(Production),
    replaceability: Type.Optional(Type.Boolean({ default: true })),
  },
  closed,
)
export type SweepRequest = Static<typeof SweepRequest>

export const Criticality = Type.Object({
  ...List(CriticalFirm).properties,
  realm: Realm,
  /** null = no sweep has been made. */
  computedAt: Nullable(Type.String()),
  asOf: Nullable(Type.String()),
  networkVersion: Nullable(Type.String()),
  /** The network has changed since. */
  stale: Type.Boolean(),
  production: Production,
  replaceability: Type.Boolean(),
  /** What makes a firm a hidden critical one, in words. */
  definition: Type.String(),
})
export type Criticality = Static<typeof Criticality>
