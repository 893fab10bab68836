import ExcelJs from 'exceljs'
import fc from 'fast-check'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { IngestError } from '../../server/ingest/batch.ts'
import { isFault, valueReader } from '../../server/ingest/values.ts'
import { isRequired } from '../../server/warehouse/tables.ts'
import { openWarehouse, type Warehouse } from './load-file.ts'
import { loadingDay, sample } from './sample-dataset.ts'
import { runEngine } from './scan/run-engine.ts'

let warehouse: Warehouse
beforeAll(async () => {
  warehouse = await openWarehouse()
})
afterAll(() => warehouse.close())

const header = ['code', 'month', 'name', 'state', 'count', 'amount', 'day', 'note']
const lines = Array.from({ length: 40 }, (_, row) => [
  `A${10 + row}`,
  `2024-${String(1 + (row % 12)).padStart(2, '0')}`,
  `厂${row}`,
  row % 2 === 0 ? '存续' : '',
  String(row * 37),
  `${row}.${row % 10}`,
  '2024-02-29',
  row % 5 === 0 ? `"备注,${row}"` : '备注',
])
const csv = Buffer.from([header, ...lines].map((cells) => cells.join(',')).join('\n'))

/** One kind of damage met in transfers and by hand: flipped, lost, doubled and foreign bytes. */
const damage = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.integer({ min: 1, max: 9 }),
  kind: fc.constantFrom('flip', 'cut', 'double', 'insert', 'truncate'),
  bytes: fc.constantFrom('"', '\n', '\r', ',', '\u0000', '\ufeff', '12亿', '"",', ';', '\t', 'NaN', '　'),
})
type Damage = typeof damage extends fc.Arbitrary<infer T> ? T : never

function damaged(bytes: Buffer, all: readonly Damage[]): Buffer {
  return all.reduce((given, { at, length, kind, bytes: foreign }) => {
    const from = Math.floor(at * given.length)
    const until = Math.min(given.length, from + length)
    const [head, piece, tail] = [given.subarray(0, from), given.subarray(from, until), given.subarray(until)]
    if (kind === 'flip') return Buffer.concat([head, Buffer.from(piece.map((byte) => byte ^ 0x15)), tail])
    if (kind === 'cut') return Buffer.concat([head, tail])
    if (kind === 'double') return Buffer.concat([head, piece, piece, tail])
    if (kind === 'insert') return Buffer.concat([head, Buffer.from(foreign), piece, tail])
    return given.subarray(0, Math.max(1, until))
  }, bytes)
}

const damages = fc.array(damage, { minLength: 1, maxLength: 6 })

test('a damaged delimited file: nothing is accepted that its column does not allow, nothing is lost', async () => {
  const readers = new Map(
    Object.entries(sample.columns).map(([name, column]) => [
      name,
      // Money comes out in cents.
      valueReader(
        column.type === 'money' ? { title: '', type: 'integer' } : column,
        isRequired(sample, name, column),
        loadingDay,
      ),
    ]),
  )
  await fc.assert(
    fc.asyncProperty(damages, fc.array(fc.nat(2500), { maxLength: 4 }), async (all, cuts) => {
      const bytes = damaged(csv, all)
      try {
        const { rows, rejects, engine } = await runEngine(bytes, cuts)
        expect(engine.read).toBe(rows.length + rejects.length)
        for (const reject of rejects)
          expect(reject.rule !== '' && reject.message !== '' && reject.rowNumber > 1).toBe(true)
        for (const { values } of rows) {
          for (const [name, text] of Object.entries(values)) {
            const value = readers.get(name)!(text)
            expect([name, text, isFault(value) ? value.rule : 'fine']).toEqual([name, text, 'fine'])
          }
        }
        // Every byte of a record that was not accepted is kept.
        const lost = rejects.filter(({ raw, rule }) => rule !== 'record-too-long' && !bytes.includes(raw))
        expect(lost).toEqual([])
      } catch (error) {
        // The header itself may be hit.
        if (!(error instanceof IngestError) && !(error instanceof Error && error.message === 'no header'))
          throw error
      }
    }),
    { numRuns: 400 },
  )
})

async function workbook(): Promise<Buffer> {
  const book = new ExcelJs.Workbook()
  const sheet = book.addWorksheet('数据')
  sheet.addRow(header)
  for (const cells of lines) sheet.addRow(cells.map((cell) => cell.replaceAll('"', '')))
  return Buffer.from(await book.xlsx.writeBuffer())
}

const jsonl = Buffer.from(
  lines
    .map((cells) =>
      JSON.stringify(Object.fromEntries(header.map((name, at) => [name, cells[at]?.replaceAll('"', '')]))),
    )
    .join('\n'),
)

describe('a damaged file is loaded in part or refused with a reason; the counts add up', () => {
  test.each<[string, () => Buffer | Promise<Buffer>, string]>([
    ['csv', () => csv, 'file.csv'],
    ['gzip', () => gzipSync(csv), 'file.csv.gz'],
    ['xlsx', workbook, 'file.xlsx'],
    ['json lines', () => jsonl, 'file.jsonl'],
  ])('%s', async (kind, whole, name) => {
    const bytes = await whole()
    expect(await warehouse.load(bytes, { name, source: `test/${kind}` })).toMatchObject({
      error: null,
      read: 40,
    })
    let number = 0
    await fc.assert(
      fc.asyncProperty(damages, async (all) => {
        const result = await warehouse.load(damaged(bytes, all), { name, source: `test/${kind}/${number++}` })
        const { status, error, read, accepted, unchanged, duplicate, quarantined } = result
        expect(read).toBe(accepted + unchanged + duplicate + quarantined)
        if (status === 'failed') {
          // Never the server's fault.
          expect([error?.code, error?.message]).not.toContain('internal')
          expect(error?.retry).toBe(false)
        }
      }),
      { numRuns: 15 },
    )
  })
})
