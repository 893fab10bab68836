import { afterAll, beforeAll, expect, test } from 'vitest'
import { asOf, differences, versions } from '../../server/warehouse/history.ts'
import { openWarehouse, type Warehouse } from '../ingest/load-file.ts'
import { sample } from '../ingest/sample-dataset.ts'

let warehouse: Warehouse
const day = (date: string): Date => new Date(`2025-${date}T00:00:00+08:00`)

beforeAll(async () => {
  warehouse = await openWarehouse()
  const files: [string, string][] = [
    ['01-01', 'A01,2024-01,甲,1\nA02,2024-01,乙,2\n'],
    ['02-01', 'A01,2024-01,甲厂,1\nA03,2024-01,丙,3\n'],
    ['03-01', 'A01,2024-01,甲厂,9\nA02,2024-01,乙,2\n'],
    // Corrected on the day itself: the first wording of that day never held.
    ['03-01', 'A01,2024-01,甲厂,8\n'],
  ]
  for (const [position, [date, lines]] of files.entries()) {
    const result = await warehouse.load(`code,month,name,count\n${lines}`, {
      source: `test/${position}`,
      effectiveAt: day(date),
    })
    if (result.error !== null) throw new Error(result.error.message)
  }
})
afterAll(() => warehouse.close())

const heldAt = async (instant: Date) =>
  (
    await warehouse.query<{ text: string }>(
      `select code || name || count as text from ${asOf(sample)} as held order by 1`,
      [instant],
    )
  ).map(({ text }) => text)

test('rows as they held at an instant', async () => {
  expect(await heldAt(day('01-01'))).toEqual(['A01甲1', 'A02乙2'])
  expect(await heldAt(new Date(day('02-01').getTime() - 1))).toEqual(['A01甲1', 'A02乙2'])
  expect(await heldAt(day('02-01'))).toEqual(['A01甲厂1', 'A02乙2', 'A03丙3'])
  expect(await heldAt(day('03-01'))).toEqual(['A01甲厂8', 'A02乙2', 'A03丙3'])
  expect(await heldAt(day('12-01'))).toEqual(['A01甲厂8', 'A02乙2', 'A03丙3'])
  expect(await heldAt(new Date('2024-12-31T00:00:00+08:00'))).toEqual([])
})

test('what became different between two instants', async () => {
  expect(await differences(warehouse.database, sample, day('01-15'), day('02-15'))).toEqual([
    {
      kind: 'changed',
      key: { code: 'A01', month: '2024-01' },
      columns: { name: { before: '甲', after: '甲厂' } },
      batchId: 2,
    },
    {
      kind: 'added',
      key: { code: 'A03', month: '2024-01' },
      columns: {
        code: { before: null, after: 'A03' },
        month: { before: null, after: '2024-01' },
        name: { before: null, after: '丙' },
        count: { before: null, after: 3 },
      },
      batchId: 2,
    },
  ])
  const [whole] = await differences(warehouse.database, sample, day('01-15'), day('12-01'))
  expect(whole?.columns).toEqual({ name: { before: '甲', after: '甲厂' }, count: { before: 1, after: 8 } })
  expect(await differences(warehouse.database, sample, day('04-01'), day('12-01'))).toEqual([])
  expect(await differences(warehouse.database, sample, day('01-15'), day('02-15'), 1)).toHaveLength(1)
})

test('every version of one row, latest first', async () => {
  const found = await versions(warehouse.database, sample, ['A01', '2024-01'])
  expect(
    found.map(({ validFrom, validTo, batchId, rowNumber, values }) => [
      validFrom,
      validTo,
      batchId,
      rowNumber,
      values.name,
      values.count,
    ]),
  ).toEqual([
    [day('03-01'), null, 4, 2, '甲厂', 8],
    [day('03-01'), day('03-01'), 3, 2, '甲厂', 9],
    [day('02-01'), day('03-01'), 2, 2, '甲厂', 1],
    [day('01-01'), day('02-01'), 1, 2, '甲', 1],
  ])
  expect(await versions(warehouse.database, sample, ['X', 'Y'])).toEqual([])
})

test('a row keeps its id through its versions', async () => {
  const ids = await warehouse.query<{ row_id: number }>(
    `select distinct row_id from (select row_id from public_warehouse.sample where code = 'A01'
     union all select row_id from public_warehouse.sample_history where code = 'A01') both_tables`,
  )
  expect(ids).toHaveLength(1)
})
