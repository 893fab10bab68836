import type { Databases, Figure, FigureReader, FigureScope } from './figure.ts'
import { readChainFigure } from './figures/chain.ts'
import { readBatchFigure, readDatasetFigure } from './figures/holdings.ts'
import { readLinkFigure, readSalesFigure, readTradeFigure } from './figures/link.ts'
import { readMetricFigure } from './figures/metric.ts'
import { readMigrationFigure, readWatchFigure } from './figures/migration.ts'
import { readSegmentFigure } from './figures/segment.ts'

/** Readers by the kind that a subject begins with. */
const readers: Readonly<Record<string, FigureReader>> = {
  metric: readMetricFigure,
  segment: readSegmentFigure,
  link: readLinkFigure,
  trade: readTradeFigure,
  sales: readSalesFigure,
  chain: readChainFigure,
  migration: readMigrationFigure,
  watch: readWatchFigure,
  dataset: readDatasetFigure,
  batch: readBatchFigure,
}

/**
 * The figure that a subject names: '<kind>:<name>', e.g. 'metric:cluster-scale' or
 * 'segment:rubber-tyre/carbon-black/demand'. Null = no such figure.
 */
export async function readFigureOf(
  databases: Databases,
  subject: string,
  scope: FigureScope,
): Promise<Figure | null> {
  const at = subject.indexOf(':')
  const kind = subject.slice(0, at)
  const reader = at > 0 && Object.hasOwn(readers, kind) ? readers[kind] : undefined
  return reader === undefined ? null : reader(databases, subject.slice(at + 1).split('/'), scope)
}
