import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'
import { open } from 'node:fs/promises'
import { readable } from './batch.ts'
import { chunkSource, fileSource, type ByteSource } from './byte-source.ts'

export interface Decoded {
  readonly encoding: string
  readonly compressed: boolean
  /** Bytes of the mark before the text. */
  readonly mark: number
  /** UTF-8 without byte order mark. */
  readonly bytes: ByteSource
}

const sampleBytes = 1 << 20
const chunkBytes = 1 << 18

/** Opens delimited text in whatever encoding and compression it is in. */
export async function openDecoded(path: string, onBytes: (bytes: number) => void): Promise<Decoded> {
  const compressed = await isGzip(path)
  const sample = await readSample(path, compressed)
  const encoding = detectEncoding(sample)
  const mark = encoding === 'utf-8' && hasMark(sample) ? 3 : 0
  if (encoding === 'utf-8' && !compressed) {
    onBytes(mark)
    return { encoding, compressed, mark, bytes: fileSource(path, mark, onBytes) }
  }
  const chunks = decode(readable(readBytes(path, compressed, onBytes)), encoding)
  return { encoding, compressed, mark, bytes: chunkSource(chunks) }
}

function hasMark(bytes: Buffer): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
}

async function isGzip(path: string): Promise<boolean> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0)
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b
  } finally {
    await file.close()
  }
}

async function* readBytes(
  path: string,
  compressed: boolean,
  onBytes: (bytes: number) => void,
): AsyncGenerator<Buffer> {
  const file = createReadStream(path, { highWaterMark: chunkBytes })
  if (!compressed) {
    for await (const chunk of file as AsyncIterable<Buffer>) {
      onBytes(chunk.length)
      yield chunk
    }
    return
  }
  file.on('data', (chunk) => onBytes(chunk.length))
  const unpacked = file.pipe(createGunzip({ chunkSize: chunkBytes }))
  file.on('error', (error) => unpacked.destroy(error))
  try {
    yield* unpacked as AsyncIterable<Buffer>
  } finally {
    // A pipe ends what it leads to, never what it comes from.
    file.destroy()
  }
}

async function readSample(path: string, compressed: boolean): Promise<Buffer> {
  const parts: Buffer[] = []
  let length = 0
  for await (const chunk of readable(readBytes(path, compressed, () => undefined))) {
    parts.push(chunk)
    length += chunk.length
    if (length >= sampleBytes) break
  }
  return Buffer.concat(parts).subarray(0, sampleBytes)
}

/** WHATWG label of the encoding the sample is in. GB18030 contains GBK and GB2312. */
export function detectEncoding(sample: Buffer): string {
  if (hasMark(sample)) return 'utf-8'
  if (sample[0] === 0xff && sample[1] === 0xfe) return 'utf-16le'
  if (sample[0] === 0xfe && sample[1] === 0xff) return 'utf-16be'
  return zeroPattern(sample) ?? (isMostlyUtf8(sample) ? 'utf-8' : 'gb18030')
}

/** Where the last whole UTF-8 character ends: a chunk may end inside one. */
export function wholeCharacters(bytes: Buffer, from: number, end: number): number {
  for (let back = 1; back <= 3 && end - back >= from; back++) {
    const byte = bytes[end - back]!
    if (byte >= 0xc0) return end - back
    if (byte < 0x80) return end
  }
  return end
}

/** UTF-16 without a mark: ASCII delimiters show as zeros in every other byte. */
function zeroPattern(sample: Buffer): string | null {
  let even = 0
  let odd = 0
  const length = Math.min(sample.length, 8192)
  for (let at = 0; at < length; at++) {
    if (sample[at] === 0) {
      if (at % 2 === 0) even++
      else odd++
    }
  }
  const enough = Math.max(4, length / 50)
  if (odd >= enough && even < odd / 10) return 'utf-16le'
  if (even >= enough && odd < even / 10) return 'utf-16be'
  return null
}

const wideRun = /[^\u0000-\u007f]{2}/u
const chinese = /^[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]*$/u

/**
 * A UTF-8 file with some broken bytes is still UTF-8: those records are quarantined, the others read; GB18030 read
 * as UTF-8 is broken nearly throughout. A short GB18030 text may pass for UTF-8 by chance, but only in two-byte
 * characters (Latin, Greek, Cyrillic …): where such stand side by side and would be Chinese, it is Chinese.
 */
function isMostlyUtf8(sample: Buffer): boolean {
  const bytes = sample.subarray(0, wholeCharacters(sample, 0, sample.length))
  const text = new TextDecoder('utf-8').decode(bytes)
  let broken = 0
  let twoBytes = 0
  let more = 0
  for (const character of text) {
    if (character === '\ufffd') broken++
    else if (character > '\u07ff') more++
    else if (character > '\u007f') twoBytes++
  }
  if (broken > 0 || more > 0) return more >= broken
  if (twoBytes === 0 || !wideRun.test(text)) return true
  const wide = new TextDecoder('gb18030').decode(sample).replace(/[\u0000-\u007f]+/gu, '')
  return !chinese.test(wide)
}

async function* decode(source: AsyncIterable<Buffer>, encoding: string): AsyncGenerator<Buffer> {
  if (encoding === 'utf-8') {
    let first = true
    for await (const chunk of source) {
      const marked = first && hasMark(chunk)
      first = false
      yield marked ? chunk.subarray(3) : chunk
    }
    return
  }
  const decoder = new TextDecoder(encoding)
  for await (const chunk of source) yield Buffer.from(decoder.decode(chunk, { stream: true }))
  yield Buffer.from(decoder.decode())
}
