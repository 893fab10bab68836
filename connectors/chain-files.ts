import { glob, readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Delivery, SourceRecord } from './contract.ts'
import type { ChainStandard } from '../server/domain/chain.ts'

const folder = path.join(import.meta.dirname, '../seeds/chains')

/** One delivery for each chain of seeds/chains, dated as the chain is. */
export async function* chainDeliveries(
  recordsOf: (chain: ChainStandard, sourceTitle: (id: string) => string) => readonly SourceRecord[],
): AsyncGenerator<Delivery> {
  const files = await Array.fromAsync(glob('*.json', { cwd: folder }))
  for (const file of files.toSorted()) {
    const chain = JSON.parse(await readFile(path.join(folder, file), 'utf8')) as ChainStandard
    const titles = new Map(chain.sources.map(({ id, title }) => [id, title]))
    const records = recordsOf(chain, (id) => titles.get(id) ?? '')
    yield {
      name: `seeds/chains/${file}`,
      format: 'records',
      effectiveAt: new Date(`${chain.date}T00:00:00+08:00`),
      content: { records: () => records },
    }
  }
}
