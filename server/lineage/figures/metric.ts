import { readFigure, recordsOf } from '../../metrics/figures.ts'
import { metrics } from '../../metrics/registry.ts'
import type { FigureReader } from '../figure.ts'

/** 'metric:cluster-scale' */
export const readMetricFigure: FigureReader = async ({ platform }, [id = ''], scope) => {
  const metric = metrics.get(id)
  if (metric === undefined) return null
  const query = { chain: scope.chain, region: scope.region, realm: scope.realm, asOf: scope.asOf }
  const { figure, period, latest } = await readFigure(platform, metric, query)
  const records = await recordsOf(metric, query, { period, estimated: figure?.estimated ?? false, latest })
  if (records === null) return null
  return {
    title: metric.title,
    unit: metric.unit,
    digits: metric.digits,
    definition: metric.definition,
    formula: metric.formula,
    standard: metric.standard,
    period: figure?.period ?? null,
    value: figure?.value ?? null,
    estimated: figure?.estimated ?? false,
    method: figure?.method ?? null,
    inputs: Object.entries(metric.inputs).map(([name, { title, unit }]) => ({
      name,
      title,
      unit,
      value: figure?.inputs[name] ?? null,
    })),
    records,
    datasets: metric.datasets,
  }
}
