import type { ColumnType, GeneratedAlways } from 'kysely'
import type { ProductionFunction } from '../../algorithms/cascade-model.ts'
import type { Realm } from '../../domain/realm.ts'

export interface ScenarioTables {
  /** The latest sweep of a realm, also one that runs or failed. */
  'brain.criticality_sweep': {
    realm: Realm
    state: 'running' | 'done' | 'failed'
    done: number
    total: number
    production: ProductionFunction
    replaceability: boolean
    /** Of the chain stage, whose network was swept. */
    version: number
    started_by: string | null
    started_at: Date
    finished_at: Date | null
    message: string | null
  }
  'brain.firm_criticality': {
    realm: Realm
    node: number
    party: string
    /** cents, trailing 12 months */
    sales: number
    sales_share: number
    esri: number
    esri_rank: number
    sales_rank: number
    hidden: boolean
  }
  /** What brain.firm_criticality was computed from. */
  'brain.criticality_state': {
    realm: Realm
    version: number
    month: string
    production: ProductionFunction
    replaceability: boolean
    computed_at: Date
  }
  'brain.scenario': {
    id: GeneratedAlways<number>
    owner: string
    region_code: string
    name: string
    /** ScenarioRequest and ScenarioSummary of api/schemas/scenario.ts. */
    input: ColumnType<unknown, string, string>
    summary: ColumnType<unknown, string, string>
    created_at: Date
  }
}
