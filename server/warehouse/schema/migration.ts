/** Written by the migration runner. */
export interface MigrationTables {
  'brain.kysely_migration': { name: string; timestamp: string }
}
