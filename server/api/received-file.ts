import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Problem } from './problem.ts'

export interface ReceivedFile {
  readonly path: string
  remove(): Promise<void>
}

/**
 * Writes the file of a form to a file of its own below the data directory, never wholly in memory.
 * Nothing stays behind when it breaks off or is larger than allowed.
 * @param content `truncated` says that it went on beyond the limit.
 */
export async function receiveFile(
  dataDirectory: string,
  content: Readable & { readonly truncated: boolean },
): Promise<ReceivedFile> {
  const folder = path.join(dataDirectory, 'uploads')
  await mkdir(folder, { recursive: true })
  const target = path.join(folder, randomUUID())
  const remove = () => rm(target, { force: true })
  try {
    await pipeline(content, createWriteStream(target, { flags: 'wx', mode: 0o600 }))
    if (content.truncated) throw new Problem(413, 'too-large', '文件过大', '文件超过大小限制，没有加载。')
  } catch (error) {
    await remove()
    // What the disk refuses is ours; anything else is the sender's line.
    if (error instanceof Problem || (error instanceof Error && 'syscall' in error)) throw error
    throw new Problem(400, 'file-incomplete', '文件不完整', '文件没有传完就中断了，没有加载。', {
      retry: true,
      cause: error,
    })
  }
  return { path: target, remove }
}
