import { rules } from '../alerts/registry.ts'
import { ruleStage, watchStage } from '../alerts/stage.ts'
import { attractionStage } from '../attraction/stage.ts'
import { productStage } from '../chain/product-stage.ts'
import { chainStage } from '../chain/stage.ts'
import { fusionStage } from '../fusion/stage.ts'
import { metrics } from '../metrics/registry.ts'
import { metricStage } from '../metrics/stage.ts'
import { addressHistoryStage } from '../migration/stage.ts'
import { criticalityStage } from '../scenario/stage.ts'
import type { Stage } from '../warehouse/stage.ts'

/** Every stage after ingest as it declares itself, by id. */
export const stages: ReadonlyMap<string, Stage> = new Map(
  [
    fusionStage,
    chainStage,
    criticalityStage,
    productStage,
    attractionStage,
    watchStage,
    addressHistoryStage,
    ...[...metrics.values()].map(metricStage),
    ...[...rules.values()].map(ruleStage),
  ].map((stage) => [stage.id, stage]),
)
