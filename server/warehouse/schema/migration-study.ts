import type { ColumnType } from 'kysely'
import type { Detection, ForecastStudy, HistoryKind } from '../../api/schemas/migration-study.ts'
import type { Realm } from '../../domain/realm.ts'
import type { SourceRef } from '../source-ref.ts'

export interface MigrationStudyTables {
  /** Moves between counties read from addresses; `origin_code` and `destination_code` as exact as the address is. */
  'brain.detected_move': {
    realm: Realm
    source_kind: HistoryKind
    /** Credit code, or security code where the source has no other. */
    firm: string
    firm_name: string
    /** Year of a report, or day. */
    before_at: string
    after_at: string
    origin_code: string
    destination_code: string
    level: 'cross_province' | 'cross_city' | 'cross_county'
    before_address: string
    after_address: string
    before_source: ColumnType<SourceRef, string, never>
    after_source: ColumnType<SourceRef, string, never>
    confidence: 'high' | 'medium' | 'low'
    /** What the confidence rests on, in words. */
    reason: string
  }
  'brain.move_detection': {
    realm: Realm
    source_kind: HistoryKind
    firms: number
    records: number
    without_address: number
    pairs: number
    counts: ColumnType<Detection['counts'], string, never>
  }
  /** Registered firms by county of the first registering authority and year: how many have their address there still. */
  'brain.registration_trace': {
    realm: Realm
    county_code: string
    year: number
    firms: number
    /** Both counties are known. */
    comparable: number
    stayed: number
  }
  'brain.forecast_study': {
    realm: Realm
    detail: ColumnType<ForecastStudy, string, never>
    computed_at: Date
  }
}
