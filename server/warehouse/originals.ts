import { createHash, randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/** The bytes a batch was loaded from, kept under their own hash and never changed. */
export interface Original {
  readonly sha256: string
  readonly bytes: number
  readonly path: string
}

export function originalPath(dataDirectory: string, sha256: string): string {
  return path.join(dataDirectory, 'originals', sha256.slice(0, 2), sha256)
}

/**
 * Stores a file or a stream of bytes by content.
 * Nothing appears under its hash before all of its bytes are there.
 */
export async function storeOriginal(
  dataDirectory: string,
  content: { readonly path: string } | { readonly bytes: () => Readable },
): Promise<Original> {
  const folder = path.join(dataDirectory, 'originals')
  await mkdir(folder, { recursive: true })
  const draft = path.join(folder, `draft-${process.pid}-${randomUUID()}`)
  try {
    const hash = createHash('sha256')
    let bytes = 0
    async function* hashed(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
      for await (const chunk of source) {
        hash.update(chunk)
        bytes += chunk.length
        yield chunk
      }
    }
    if ('path' in content) {
      // A copy, not a link: the source folder may be edited in place later.
      await pipeline(
        createReadStream(content.path, { highWaterMark: 1 << 20 }),
        hashed,
        createWriteStream(draft),
      )
    } else {
      await pipeline(content.bytes(), hashed, createWriteStream(draft))
    }
    const sha256 = hash.digest('hex')
    const target = originalPath(dataDirectory, sha256)
    await mkdir(path.dirname(target), { recursive: true })
    await rename(draft, target)
    return { sha256, bytes, path: target }
  } finally {
    await rm(draft, { force: true })
  }
}

/** Distance between the records whose place is noted. */
export const offsetEvery = 1000

/** Keeps where every thousandth record begins, so that a row is found again without reading all before it. */
export async function writeOffsets(original: Original, offsets: readonly number[]): Promise<void> {
  await writeFile(`${original.path}.offsets`, Buffer.from(Float64Array.from(offsets).buffer))
}

/** Empty where none were noted; the file is then read from its start. */
export async function readOffsets(path: string): Promise<Float64Array> {
  const bytes = await readFile(`${path}.offsets`).catch(() => Buffer.alloc(0))
  return new Float64Array(new Uint8Array(bytes).buffer)
}
