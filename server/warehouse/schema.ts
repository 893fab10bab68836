import type { AccessTables } from './schema/access.ts'
import type { AlertTables } from './schema/alerts.ts'
import type { AttractionTables } from './schema/attraction.ts'
import type { AuditTables } from './schema/audit.ts'
import type { CatalogueTables } from './schema/catalogue.ts'
import type { ChainTables } from './schema/chain.ts'
import type { ExchangeTables } from './schema/exchange.ts'
import type { ExplorerTables } from './schema/explorer.ts'
import type { FusionTables } from './schema/fusion.ts'
import type { GovernanceTables } from './schema/governance.ts'
import type { IngestTables } from './schema/ingest.ts'
import type { MetricTables } from './schema/metrics.ts'
import type { MigrationTables } from './schema/migration.ts'
import type { MigrationStudyTables } from './schema/migration-study.ts'
import type { ProjectTables } from './schema/project.ts'
import type { ProductTables } from './schema/products.ts'
import type { SavedViewTables } from './schema/saved-view.ts'
import type { ScenarioTables } from './schema/scenario.ts'
import type { VisitTables } from './schema/visit.ts'

/**
 * Platform tables as Kysely sees them, kept beside the migrations; dataset tables are typed by their
 * contracts instead. Each stage declares its tables in schema/<stage>.ts under their qualified names
 * ('brain.batch') and is listed in this `extends`.
 */
export interface Schema
  extends
    AccessTables,
    AlertTables,
    AttractionTables,
    AuditTables,
    CatalogueTables,
    ChainTables,
    ExchangeTables,
    ExplorerTables,
    FusionTables,
    GovernanceTables,
    IngestTables,
    MetricTables,
    MigrationTables,
    MigrationStudyTables,
    ProductTables,
    ProjectTables,
    SavedViewTables,
    ScenarioTables,
    VisitTables {}
