import { readdir } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { gzipSync } from 'node:zlib'
import { workbookOf } from '../connectors/formats/zip-file.ts'
import { openWarehouse, type Warehouse } from '../ingest/load-file.ts'

let warehouse: Warehouse

beforeAll(async () => {
  warehouse = await openWarehouse()
  process.on('warning', onWarning)
})
afterAll(async () => {
  process.off('warning', onWarning)
  await warehouse.close()
})

/** Files open now, and those that were only closed because the collector found them. */
let collected = 0
const onWarning = ({ message }: Error) => {
  if (message.includes('on garbage collection')) collected++
}
const openFiles = async () => (await readdir('/dev/fd')).length + collected

test.each([
  ['a good file', 'a.csv', Buffer.from('code,month,name\nA01,2024-01,甲\n')],
  ['other columns', 'a.csv', Buffer.from('x,y\n1,2\n')],
  ['nothing', 'a.csv', Buffer.alloc(0)],
  ['other columns, packed', 'a.csv.gz', gzipSync('x,y\n1,2\n')],
  ['a cut archive', 'a.csv.gz', gzipSync('code,month,name\n'.repeat(99)).subarray(0, 40)],
  ['a workbook of other columns', 'a.xlsx', workbookOf({ sheets: [{ name: '表', rows: '' }] })],
  ['JSON lines of other columns', 'a.jsonl', Buffer.from('{"x":1}\n')],
])('however often a file is handed in, no file stays open: %s', async (_, name, content) => {
  // What is opened once and kept (connections) does not count.
  await warehouse.load(content, { name })
  const before = await openFiles()
  for (let time = 0; time < 20; time++) await warehouse.load(content, { name })
  expect((await openFiles()) - before).toBeLessThan(10)
})

test('a batch that failed is in the ledger with its reason, whatever the file holds', async () => {
  for (const header of ['x\u0000,y', '\ud800,y', `${'很'.repeat(100_000)},y`]) {
    const result = await warehouse.load(Buffer.from(`${header}\n1,2\n`))
    expect(result.status).toBe('failed')
    const [batch] = await warehouse.query<{ status: string; error: { code: string } | null }>(
      'select status, error from brain.batch where id = $1',
      [result.batchId],
    )
    expect(batch).toMatchObject({ status: 'failed', error: { code: result.error?.code } })
  }
})
