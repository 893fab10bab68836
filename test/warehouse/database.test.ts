import { createServer } from 'node:net'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { openDatabase, prepare, type Database } from '../../server/warehouse/database.ts'
import { openTestDatabase, urlOf } from '../database.ts'

let database: Database

beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database.close())

async function value(expression: string): Promise<unknown> {
  const { rows } = await database.pool.query<{ value: unknown }>(`select ${expression} as value`)
  return rows[0]?.value
}

describe('openDatabase', () => {
  test('works as an ordinary role in Chinese time', async () => {
    expect(await value(`(select rolsuper from pg_roles where rolname = current_user)`)).toBe(false)
    expect(await value(`to_char(timestamptz '2025-12-31T16:30:00Z', 'YYYY-MM-DD HH24:MI')`)).toBe(
      '2026-01-01 00:30',
    )
  })

  test('reads bigint and numeric as exact numbers and refuses those it cannot hold', async () => {
    expect(await value('9007199254740991::bigint')).toBe(9007199254740991)
    expect(await value(`array[1, null, 3]::bigint[]`)).toEqual([1, null, 3])
    expect(await value('(select sum(x) from (values (1::bigint), (2)) as v(x))')).toBe(3)
    expect(await value('1.25::numeric')).toBe(1.25)
    await expect(value('9007199254740993::bigint')).rejects.toThrow('9007199254740993')
  })

  test('reads a day as text, whatever the time zone of the process', async () => {
    expect(await value(`date '2026-02-28'`)).toBe('2026-02-28')
    expect(await value(`array[date '2026-02-28']`)).toEqual(['2026-02-28'])
    expect(await value(`timestamptz '2026-01-01T00:00:00+08:00'`)).toEqual(new Date('2025-12-31T16:00:00Z'))
  })

  test('indexes Chinese text by trigram and sorts it by pinyin', async () => {
    await database.pool.query('create extension if not exists pg_trgm')
    expect(await value(`similarity('山东橡胶轮胎', '橡胶轮胎')`)).toBeGreaterThan(0.3)
    const sorted = `(select array_agg(x order by x collate "zh-x-icu") from unnest(array['淄博', '东营', '济南']) x)`
    expect(await value(sorted)).toEqual(['东营', '济南', '淄博'])
  })

  test('rolls back a transaction that throws', async () => {
    await database.pool.query('create table kept (id int)')
    const failed = database.transaction(async (transaction) => {
      await transaction.executeQuery(
        transaction.schema.createTable('lost').addColumn('id', 'integer').compile(),
      )
      throw new Error('stop')
    })
    await expect(failed).rejects.toThrow('stop')
    expect(await value(`to_regclass('lost')::text`)).toBeNull()
    expect(await value(`to_regclass('kept')::text`)).toBe('kept')
  })

  test('says where it could not connect, without the password', async () => {
    const closed = await unusedPort()
    const attempt = openDatabase(`postgres://brain:secret@127.0.0.1:${closed}/brain`)
    await expect(attempt).rejects.toThrow(`无法连接数据库 127.0.0.1:${closed}/brain`)
    await expect(attempt).rejects.not.toThrow('secret')
  })

  test('refuses PostgreSQL 17', async () => {
    const url = await urlOf(database)
    await database.pool.query(`create schema old`)
    await database.pool.query(
      `create function old.current_setting(name text) returns text language sql as
       $$ select case name when 'server_version_num' then '170004' else '17.4' end $$`,
    )
    await database.pool.query(
      `alter role brain in database "${new URL(url).pathname.slice(1)}" set search_path = old, pg_catalog, public`,
    )
    await expect(openDatabase(url)).rejects.toThrow(/需要 PostgreSQL 18 或以上.*17\.4/)
  })
})

describe('openTestDatabase', () => {
  test('gives each caller a database of its own and drops it', async () => {
    const other = await openTestDatabase()
    const name = new URL(await urlOf(other)).pathname.slice(1)
    await other.pool.query('create table mine (id int)')
    expect(await value(`to_regclass('mine')::text`)).toBeNull()
    await other.close()
    expect(await value(`(select count(*) from pg_database where datname = '${name}')`)).toBe(0)
  })

  test('has the platform schema', async () => {
    const { rows } = await database.pool.query('select from brain.kysely_migration')
    expect(rows.length).toBeGreaterThanOrEqual(0)
    expect(inject('postgresUrl')).toContain('127.0.0.1')
  })
})

describe('prepare', () => {
  test('plans once for a session and takes parameters', async () => {
    const twice = prepare<[number], { doubled: number }>('test-twice', 'select $1::bigint * 2 as doubled')
    expect(await twice(database, [21])).toEqual([{ doubled: 42 }])
    expect(await twice(database, [2])).toEqual([{ doubled: 4 }])
  })

  test('refuses one name for two statements', () => {
    prepare('test-name', 'select 1')
    expect(() => prepare('test-name', 'select 2')).toThrow('test-name')
  })
})

function unusedPort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
