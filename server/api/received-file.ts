import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

export interface ReceivedFile {
  readonly path: string
  remove(): Promise<void>
}

/**
 * Writes a stream to a file of its own below the data directory, never wholly in memory.
 * Nothing stays behind when the stream breaks off.
 */
export async function receiveFile(dataDirectory: string, content: Readable): Promise<ReceivedFile> {
  const folder = path.join(dataDirectory, 'uploads')
  await mkdir(folder, { recursive: true })
  const target = path.join(folder, randomUUID())
  const remove = () => rm(target, { force: true })
  try {
    await pipeline(content, createWriteStream(target, { flags: 'wx', mode: 0o600 }))
  } catch (error) {
    await remove()
    throw error
  }
  return { path: target, remove }
}
