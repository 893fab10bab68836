import mysql from 'mysql2'
import pg from 'pg'
import type { SourceRecord } from '../contract.ts'

/** A query on a business system's database. */
export interface SqlSource {
  /** postgres://… or mysql://… */
  readonly url: string
  /** One select; its columns are headers. */
  readonly query: string
  /** A column of the query that only grows: rows from the watermark on are read, in its order. */
  readonly watermarkColumn: string
  readonly watermark: string | undefined
  /** Rows in memory at a time. */
  readonly batchSize: number
  readonly signal: AbortSignal
}

export interface SqlBatch {
  readonly records: readonly SourceRecord[]
  /** Of the last row: the batches are in its order, so that everything before it has been read. */
  readonly watermark: string
}

/**
 * Rows of the query as text exactly as the database writes them, in a read-only transaction. Rows that carry the
 * watermark itself are read again: others with the same value may have come since, and unchanged rows cost nothing.
 * @throws when the database cannot be reached, refuses the query, or a row has no value for the watermark.
 */
export async function* readQuery(source: SqlSource): AsyncGenerator<SqlBatch> {
  const rows = source.url.startsWith('mysql:') ? readMysql(source) : readPostgres(source)
  let records: SourceRecord[] = []
  let watermark = ''
  for await (const record of rows) {
    source.signal.throwIfAborted()
    const value = record[source.watermarkColumn]
    if (value === undefined)
      throw new Error(`查询结果没有水位列 ${source.watermarkColumn}；有：${Object.keys(record).join('、')}`)
    if (value === '') throw new Error(`水位列 ${source.watermarkColumn} 有空值，无法增量读取`)
    records.push(record)
    watermark = value
    if (records.length === source.batchSize) {
      yield { records, watermark }
      records = []
    }
  }
  if (records.length > 0) yield { records, watermark }
}

function wrapped(source: SqlSource, quote: string, placeholder: string): string {
  const column = `${quote}${source.watermarkColumn.replaceAll(quote, quote + quote)}${quote}`
  const condition = source.watermark === undefined ? '' : `where source.${column} >= ${placeholder}`
  return `select * from (${source.query.replace(/;\s*$/, '')}) as source ${condition} order by source.${column}`
}

const booleanType = 16
/** As PostgreSQL writes values, but for booleans: t and f are letters to anyone else. */
const asText: pg.CustomTypesConfig = {
  getTypeParser: (type: number) =>
    type === booleanType ? (value: string) => (value === 't' ? 'true' : 'false') : (value: string) => value,
} as pg.CustomTypesConfig

async function* readPostgres(source: SqlSource): AsyncGenerator<SourceRecord> {
  const client = new pg.Client({
    connectionString: source.url,
    types: asText,
    connectionTimeoutMillis: 30_000,
  })
  await client.connect()
  try {
    await client.query("set datestyle to 'ISO, YMD'")
    await client.query('begin transaction read only')
    const parameters = source.watermark === undefined ? [] : [source.watermark]
    await client.query(`declare source_rows no scroll cursor for ${wrapped(source, '"', '$1')}`, parameters)
    for (;;) {
      const { rows } = await client.query<Record<string, string | null>>('fetch 2000 from source_rows')
      if (rows.length === 0) return
      for (const row of rows) yield withoutNull(row)
    }
  } finally {
    await client.end()
  }
}

async function* readMysql(source: SqlSource): AsyncGenerator<SourceRecord> {
  const connection = mysql.createConnection({ uri: source.url, connectTimeout: 30_000, timezone: '+08:00' })
  try {
    await connection.promise().query('start transaction read only')
    const parameters = source.watermark === undefined ? [] : [source.watermark]
    const rows = connection
      .query({
        sql: wrapped(source, '`', '?'),
        values: parameters,
        // Text as the server sends it: neither dates nor long numbers pass through a JavaScript type.
        typeCast: (field) => field.string(),
      })
      .stream({ highWaterMark: 2000 })
    for await (const row of rows as AsyncIterable<Record<string, string | null>>) yield withoutNull(row)
  } finally {
    connection.destroy()
  }
}

function withoutNull(row: Record<string, string | null>): SourceRecord {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value ?? '']))
}
