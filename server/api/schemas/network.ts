import { Type, type Static } from 'typebox'
import { Strength } from './chain.ts'
import { Nullable, Realm, RegionRef } from './shared.ts'

/** Columns of equal length, one entry a firm: ten thousand objects would be five times the bytes. */
const NetworkNodes = Type.Object({
  /** Number of the firm in the supply network, as scenarios name it. */
  node: Type.Array(Type.Integer()),
  /** Credit code, or 'EXT:…' where the party is known by its name alone. */
  party: Type.Array(Type.String()),
  name: Type.Array(Type.String()),
  /** Position in `segments`; −1 = in no segment of the chain. */
  segment: Type.Array(Type.Integer()),
  /** Position in `counties`; −1 = not known. */
  county: Type.Array(Type.Integer()),
  /** 1 = known by its name alone, without a record. */
  external: Type.Array(Type.Integer()),
  /** 1 = stands outside the region asked for and is shown as a partner of a firm inside. */
  outside: Type.Array(Type.Integer()),
  /** 元 sold and bought along the edges of this answer, trailing 12 months. */
  sales: Type.Array(Type.Number()),
  purchases: Type.Array(Type.Number()),
  /** Centre and radius of the firm's mark, in units of the picture (`width` × `height`). */
  x: Type.Array(Type.Number()),
  y: Type.Array(Type.Number()),
  radius: Type.Array(Type.Number()),
})

const NetworkEdges = Type.Object({
  /** Positions in `nodes`. */
  supplier: Type.Array(Type.Integer()),
  buyer: Type.Array(Type.Integer()),
  /** 元, trailing 12 months, all segments of goods together; the largest first. */
  amount: Type.Array(Type.Number()),
})

/** The enterprises of a cluster and who supplies whom, placed. */
export const ClusterNetwork = Type.Object({
  chain: Type.Object({ id: Type.String(), title: Type.String(), version: Type.String() }),
  region: RegionRef,
  realm: Realm,
  /** Month the transactions end with; null where there are none. */
  asOf: Nullable(Type.String()),
  periodTitle: Type.String(),
  /** Of the chain stage; positions belong to it. */
  version: Type.Integer(),
  computedAt: Type.String(),
  width: Type.Number(),
  height: Type.Number(),
  /** Columns of the picture from left to right; id '' = in no segment of the chain. */
  stages: Type.Array(
    Type.Object({
      id: Type.String(),
      title: Type.String(),
      from: Type.Number(),
      to: Type.Number(),
      nodes: Type.Integer(),
    }),
  ),
  /** All segments of the chain; a band runs over the width of its column. Without firms drawn it has none. */
  segments: Type.Array(
    Type.Object({
      id: Type.String(),
      title: Type.String(),
      stage: Type.String(),
      strength: Strength,
      nodes: Type.Integer(),
      band: Nullable(
        Type.Object({ x: Type.Number(), y: Type.Number(), width: Type.Number(), height: Type.Number() }),
      ),
    }),
  ),
  counties: Type.Array(RegionRef),
  nodes: NetworkNodes,
  edges: NetworkEdges,
  /** Where there is no trade: firms of each part of the region by position in `segments`; else empty. */
  places: Type.Array(Type.Object({ region: RegionRef, enterprises: Type.Array(Type.Integer()) })),
  /** What the whole network holds beyond this answer, and why, in words. */
  hidden: Type.Object({
    nodes: Type.Integer(),
    edges: Type.Integer(),
    words: Type.Array(Type.String()),
  }),
})
export type ClusterNetwork = Static<typeof ClusterNetwork>
