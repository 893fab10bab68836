import { glob } from 'node:fs/promises'
import path from 'node:path'
import type { Capability } from './contract.ts'

/** A component with the id that its file name gives it. */
export interface NamedCapability extends Capability {
  readonly id: string
}

async function readCapabilities(): Promise<ReadonlyMap<string, NamedCapability>> {
  const folder = path.resolve(import.meta.dirname, '..')
  const files = (await Array.fromAsync(glob('*.ts', { cwd: folder }))).toSorted()
  const found = await Promise.all(
    files.map(async (file): Promise<readonly [string, NamedCapability]> => {
      const id = file.replace(/\.ts$/, '')
      const module = (await import(`../${file}`)) as { default: Capability }
      return [id, { ...module.default, id }]
    }),
  )
  return new Map(found)
}

/** All capability components by id, found by their folder. */
export const capabilities: ReadonlyMap<string, NamedCapability> = await readCapabilities()
