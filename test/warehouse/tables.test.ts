import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { columnsOf, datasets, type NamedDataset } from '../../server/datasets/registry.ts'
import type { Database } from '../../server/warehouse/database.ts'
import { currentIndexes, ensureTables, isRequired } from '../../server/warehouse/tables.ts'
import { openTestDatabase } from '../database.ts'
import { sample } from '../ingest/sample-dataset.ts'

let database: Database
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database.close())

async function query<T>(text: string, values: unknown[] = []): Promise<T[]> {
  return (await database.pool.query<T & Record<string, unknown>>(text, values)).rows
}

interface StoredColumn {
  readonly name: string
  readonly type: string
  readonly required: boolean
  readonly collation: string | null
}

const columnsIn = (schema: string, table: string) =>
  query<StoredColumn>(
    `select a.attname as name, format_type(a.atttypid, a.atttypmod) as type, a.attnotnull as required,
       l.collname as collation
     from pg_attribute a left join pg_collation l on l.oid = a.attcollation
     where a.attrelid = $1::regclass and a.attnum > 0 and not a.attisdropped order by a.attnum`,
    [`${schema}.${table}`],
  )

const stored = {
  text: 'text',
  integer: 'bigint',
  decimal: 'double precision',
  money: 'bigint',
  boolean: 'boolean',
  date: 'date',
  month: 'text',
  timestamp: 'timestamp with time zone',
  json: 'jsonb',
} as const

describe('every table agrees with its contract', () => {
  test.each([...datasets.values()].map((dataset) => [dataset.id, dataset] as const))(
    '%s',
    async (_, dataset) => {
      const wanted = columnsOf(dataset).map(([name, column]) => ({
        name,
        type: stored[column.type],
        required: isRequired(dataset, name, column),
        collation: stored[column.type] === 'text' ? 'C' : null,
      }))
      const provenance = ['row_id', 'batch_id', 'row_number', 'row_hash'].map((name) => ({
        name,
        type: 'bigint',
      }))
      for (const suffix of ['', '_history']) {
        const columns = await columnsIn(dataset.schema, dataset.table + suffix)
        expect(columns.slice(0, wanted.length)).toEqual(wanted)
        const rest = columns.slice(wanted.length).map(({ name, type }) => ({ name, type }))
        const moments = suffix === '' ? ['valid_from'] : ['valid_from', 'valid_to']
        expect(rest).toEqual([...provenance, ...moments.map((name) => ({ name, type: stored.timestamp }))])
      }
      const indexes = await query<{ indexname: string; indexdef: string }>(
        'select indexname, indexdef from pg_indexes where schemaname = $1 and tablename = $2',
        [dataset.schema, dataset.table],
      )
      expect(indexes.map(({ indexname }) => indexname).toSorted()).toEqual(
        currentIndexes(dataset)
          .map(({ name }) => name)
          .toSorted(),
      )
      const key = dataset.key
        .map((name) => (/^[a-z_]+$/.test(name) && name !== 'table' ? name : `"${name}"`))
        .join(', ')
      const unique = indexes.filter(({ indexdef }) => indexdef.startsWith('CREATE UNIQUE'))
      expect(unique.map(({ indexdef }) => indexdef.replaceAll('"', ''))).toContainEqual(
        expect.stringContaining(`(${key.replaceAll('"', '')})`),
      )
    },
  )
})

describe('when a contract changes', () => {
  const change = (columns: NamedDataset['columns'], rest: Partial<NamedDataset> = {}): NamedDataset => ({
    ...sample,
    columns: { ...sample.columns, ...columns },
    ...rest,
  })

  beforeAll(async () => {
    await ensureTables(database, [sample])
    await query(
      `insert into public_warehouse.sample (code, month, name, state, count, amount, batch_id, row_number, row_hash, valid_from)
       values ('A01', '2024-01', '甲', '存续', 7, 500, 1, 2, 3, now())`,
    )
    await query(`update public_warehouse.sample_by_state set facts = 99`)
  })

  test('doing it again changes nothing', async () => {
    const before = await columnsIn('public_warehouse', 'sample')
    const rollup = await query('select * from public_warehouse.sample_by_state')
    await ensureTables(database, [sample])
    expect(await columnsIn('public_warehouse', 'sample')).toEqual(before)
    expect(await query('select * from public_warehouse.sample_by_state')).toEqual(rollup)
  })

  test('columns come, change type, and need no value any more; rows stay', async () => {
    const { note: _, ...columns } = sample.columns
    const changed: NamedDataset = {
      ...sample,
      columns: {
        ...columns,
        count: { title: '数量', type: 'text' },
        name: { title: '名称', type: 'text' },
        fresh: { title: '新', type: 'date' },
      },
      indexes: [['count']],
      rollups: [{ name: 'state', month: 'month', by: ['state'], sum: ['amount'] }],
    }
    await ensureTables(database, [changed])
    const columnNames = (await columnsIn('public_warehouse', 'sample')).map(({ name, type, required }) => [
      name,
      type,
      required,
    ])
    expect(columnNames).toContainEqual(['count', 'text', false])
    expect(columnNames).toContainEqual(['name', 'text', false])
    expect(columnNames).toContainEqual(['fresh', 'date', false])
    expect(columnNames).toContainEqual(['note', 'text', false])
    expect(await query('select code, count, fresh from public_warehouse.sample')).toEqual([
      { code: 'A01', count: '7', fresh: null },
    ])
    // A roll-up of another definition is computed anew from the facts.
    expect(await query('select * from public_warehouse.sample_by_state')).toEqual([
      { month: '2024-01', state: '存续', facts: 1, amount: 500 },
    ])
    const indexes = await query<{ indexdef: string }>(
      `select indexdef from pg_indexes where tablename = 'sample'`,
    )
    expect(indexes.some(({ indexdef }) => indexdef.endsWith('(count)'))).toBe(true)
    expect(indexes.some(({ indexdef }) => indexdef.endsWith('(state)'))).toBe(false)
    await ensureTables(database, [sample])
  })

  test('stored values that do not fit are named, and the table stays as it was', async () => {
    const before = await columnsIn('public_warehouse', 'sample')
    await expect(
      ensureTables(database, [change({ name: { title: '名称', type: 'integer', required: true } })]),
    ).rejects.toThrow(/数据集 public\/sample 的契约已改，但表 sample 中已有数据不符合/)
    await expect(
      ensureTables(database, [
        change({
          state: { title: '状态', type: 'text' },
          day: { title: '日', type: 'date', required: true },
        }),
      ]),
    ).rejects.toThrow('contains null values')
    expect(await columnsIn('public_warehouse', 'sample')).toEqual(before)
  })

  test('names that stand for no column are found at once', async () => {
    await expect(ensureTables(database, [change({}, { indexes: [['stat']] })])).rejects.toThrow(
      '引用了不存在的列：stat',
    )
    await expect(ensureTables(database, [change({}, { key: [] })])).rejects.toThrow('没有主键')
  })

  test('several processes may do it at the same time', async () => {
    const fresh: NamedDataset = { ...sample, id: 'public/twin', name: 'twin', table: 'twin' }
    await Promise.all([1, 2, 3, 4].map(() => ensureTables(database, [fresh])))
    expect(await columnsIn('public_warehouse', 'twin')).toHaveLength(Object.keys(sample.columns).length + 5)
  })
})
