import { Type, type Static } from 'typebox'
import { ChainGraph, ChainQuery } from './chain.ts'
import { Nullable, Realm, RegionRef } from './shared.ts'

const DataSource = Type.Object({
  dataset: Type.String(),
  title: Type.String(),
  /** YYYY-MM-DD it reaches to; null where nothing of it was loaded in the realm. */
  until: Nullable(Type.String()),
})

const AtlasTable = Type.Object({
  id: Type.String(),
  title: Type.String(),
  /** What it holds and by which rule. */
  note: Type.String(),
  columns: Type.Array(Type.Object({ title: Type.String(), unit: Type.Optional(Type.String()) })),
  rows: Type.Array(
    Type.Object({
      cells: Type.Array(Nullable(Type.Union([Type.String(), Type.Number()]))),
      /** What the row is about. */
      firm: Type.Optional(Type.String()),
      segment: Type.Optional(Type.String()),
      region: Type.Optional(Type.String()),
      /** Firms that a cell names; listed companies without a known credit code by their security code. */
      firms: Type.Optional(Type.Array(Type.Object({ creditCode: Type.String(), name: Type.String() }))),
    }),
  ),
  total: Type.Integer(),
  /** Why there is no row and who could supply them. */
  missing: Nullable(Type.String()),
})
export type AtlasTable = Static<typeof AtlasTable>

export const Atlas = Type.Object({
  chain: Type.Object({ id: Type.String(), title: Type.String(), version: Type.String() }),
  region: RegionRef,
  realm: Realm,
  asOf: Type.String(),
  periodTitle: Type.String(),
  completeness: Nullable(Type.Number()),
  sources: Type.Array(DataSource),
  figures: Type.Array(AtlasTable),
  lists: Type.Array(AtlasTable),
})
export type Atlas = Static<typeof Atlas>

export type DataSource = Static<typeof DataSource>

export const AtlasFileQuery = Type.Object({
  ...ChainQuery.properties,
  format: Type.Optional(
    Type.Union([Type.Literal('xlsx'), Type.Literal('json')], { description: '默认 xlsx' }),
  ),
})

export const ChainFileQuery = Type.Object({
  ...ChainQuery.properties,
  format: AtlasFileQuery.properties.format,
})

/** A chain as JSON with what it rests on. */
const ChainFile = Type.Object({
  title: Type.String(),
  demonstration: Type.Boolean(),
  writtenAt: Type.String(),
  sources: Type.Array(DataSource),
  graph: ChainGraph,
})
export type ChainFile = Static<typeof ChainFile>
