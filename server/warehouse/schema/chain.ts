import type { ColumnType, Generated } from 'kysely'
import type { Realm } from '../../domain/realm.ts'
import type { Strength } from '../../domain/strength.ts'

/** Why a firm stands in a segment: the word, where it was found, and what it counted. */
export interface ClassificationReason {
  readonly field: string
  readonly word: string
  readonly weight: number
}

/** A stage in the picture of a network; id '' = firms in no segment. */
interface NetworkColumn {
  readonly id: string
  readonly from: number
  readonly to: number
}

/** A segment in the picture of a network. */
interface NetworkBand {
  readonly segment: string
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface ChainTables {
  'brain.enterprise_segment': {
    chain: string
    segment: string
    credit_code: string
    confidence: number
    method: 'rule' | 'override'
    reasons: ColumnType<readonly ClassificationReason[], string, string>
  }
  'brain.segment_override': {
    id: Generated<number>
    chain: string
    segment: string
    credit_code: string
    included: boolean
    reason: string
    decided_by: string
    decided_at: Date
    revoked_by: string | null
    revoked_at: Date | null
  }
  'brain.network_node': {
    node: number
    party: string
    name: string
    county_code: string | null
    external: boolean
  }
  'brain.supply_edge': {
    supplier_node: number
    buyer_node: number
    segment: string
    /** cents, trailing 12 months */
    amount: number
    transactions: number
    last_month: string
  }
  'brain.network_layout': {
    chain: string
    realm: Realm
    /** Of the chain stage, as computed with it. */
    version: number
    width: number
    height: number
    columns: ColumnType<readonly NetworkColumn[], string, string>
    bands: ColumnType<readonly NetworkBand[], string, string>
  }
  'brain.network_place': {
    chain: string
    realm: Realm
    node: number
    /** '' = in no segment of the chain */
    segment: string
    x: number
    y: number
    radius: number
  }
  'brain.segment_state': {
    chain: string
    realm: Realm
    region_code: string
    month: string
    segment: string
    enterprises: number
    above_scale: number | null
    /** cents, trailing 12 months, as are demand and purchases */
    supply: number | null
    demand: number | null
    local_purchases: number | null
    total_purchases: number | null
    local_supply_ratio: number | null
    ratio_method: 'measured' | 'estimated' | null
    location_quotient: number | null
    hhi: number | null
    cr1: number | null
    external_supplier: string | null
    external_share: number | null
    strength: Strength
    reasons: ColumnType<readonly string[], string, string>
  }
  'brain.segment_flow': {
    chain: string
    realm: Realm
    month: string
    supplier_segment: string
    buyer_segment: string
    buyer_county_code: string
    /** cents, trailing 12 months */
    amount: number
  }
  'brain.realm_state': { realm: Realm; month: string; enterprises: number }
}
