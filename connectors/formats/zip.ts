import { open, type FileHandle } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { createInflateRaw, crc32 } from 'node:zlib'
import { readWhole, type FileContent } from './content.ts'

export interface ZipEntry {
  readonly name: string
  readonly method: number
  readonly compressedSize: number
  readonly size: number
  readonly crc: number
  readonly offset: number
}

export interface ZipLimits {
  /** Sum of the unpacked sizes, bytes. */
  readonly unpacked: number
  /** Unpacked to packed size of one entry larger than 16 MB; real workbooks stay under 100. */
  readonly ratio: number
  readonly entries: number
}

export interface ZipArchive {
  readonly entries: ReadonlyMap<string, ZipEntry>
  /** Unpacked bytes; fails when they are more or other than the directory says. */
  read(entry: ZipEntry): AsyncIterable<Buffer>
  close(): Promise<void>
}

interface RandomAccess {
  readonly size: number
  read(position: number, length: number): Promise<Buffer>
  stream(position: number, length: number): Readable
  close(): Promise<void>
}

const endOfDirectory = 0x06054b50
const endOfDirectory64 = 0x06064b50
const locator64 = 0x07064b50
const directoryEntry = 0x02014b50
const localEntry = 0x04034b50
const full32 = 0xffffffff
const full16 = 0xffff
const ratioMatters = 16 * 1024 * 1024
const pieceSize = 64 * 1024
const memoryLimit = 128 * 1024 * 1024

/**
 * Opens a zip archive by its central directory (PKWARE APPNOTE 6.3.10, stored and deflated entries, Zip64) and
 * refuses, before anything is unpacked, one whose sizes are absurd.
 */
export async function openZip(content: FileContent, limits: ZipLimits): Promise<ZipArchive> {
  const file = await openRandomAccess(content)
  try {
    const entries = await readDirectory(file, limits)
    return {
      entries: new Map(entries.map((entry) => [entry.name, entry])),
      read: (entry) => unpack(file, entry),
      close: () => file.close(),
    }
  } catch (error) {
    await file.close()
    throw error
  }
}

async function openRandomAccess(content: FileContent): Promise<RandomAccess> {
  if (!('path' in content)) {
    const bytes = await readWhole(content, memoryLimit)
    return {
      size: bytes.length,
      read: (position, length) => Promise.resolve(bytes.subarray(position, position + length)),
      stream: (position, length) => Readable.from([bytes.subarray(position, position + length)]),
      close: () => Promise.resolve(),
    }
  }
  const handle = await open(content.path)
  const { size } = await handle.stat()
  return {
    size,
    async read(position, length) {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, position)
      return buffer.subarray(0, bytesRead)
    },
    stream: (position, length) => Readable.from(readPieces(handle, position, length)),
    close: () => handle.close(),
  }
}

/** Not a read stream of the handle: destroying that closes the file for the entries after it. */
async function* readPieces(handle: FileHandle, position: number, length: number): AsyncGenerator<Buffer> {
  const end = position + length
  for (let at = position; at < end;) {
    const wanted = Math.min(pieceSize, end - at)
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(wanted), 0, wanted, at)
    if (bytesRead === 0) return
    at += bytesRead
    yield buffer.subarray(0, bytesRead)
  }
}

async function readDirectory(file: RandomAccess, limits: ZipLimits): Promise<readonly ZipEntry[]> {
  const { count, offset, length } = await locateDirectory(file)
  if (count > limits.entries) throw new Error(`压缩包内有 ${count} 个文件，最多允许 ${limits.entries} 个`)
  if (offset + length > file.size) throw damaged('目录位置超出文件')
  const bytes = await file.read(offset, length)
  const entries: ZipEntry[] = []
  let at = 0
  for (let position = 0; position < count; position++) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== directoryEntry) throw damaged('目录项不完整')
    const nameLength = bytes.readUInt16LE(at + 28)
    const extraLength = bytes.readUInt16LE(at + 30)
    const end = at + 46 + nameLength + extraLength + bytes.readUInt16LE(at + 32)
    if (end > bytes.length) throw damaged('目录项不完整')
    entries.push(readEntry(bytes.subarray(at, end), nameLength, extraLength))
    at = end
  }
  refuseAbsurd(entries, limits)
  return entries
}

function readEntry(bytes: Buffer, nameLength: number, extraLength: number): ZipEntry {
  if ((bytes.readUInt16LE(8) & 1) === 1) throw new Error('文件已加密，请先去掉密码再导入')
  const wide = zip64Values(bytes.subarray(46 + nameLength, 46 + nameLength + extraLength))
  const take = (value: number): number => (value === full32 ? (wide.shift() ?? value) : value)
  // The order of the Zip64 values is fixed: size, compressed size, offset, each only where the field is full.
  const size = take(bytes.readUInt32LE(24))
  const compressedSize = take(bytes.readUInt32LE(20))
  const offset = take(bytes.readUInt32LE(42))
  return {
    name: bytes.toString('utf8', 46, 46 + nameLength).replaceAll('\\', '/'),
    method: bytes.readUInt16LE(10),
    crc: bytes.readUInt32LE(16),
    size,
    compressedSize,
    offset,
  }
}

function zip64Values(extra: Buffer): number[] {
  const values: number[] = []
  for (let at = 0; at + 4 <= extra.length;) {
    const end = Math.min(at + 4 + extra.readUInt16LE(at + 2), extra.length)
    if (extra.readUInt16LE(at) === 1) {
      for (let value = at + 4; value + 8 <= end; value += 8) values.push(Number(extra.readBigUInt64LE(value)))
    }
    at = end
  }
  return values
}

async function locateDirectory(
  file: RandomAccess,
): Promise<{ count: number; offset: number; length: number }> {
  const tailLength = Math.min(file.size, 22 + full16 + 20)
  const tailStart = file.size - tailLength
  const tail = await file.read(tailStart, tailLength)
  let at = tail.length - 22
  while (at >= 0 && tail.readUInt32LE(at) !== endOfDirectory) at--
  if (at < 0) throw notZip(await file.read(0, 8))
  const count = tail.readUInt16LE(at + 10)
  const length = tail.readUInt32LE(at + 12)
  const offset = tail.readUInt32LE(at + 16)
  if (count !== full16 && length !== full32 && offset !== full32) return { count, offset, length }
  if (at < 20 || tail.readUInt32LE(at - 20) !== locator64) return { count, offset, length }
  const record = await file.read(Number(tail.readBigUInt64LE(at - 12)), 56)
  if (record.length < 56 || record.readUInt32LE(0) !== endOfDirectory64) throw damaged('Zip64 目录不完整')
  return {
    count: Number(record.readBigUInt64LE(32)),
    length: Number(record.readBigUInt64LE(40)),
    offset: Number(record.readBigUInt64LE(48)),
  }
}

function refuseAbsurd(entries: readonly ZipEntry[], limits: ZipLimits): void {
  const names = new Set<string>()
  let total = 0
  for (const { name, size, compressedSize } of entries) {
    if (names.has(name)) throw damaged(`有两个同名文件 ${name}`)
    names.add(name)
    total += size
    const ratio = size / Math.max(compressedSize, 1)
    if (size > ratioMatters && ratio > limits.ratio) {
      throw new Error(
        `${name} 解压后是压缩前的 ${Math.round(ratio)} 倍，超过 ${limits.ratio} 倍，疑为压缩炸弹`,
      )
    }
  }
  if (total > limits.unpacked) {
    const megabytes = (bytes: number) => Math.round(bytes / 1024 / 1024)
    throw new Error(
      `解压后共 ${megabytes(total)} MB，超过 ${megabytes(limits.unpacked)} MB；请拆分或改用 CSV`,
    )
  }
}

async function* unpack(file: RandomAccess, entry: ZipEntry): AsyncGenerator<Buffer> {
  const header = await file.read(entry.offset, 30)
  if (header.length < 30 || header.readUInt32LE(0) !== localEntry) throw damaged(`找不到 ${entry.name}`)
  const start = entry.offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28)
  if (start + entry.compressedSize > file.size) throw damaged(`${entry.name} 不完整`)
  const packed = file.stream(start, entry.compressedSize)
  let unpacked = 0
  let crc = 0
  for await (const chunk of inflated(packed, entry)) {
    unpacked += chunk.length
    if (unpacked > entry.size) throw damaged(`${entry.name} 解压后比目录所说的长`)
    crc = crc32(chunk, crc)
    yield chunk
  }
  if (unpacked !== entry.size || crc !== entry.crc) throw damaged(`${entry.name} 校验不符`)
}

function inflated(packed: Readable, entry: ZipEntry): AsyncIterable<Buffer> {
  if (entry.method === 0) return packed
  if (entry.method !== 8) throw damaged(`${entry.name} 的压缩方法 ${entry.method} 不支持`)
  const inflate = createInflateRaw({ chunkSize: 64 * 1024 })
  packed.on('error', (error) => inflate.destroy(error))
  inflate.on('close', () => packed.destroy())
  return packed.pipe(inflate)
}

function damaged(detail: string): Error {
  return new Error(`压缩包已损坏：${detail}`)
}

/** Old .xls files and workbooks with a password are OLE containers and begin with D0 CF 11 E0. */
function notZip(start: Buffer): Error {
  return start.length >= 4 && start.readUInt32BE(0) === 0xd0cf11e0
    ? new Error('这是旧版 .xls 或加密的工作簿，请用 Excel 或 WPS 另存为不加密的 .xlsx')
    : new Error('不是 .xlsx 工作簿：文件不是压缩包或已截断')
}
