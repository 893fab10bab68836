import type { ColumnType } from 'kysely'
import type { Realm } from '../../domain/realm.ts'

export interface MetricTables {
  'brain.metric_value': {
    metric: string
    chain: string
    realm: Realm
    region_code: string
    /** YYYY or YYYY-MM */
    period: string
    value: number | null
    estimated: boolean
    method: string | null
    inputs: ColumnType<Readonly<Record<string, number | null>>, string, string>
    breakdown: ColumnType<readonly { key: string; title: string; value: number | null }[], string, string>
  }
}
