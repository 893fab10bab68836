/**
 * What a computing stage reads and writes, declared beside it: what it is computed again for, and what lineage
 * follows. Names of tables are those of schema `brain`.
 */
export interface Stage {
  /** As in brain.stage_state: 'fusion', 'chain', 'migration-watch'. */
  readonly id: string
  readonly title: string
  readonly summary: string
  /** Datasets it reads itself; what it reads through an earlier stage is not repeated. */
  readonly datasets: readonly string[]
  /** Stages whose tables it reads. */
  readonly after: readonly string[]
  readonly tables: readonly string[]
}
