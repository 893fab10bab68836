import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readXlsx } from '../../../connectors/formats/xlsx.ts'
import { workbookOf, zipOf } from './zip-file.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'xlsx-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function read(bytes: Buffer): Promise<readonly unknown[]> {
  const file = path.join(folder, 'refused.xlsx')
  await writeFile(file, bytes)
  return Array.fromAsync(readXlsx({ path: file }))
}

const sheet =
  '<row><c t="str"><v>号</v></c><c t="str"><v>值</v></c></row><row><c><v>1</v></c><c><v>2</v></c></row>'

describe('files that are refused', () => {
  const good = workbookOf({ sheets: [{ name: '表', rows: sheet }] })

  it.each([
    ['text', Buffer.from('企业名称,注册资本\n'), /不是压缩包或已截断/],
    ['nothing', Buffer.alloc(0), /不是压缩包或已截断/],
    ['an old workbook', Buffer.from('d0cf11e0a1b11ae1', 'hex'), /旧版 \.xls/],
    ['a cut archive', good.subarray(0, good.length - 60), /不是压缩包或已截断/],
    ['another archive', zipOf([{ name: 'word/document.xml', content: '<w/>' }]), /没有 xl\/workbook\.xml/],
    ['a password', zipOf([{ name: 'xl/workbook.xml', content: '<w/>', encrypted: true }]), /已加密/],
    [
      'a document type',
      zipOf([
        { name: 'xl/workbook.xml', content: '<!DOCTYPE x><w/>' },
        { name: 'xl/_rels/workbook.xml.rels', content: '<R/>' },
      ]),
      /DTD/,
    ],
    [
      'XML cut in a tag',
      zipOf([
        { name: 'xl/workbook.xml', content: '<workbook><sheets' },
        { name: 'xl/_rels/workbook.xml.rels', content: '<R/>' },
      ]),
      /标签中间结束/,
    ],
  ])('%s', async (_, bytes, message) => {
    await expect(read(bytes)).rejects.toThrow(message)
  })

  it('a bomb, by its directory, before anything is unpacked', async () => {
    const bomb = { name: 'xl/worksheets/sheet1.xml', content: 'x', claimedSize: 4_000_000_000 }
    await expect(read(zipOf([bomb]))).rejects.toThrow(/压缩炸弹/)
    const many = Array.from({ length: 3 }, (_, at) => ({
      name: `${at}`,
      content: Buffer.alloc(15_000_000),
      claimedSize: 0xfffffffe,
    }))
    await expect(read(zipOf(many))).rejects.toThrow(/压缩炸弹|超过/)
  })

  it('a bomb whose directory lies about the size', async () => {
    const rows = `<row><c t="str"><v>${'甲'.repeat(100_000)}</v></c></row>`
    const bytes = workbookOf({ sheets: [{ name: '表', rows }] })
    const at = bytes.lastIndexOf(Buffer.from('xl/worksheets/sheet1.xml')) - 46
    bytes.writeUInt32LE(500, at + 24)
    await expect(read(bytes)).rejects.toThrow(/比目录所说的长/)
  })

  it('a flipped bit', async () => {
    const bytes = Buffer.from(good)
    const at = bytes.indexOf('xl/worksheets/sheet1.xml') + 'xl/worksheets/sheet1.xml'.length + 60
    bytes[at] = (bytes[at] ?? 0) ^ 0x10
    await expect(read(bytes)).rejects.toThrow(/损坏|invalid|incorrect|not valid/)
  })

  it('never crashes and never hangs on noise', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: good.length - 1 }), fc.nat({ max: 255 }), async (at, byte) => {
        const bytes = Buffer.from(good)
        bytes[at] = byte
        const outcome = await read(bytes).catch((error: unknown) => {
          expect(error).toBeInstanceOf(Error)
          return 'refused'
        })
        expect(outcome === 'refused' || Array.isArray(outcome)).toBe(true)
      }),
      { numRuns: 200 },
    )
  })
})
