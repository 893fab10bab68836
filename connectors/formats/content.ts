import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { Readable } from 'node:stream'

/** A file on disk or a stream that can be opened anew. */
export type FileContent = { readonly path: string } | { readonly bytes: () => Readable }

const megabyte = 1024 * 1024

export function openBytes(content: FileContent): Readable {
  return 'path' in content ? createReadStream(content.path, { highWaterMark: 256 * 1024 }) : content.bytes()
}

/**
 * The whole content in memory, for formats that cannot be read front to back.
 * @throws when it is larger than `limit` bytes; split it or deliver it as lines.
 */
export async function readWhole(content: FileContent, limit: number): Promise<Buffer> {
  if ('path' in content) refuseLarge((await stat(content.path)).size, limit)
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of openBytes(content) as AsyncIterable<Buffer>) {
    size += chunk.length
    refuseLarge(size, limit)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function refuseLarge(size: number, limit: number): void {
  if (size <= limit) return
  throw new Error(
    `文件超过 ${Math.round(limit / megabyte)} MB，该格式须整体读入；请拆分文件，或改用 CSV、JSON Lines`,
  )
}
