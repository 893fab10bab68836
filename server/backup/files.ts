import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import { Transform, type Readable, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { StoredFile } from './manifest.ts'

/** Of the data directory: the cluster is copied as tables, the rest lives for the length of a request or a write. */
const passing = /^(postgres|uploads)(\/|$)|(^|\/)draft-|\.[0-9a-f-]{36}$/

/** Every file under a folder that is to be kept, by its path with forward slashes. */
export async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return []
      throw error
    },
  )
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .filter((name) => !passing.test(name))
    .toSorted()
}

/** Writes a stream, and says what was written. */
export async function writeHashed(
  source: Readable,
  target: Writable,
): Promise<Pick<StoredFile, 'bytes' | 'sha256'>> {
  const hash = createHash('sha256')
  let bytes = 0
  const count = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk)
      bytes += chunk.length
      done(null, chunk)
    },
  })
  await pipeline(source, count, target)
  return { bytes, sha256: hash.digest('hex') }
}

/** Copies a file with its permissions: keys stay readable by their owner only. */
export async function copyFile(from: string, to: string): Promise<Pick<StoredFile, 'bytes' | 'sha256'>> {
  const { mode } = await stat(from)
  await mkdir(path.dirname(to), { recursive: true })
  return writeHashed(createReadStream(from), createWriteStream(to, { mode: mode & 0o777, flags: 'wx' }))
}

/** @returns paths of files that are missing or hold something else than the list says. */
export async function findDamaged(folder: string, files: readonly StoredFile[]): Promise<string[]> {
  const damaged: string[] = []
  for (const file of files) {
    const target = path.join(folder, file.path)
    const same = await hashFile(target).then(
      ({ bytes, sha256 }) => bytes === file.bytes && sha256 === file.sha256,
      () => false,
    )
    if (!same) damaged.push(file.path)
  }
  return damaged
}

async function hashFile(file: string): Promise<Pick<StoredFile, 'bytes' | 'sha256'>> {
  const hash = createHash('sha256')
  let bytes = 0
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    hash.update(chunk)
    bytes += chunk.length
  }
  return { bytes, sha256: hash.digest('hex') }
}
