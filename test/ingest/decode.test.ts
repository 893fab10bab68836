import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { detectEncoding, openDecoded, wholeCharacters } from '../../server/ingest/decode.ts'
import { encodeGb18030 } from './gb18030.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'decode-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function decoded(
  bytes: Buffer,
): Promise<{ readonly text: string; readonly encoding: string; readonly read: number }> {
  const file = path.join(folder, 'file')
  await writeFile(file, bytes)
  let read = 0
  const { bytes: source, encoding } = await openDecoded(file, (count) => (read += count))
  const parts: Buffer[] = []
  for (;;) {
    const part = Buffer.alloc(70_001)
    const length = await source.read(part, 1, part.length)
    if (length === 0) break
    parts.push(part.subarray(1, 1 + length))
  }
  await source.close()
  const text = Buffer.concat(parts).toString('utf8')
  return { text, encoding, read }
}

const text = `企业名称,住所\n山东镕磊橡胶有限公司,东营市广饶县𠮷祥路\n${'国盛轮胎,潍坊\n'.repeat(40_000)}`

describe('is read as the same text from', () => {
  test.each<[string, string, () => Buffer]>([
    ['UTF-8', 'utf-8', () => Buffer.from(text)],
    ['UTF-8 with mark', 'utf-8', () => Buffer.from(`\ufeff${text}`)],
    ['UTF-16LE with mark', 'utf-16le', () => Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['UTF-16LE without mark', 'utf-16le', () => Buffer.from(text, 'utf16le')],
    ['UTF-16BE with mark', 'utf-16be', () => Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
    ['UTF-16BE without mark', 'utf-16be', () => Buffer.from(text, 'utf16le').swap16()],
    ['GB18030, also four-byte characters', 'gb18030', () => encodeGb18030(text)],
    ['gzip of UTF-8', 'utf-8', () => gzipSync(text)],
    ['gzip of GB18030', 'gb18030', () => gzipSync(encodeGb18030(text))],
  ])('%s', async (_, encoding, bytes) => {
    const stored = bytes()
    expect(await decoded(stored)).toEqual({ text, encoding, read: stored.length })
  })
})

describe('detection', () => {
  test('a few broken bytes do not make UTF-8 another encoding', () => {
    expect(detectEncoding(Buffer.concat([Buffer.from('山东省东营市广饶县大王镇'), Buffer.of(0xff)]))).toBe(
      'utf-8',
    )
  })

  test('short GB18030 that happens to be valid UTF-8 is GB18030', () => {
    const bytes = encodeGb18030('a,b\n通山,通省\n')
    expect(detectEncoding(bytes)).toBe('gb18030')
    expect(detectEncoding(Buffer.from('name\nCafé Zoë\n'))).toBe('utf-8')
  })

  test('a sample may end inside a character', () => {
    const bytes = Buffer.from('山东')
    expect(detectEncoding(bytes.subarray(0, 5))).toBe('utf-8')
    expect([6, 5, 4, 3].map((end) => wholeCharacters(bytes, 0, end))).toEqual([3, 3, 3, 0])
  })

  test('plain ASCII is UTF-8', () => {
    expect(detectEncoding(Buffer.from('a,b\n1,2\n'))).toBe('utf-8')
    expect(detectEncoding(Buffer.alloc(0))).toBe('utf-8')
  })
})

test('a truncated gzip file is the file’s fault', async () => {
  await expect(decoded(gzipSync(text).subarray(0, 1000))).rejects.toMatchObject({
    detail: { code: 'unreadable', retry: false },
  })
})

test('the encoder of the tests writes what iconv does', () => {
  expect(encodeGb18030('山东𠮷a').toString('hex')).toBe('c9bdb6ab9534b23561')
})
