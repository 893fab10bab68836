/**
 * Who may read which rows of the platform's own tables (schema brain). Every table stands here: one without
 * a line is found by test/warehouse/row-security.test.ts. Rows of datasets follow from their contracts.
 *
 * - `platform`: no viewer; the platform reads it for them, with conditions of its own.
 * - `everyone`: all who are signed in with a reach; nothing in it is about a firm or a place.
 * - `firms`, `regions`: rows that name a firm or division within reach (columns with codes); see row-security.ts.
 * - `uploads`: column with the account that handed the row in; others' uploads are hidden from firms.
 */
export type RowPolicy =
  | 'platform'
  | 'everyone'
  | {
      readonly firms?: readonly string[]
      readonly regions?: readonly string[]
      /** Rows that name neither: shown to officials of the whole province alone, or to all officials. */
      readonly unnamed?: 'province' | 'officials'
    }
  | { readonly uploads: string }

export const rowPolicies: Readonly<Record<string, RowPolicy>> = {
  account: 'platform',
  session: 'platform',
  sign_in_failure: 'platform',
  region_extension: 'everyone',
  password_history: 'platform',
  second_factor: 'platform',
  recovery_code: 'platform',
  sign_in_ticket: 'platform',
  audit: 'platform',

  batch: { uploads: 'loaded_by' },
  quarantine: 'platform',
  source_state: 'everyone',
  // Who ran what: read by overseers through the platform.
  source_run: 'platform',
  rollup_state: 'everyone',
  stage_state: 'everyone',

  // The place of a firm decides for everything that is said about the firm: see row-security.ts.
  golden_enterprise: { firms: ['credit_code'] },
  enterprise_alias: { firms: ['credit_code'], unnamed: 'officials' },
  judgement: { firms: ['credit_code'], unnamed: 'officials' },
  fused_batch: 'platform',

  // Scores, records in need of mending and tickets: read for stewards, under conditions of their own.
  quality_score: 'platform',
  quality_result: 'platform',
  quality_failure: 'platform',
  quarantine_decision: 'platform',
  duplicate_candidate: 'platform',
  governance_ticket: 'platform',
  governance_ticket_note: 'platform',

  // Decisions about the catalogue and about firms' accounts: read with conditions of their own.
  grade_override: 'platform',
  dataset_certification: 'platform',
  listing: 'platform',
  listing_step: 'platform',
  firm_certification: 'platform',

  enterprise_segment: { firms: ['credit_code'] },
  segment_override: { firms: ['credit_code'] },
  // Kept as one network; its reader shows of it what lies within reach (composition/read-services.ts).
  network_node: 'platform',
  supply_edge: 'platform',
  network_layout: 'platform',
  network_place: 'platform',
  segment_state: { regions: ['region_code'] },
  segment_flow: { regions: ['buyer_county_code'] },
  realm_state: 'everyone',
  // Public knowledge of products; who makes them is read through the view of the rows (server/chain/product-makers.ts).
  product: 'platform',
  product_relation: 'platform',
  product_maker: 'platform',
  product_segment: 'platform',
  product_left_out: 'platform',

  metric_value: { regions: ['region_code'] },

  alert: { firms: ['subject_id'], regions: ['region_code'], unnamed: 'province' },
  migration_watch: { firms: ['credit_code'], regions: ['county_code'] },
  migration_backtest: 'everyone',
  // Moves read from addresses, listed companies among them; read for officials through the platform.
  detected_move: 'platform',
  move_detection: 'everyone',
  registration_trace: 'everyone',
  forecast_study: 'everyone',

  // 沿链招商: listed companies by what they disclose; read for officials through the platform.
  listed_segment: 'platform',
  target_backtest: 'everyone',

  // 交换共享 and 企业可见账本 read and write through conditions of their own (server/exchange).
  exchange_request: 'platform',
  exchange_approval: 'platform',
  exchange_consent: 'platform',
  exchange_contract: 'platform',
  exchange_signature: 'platform',
  exchange_revocation: 'platform',
  exchange_destruction: 'platform',
  exchange_usage: 'platform',
  delivery_key: 'platform',
  delivery: 'platform',
  firm_access: 'platform',
  firm_claim: 'platform',
  authorisation: 'platform',

  // Saved views are read and changed under conditions on the caller (server/explorer/views.ts).
  explorer_view: 'platform',
  // 招商项目: by the region of the one who asks (server/api/routes/projects.ts).
  project: 'platform',
  project_step: 'platform',
  project_date: 'platform',
  project_document: 'platform',

  // 走访服务: by the region of the one who asks (server/api/routes/visits.ts).
  visit: 'platform',
  visit_demand: 'platform',

  // Each account reads its own (server/api/routes/saved-views.ts).
  saved_view: 'platform',

  // 停产推演: firms by the reach of the one who asks, scenarios by their owner (server/scenario, routes/scenarios.ts).
  criticality_sweep: 'platform',
  criticality_state: 'platform',
  firm_criticality: 'platform',
  scenario: 'platform',
}
