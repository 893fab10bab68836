import { glob } from 'node:fs/promises'
import path from 'node:path'
import type { Connector, Pack } from '../../connectors/contract.ts'

const root = path.resolve(import.meta.dirname, '../..')

/** 'public/shandong-registry' for connectors/public/shandong-registry.ts. */
export interface NamedConnector extends Connector {
  readonly id: string
}

export interface NamedPack extends Pack {
  /** 'demo' for seeds/packs/demo.ts. */
  readonly id: string
}

async function readFolder<T>(
  folder: string,
  pattern: string,
): Promise<ReadonlyMap<string, T & { readonly id: string }>> {
  const found = new Map<string, T & { readonly id: string }>()
  const files = await Array.fromAsync(glob(pattern, { cwd: path.join(root, folder) }))
  for (const file of files.toSorted()) {
    const id = file.replace(/\.ts$/, '').replaceAll('\\', '/')
    const module = (await import(path.join(root, folder, file))) as { default: T }
    found.set(id, { ...module.default, id })
  }
  return found
}

/** Every connector by id, found by its folder. */
export function readConnectors(): Promise<ReadonlyMap<string, NamedConnector>> {
  return readFolder<Connector>('connectors', '{public,industry,enterprise}/*.ts')
}

/** Every pack by id, found by its folder. */
export function readPacks(): Promise<ReadonlyMap<string, NamedPack>> {
  return readFolder<Pack>('seeds/packs', '*.ts')
}
