import type { Database } from '../warehouse/database.ts'
import type { BatchResult, IngestProgress } from './batch.ts'
import { readPacks } from './connectors.ts'
import { runConnector } from './run-connector.ts'

export interface PackOptions {
  readonly dataDirectory: string
  /** Folder of the pack's files; required where the pack says so. */
  readonly dataFolder?: string
  readonly loadedBy?: string
  readonly now?: Date
  readonly signal?: AbortSignal
}

export interface PackProgress extends IngestProgress {
  /** Which of the pack's connectors, from 0, and how many there are. */
  readonly position: number
  readonly total: number
}

export interface ConnectorOutcome {
  readonly connector: string
  readonly batches: readonly BatchResult[]
  /** Why the connector itself could not run; failures of a file stand in its batch. */
  readonly error: string | null
}

/**
 * Runs a pack's connectors in order. One that fails does not hold the others: each dataset stands for itself.
 * @throws when there is no such pack, or it needs a folder and none is given.
 */
export async function loadPack(
  database: Database,
  name: string,
  options: PackOptions,
  onProgress: (progress: PackProgress) => void = () => undefined,
): Promise<ConnectorOutcome[]> {
  const packs = await readPacks()
  const pack = packs.get(name)
  if (pack === undefined)
    throw new Error(`没有名为“${name}”的数据包；可用：${[...packs.keys()].join('、') || '（无）'}`)
  if (pack.needsDataFolder && options.dataFolder === undefined) {
    throw new Error(`数据包“${pack.title}”需要数据目录：请加 --data <目录>`)
  }
  const outcomes: ConnectorOutcome[] = []
  for (const [position, { id, options: own }] of pack.connectors.entries()) {
    try {
      const batches = await runConnector(database, id, {
        ...options,
        ...(own && { options: own }),
        onProgress: (progress) => onProgress({ ...progress, position, total: pack.connectors.length }),
      })
      outcomes.push({ connector: id, batches, error: null })
    } catch (error) {
      if (options.signal?.aborted === true) throw error
      outcomes.push({
        connector: id,
        batches: [],
        error: error instanceof Error ? error.message : String(error),
      })
    }
  }
  return outcomes
}

export function hasFailed(outcomes: readonly ConnectorOutcome[]): boolean {
  return outcomes.some(
    ({ error, batches }) => error !== null || batches.some((batch) => batch.status === 'failed'),
  )
}
