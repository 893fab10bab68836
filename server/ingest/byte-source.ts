import { open, type FileHandle } from 'node:fs/promises'

/** Bytes that are read into a buffer of the reader's. */
export interface ByteSource {
  /** Writes what there is, at most up to `end`, into the target from `start`. @returns how many bytes; 0 at the end */
  read(target: Buffer, start: number, end: number): Promise<number>
  close(): Promise<void>
}

/** A file from `offset` on. Nothing is allocated for a piece of it. */
export function fileSource(
  path: string,
  offset = 0,
  onBytes: (bytes: number) => void = () => undefined,
): ByteSource {
  let handle: FileHandle | null = null
  let position = offset
  return {
    async read(target, start, end) {
      handle ??= await open(path)
      const { bytesRead } = await handle.read(target, start, end - start, position)
      position += bytesRead
      onBytes(bytesRead)
      return bytesRead
    },
    async close() {
      const opened = handle
      handle = null
      await opened?.close()
    },
  }
}

/** Chunks as they come from a decoder. */
export function chunkSource(chunks: AsyncIterable<Buffer>): ByteSource {
  const iterator = chunks[Symbol.asyncIterator]()
  let rest: Buffer = Buffer.alloc(0)
  return {
    async read(target, start, end) {
      while (rest.length === 0) {
        const next = await iterator.next()
        if (next.done === true) return 0
        rest = next.value
      }
      const length = Math.min(rest.length, end - start)
      rest.copy(target, start, 0, length)
      rest = rest.subarray(length)
      return length
    },
    async close() {
      await iterator.return?.()
    },
  }
}
