import { Readable } from 'node:stream'
import { openZip } from '../../connectors/formats/zip.ts'

/** The entries of an archive as text, by name. */
export async function readZipEntries(archive: Buffer): Promise<ReadonlyMap<string, string>> {
  const zip = await openZip(
    { bytes: () => Readable.from([archive]) },
    { unpacked: 64 * 1024 * 1024, ratio: 1000, entries: 1000 },
  )
  const entries = new Map<string, string>()
  for (const [name, entry] of zip.entries) {
    const pieces: Buffer[] = []
    for await (const piece of zip.read(entry)) pieces.push(piece)
    entries.set(name, Buffer.concat(pieces).toString('utf8'))
  }
  await zip.close()
  return entries
}
