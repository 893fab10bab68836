import type { Stage } from '../warehouse/stage.ts'
import type { NamedMetric } from './registry.ts'

/** Members of the cluster and verdicts come from the chain, so that every metric is computed after it. */
export function metricStage(metric: NamedMetric): Stage {
  return {
    id: `metric:${metric.id}`,
    title: metric.title,
    summary: metric.definition,
    datasets: [...metric.datasets],
    after: ['fusion', 'chain'],
    tables: ['metric_value'],
  }
}
