import { glob } from 'node:fs/promises'
import type { Metric } from './contract.ts'

/** A metric with the id that its file name gives it. */
export interface NamedMetric extends Metric {
  readonly id: string
}

async function readMetrics(): Promise<ReadonlyMap<string, NamedMetric>> {
  const found = new Map<string, NamedMetric>()
  const files = await Array.fromAsync(glob('named/*.ts', { cwd: import.meta.dirname }))
  for (const file of files.toSorted()) {
    const id = file.replace(/^named[\\/]/, '').replace(/\.ts$/, '')
    const module = (await import(`./${file}`)) as { default: Metric }
    found.set(id, { ...module.default, id })
  }
  return found
}

/** All metrics by id, found by their folder. */
export const metrics: ReadonlyMap<string, NamedMetric> = await readMetrics()
