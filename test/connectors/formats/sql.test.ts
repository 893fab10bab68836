import type { AddressInfo, Server } from 'node:net'
import mysql from 'mysql2'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import erp from '../../../connectors/enterprise/erp-transaction.ts'
import type { Connector } from '../../../connectors/contract.ts'
import { readQuery, type SqlSource } from '../../../connectors/formats/sql.ts'
import { deliveriesOf, fetchContext, recordsOf } from '../records.ts'

/** The server's side of a connection, which mysql2 has and does not declare. */
interface PeerConnection {
  on(event: 'query', run: (sql: string) => void): void
  on(event: 'error', run: () => void): void
  serverHandshake(options: Record<string, unknown>): void
  writeTextResult(rows: readonly object[], columns: readonly object[]): void
  writeOk(result: object): void
  _resetSequenceId(): void
}

const source = (given: Partial<SqlSource> & Pick<SqlSource, 'url' | 'query'>): SqlSource => ({
  watermarkColumn: 'id',
  watermark: undefined,
  batchSize: 1000,
  signal: AbortSignal.timeout(30_000),
  ...given,
})

const read = async (given: Parameters<typeof source>[0]) => Array.fromAsync(readQuery(source(given)))

describe('PostgreSQL', () => {
  const url = inject('postgresUrl')
  const schema = `erp_${process.pid}_${Date.now()}`
  const client = new pg.Client(url)
  const query = `select id, name, amount, paid, sold_at, sold_on from ${schema}.sale;`

  beforeAll(async () => {
    await client.connect()
    await client.query(`create schema ${schema}
      create table sale (id bigint, name text, amount numeric(30, 2), paid boolean, sold_at timestamptz, sold_on date)`)
    await client.query(`insert into ${schema}.sale select n, '企业' || n, 12345678901234567890.10 + n, n % 2 = 0,
      '2026-01-01 08:00:00+08'::timestamptz + n * interval '1 hour', '2026-01-01'::date + n from generate_series(1, 5000) n`)
    await client.query(`insert into ${schema}.sale values (5001, null, null, null, null, null)`)
  })
  afterAll(async () => {
    await client.query(`drop schema ${schema} cascade`)
    await client.end()
  })

  it('gives values as the database writes them, in the order of the watermark', async () => {
    const batches = await read({ url, query, batchSize: 2000 })
    expect(batches.map((batch) => [batch.records.length, batch.watermark])).toEqual([
      [2000, '2000'],
      [2000, '4000'],
      [1001, '5001'],
    ])
    expect(batches[0]?.records[0]).toMatchObject({
      id: '1',
      name: '企业1',
      amount: '12345678901234567891.10',
      paid: 'false',
      sold_on: '2026-01-02',
    })
    expect(batches[0]?.records[0]?.sold_at).toMatch(/^2026-01-01 \d\d:00:00[+-]\d\d$/)
    expect(batches[2]?.records.at(-1)).toEqual({
      id: '5001',
      name: '',
      amount: '',
      paid: '',
      sold_at: '',
      sold_on: '',
    })
  })

  it('reads from the watermark on, as a number and not as text', async () => {
    const [batch] = await read({ url, query, watermark: '4999' })
    expect(batch?.records.map((record) => record.id)).toEqual(['4999', '5000', '5001'])
    const later = await read({
      url,
      query: `${query.slice(0, -1)} where id < 100`,
      watermarkColumn: 'sold_at',
      watermark: '2026-01-05 00:00:00+08',
    })
    expect(later[0]?.records[0]?.id).toBe('88')
  })

  it('cannot write', async () => {
    const writing = `with gone as (delete from ${schema}.sale returning id) select id from gone`
    await expect(read({ url, query: writing })).rejects.toThrow(/read-only transaction|top level/)
    const { rows } = await client.query<{ count: string }>(`select count(*) from ${schema}.sale`)
    expect(rows[0]?.count).toBe('5001')
  })

  it.each([
    ['a column that is not there', { watermarkColumn: 'changed' }, /changed/],
    ['blanks in the watermark', { watermarkColumn: 'amount' }, /水位列 amount 有空值/],
  ])('refuses %s', async (_, given, message) => {
    await expect(read({ url, query, ...given })).rejects.toThrow(message)
  })

  it('feeds the connector batch by batch, each with its watermark', async () => {
    const connector: Connector = erp
    const options = { url, query, watermarkColumn: 'id', batchSize: '3000' }
    const deliveries = await deliveriesOf(connector, fetchContext({ options }))
    expect(deliveries.map((delivery) => delivery.watermark)).toEqual(['3000', '5001'])
    const [first] = deliveries
    expect(first === undefined ? [] : await recordsOf(first)).toHaveLength(3000)
    await expect(deliveriesOf(connector, fetchContext({ options: { url } }))).rejects.toThrow(
      '缺少选项 query',
    )
  })
})

describe('MySQL', () => {
  let server: Server
  let url: string
  const statements: string[] = []

  beforeAll(async () => {
    const peer = mysql.createServer((connection) => answerQueries(connection as unknown as PeerConnection))
    server = (peer as unknown as { readonly _server: Server })._server
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    url = `mysql://reader:demo@127.0.0.1:${(server.address() as AddressInfo).port}/erp`
  })
  afterAll(() => server.close())

  /** A real server of the MySQL protocol that knows one answer. */
  function answerQueries(connection: PeerConnection): void {
    connection.on('error', () => undefined)
    connection.serverHandshake({
      protocolVersion: 10,
      serverVersion: '8.0.40',
      connectionId: 1,
      statusFlags: 2,
      characterSet: 33,
      capabilityFlags: 0xffffff ^ 0x800,
      authCallback: (_: unknown, done: (error: null, refusal: null) => void) => {
        done(null, null)
        connection._resetSequenceId()
      },
    })
    connection.on('query', (sql) => {
      statements.push(sql)
      if (sql.includes('select')) connection.writeTextResult([row], columns())
      else connection.writeOk({ affectedRows: 0 })
      connection._resetSequenceId()
    })
  }

  const row = { id: '9007199254740993', 名称: '演示企业', 更新: '2026-01-05 08:00:00', 备注: null }

  const columns = () =>
    ['id', '名称', '更新', '备注'].map((name, at) => ({
      catalog: 'def',
      schema: 'erp',
      table: 'sale',
      orgTable: 'sale',
      name,
      orgName: name,
      characterSet: 33,
      columnLength: 384,
      columnType: [8, 253, 12, 253][at],
      flags: 0,
      decimals: 0,
    }))

  it('gives values as text, reads only, from the watermark on', async () => {
    const [batch] = await read({ url, query: 'select id, 名称, 更新, 备注 from sale', watermark: "9'" })
    expect(batch).toEqual({
      records: [{ id: '9007199254740993', 名称: '演示企业', 更新: '2026-01-05 08:00:00', 备注: '' }],
      watermark: '9007199254740993',
    })
    expect(statements).toEqual([
      'start transaction read only',
      "select * from (select id, 名称, 更新, 备注 from sale) as source where source.`id` >= '9\\'' order by source.`id`",
    ])
  })
})
