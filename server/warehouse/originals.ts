import { createHash, randomUUID, type Hash } from 'node:crypto'
import { constants, createWriteStream } from 'node:fs'
import { copyFile, mkdir, open, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/** The bytes a batch was loaded from, kept under their own hash and never changed. */
export interface Original {
  readonly sha256: string
  readonly bytes: number
  readonly path: string
}

/** Distance between the records whose place is noted. */
export const offsetEvery = 1000

export function originalPath(dataDirectory: string, sha256: string): string {
  return path.join(dataDirectory, 'originals', sha256.slice(0, 2), sha256)
}

/**
 * Keeps a file or a stream of bytes by content. A file is copied, not linked: it may be edited in place later.
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
    const { sha256, bytes } =
      'path' in content ? await copyHashed(content.path, draft) : await writeHashed(content.bytes(), draft)
    const target = originalPath(dataDirectory, sha256)
    await mkdir(path.dirname(target), { recursive: true })
    await rename(draft, target)
    return { sha256, bytes, path: target }
  } finally {
    await rm(draft, { force: true })
  }
}

interface Hashed {
  readonly sha256: string
  readonly bytes: number
}

/** The system copies while we hash; should the file change meanwhile, the copy is what counts. */
async function copyHashed(from: string, draft: string): Promise<Hashed> {
  const before = await stat(from, { bigint: true })
  const [hashed] = await Promise.all([hashFile(from), copyFile(from, draft, constants.COPYFILE_FICLONE)])
  const after = await stat(from, { bigint: true })
  const same = before.mtimeNs === after.mtimeNs && before.size === after.size && before.ino === after.ino
  return same ? hashed : hashFile(draft)
}

async function hashFile(file: string): Promise<Hashed> {
  const hash = createHash('sha256')
  const handle = await open(file)
  try {
    const buffer = Buffer.allocUnsafeSlow(1 << 20)
    for (let bytes = 0; ;) {
      const { bytesRead } = await handle.read(buffer, 0, buffer.length)
      if (bytesRead === 0) return { sha256: hash.digest('hex'), bytes }
      hash.update(buffer.subarray(0, bytesRead))
      bytes += bytesRead
    }
  } finally {
    await handle.close()
  }
}

async function writeHashed(source: Readable, draft: string): Promise<Hashed> {
  const hash = createHash('sha256')
  const counter = { bytes: 0 }
  await pipeline(
    source,
    (chunks: AsyncIterable<Buffer>) => hashing(chunks, hash, counter),
    createWriteStream(draft),
  )
  return { sha256: hash.digest('hex'), bytes: counter.bytes }
}

async function* hashing(
  chunks: AsyncIterable<Buffer>,
  hash: Hash,
  counter: { bytes: number },
): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    hash.update(chunk)
    counter.bytes += chunk.length
    yield chunk
  }
}

/** Drafts that killed processes left behind. Only where no other process of this program stores originals. */
export async function removeDrafts(dataDirectory: string): Promise<void> {
  const folder = path.join(dataDirectory, 'originals')
  for (const name of await readdir(folder).catch(() => [])) {
    const owner = /^draft-(\d+)-/.exec(name)?.[1]
    if (owner !== undefined && !isAlive(Number(owner))) await rm(path.join(folder, name), { force: true })
  }
}

function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** Keeps where every thousandth record begins, so that a row is found again without reading all before it. */
export async function writeOffsets(original: Original, offsets: readonly number[]): Promise<void> {
  const draft = `${original.path}.${randomUUID()}`
  await writeFile(draft, Buffer.from(Float64Array.from(offsets).buffer))
  await rename(draft, `${original.path}.offsets`)
}

/** Empty where none were noted; the file is then read from its start. */
export async function readOffsets(file: string): Promise<Float64Array> {
  const bytes = await readFile(`${file}.offsets`).catch(() => Buffer.alloc(0))
  return new Float64Array(new Uint8Array(bytes).buffer)
}
