import type { PoolClient } from 'pg'
import type { SourceRecord } from '../../connectors/contract.ts'
import { offsetEvery, readOffsets } from '../warehouse/originals.ts'
import type { Reading } from '../warehouse/schema/ingest.ts'
import { fileSource } from './byte-source.ts'
import { CopyStreams } from './copy-stream.ts'
import { ByteWindow } from './delimited.ts'
import { RowBuffer } from './scan/row-buffer.ts'
import type { SourceItem } from './scan/record-encoder.ts'
import { delimitedItems, sourceItems } from './source-items.ts'
import { openSource, type Source } from './sources.ts'
import type { StagingTables } from './staging.ts'

/** A stored original and how it was read when it was loaded. */
export interface StoredSource {
  readonly path: string
  readonly name: string
  readonly reading: Reading
}

export interface RawRecord {
  readonly rowNumber: number
  /** The bytes of the record; for workbooks and JSON its members as JSON. */
  readonly raw: Buffer
  /** Header → text; null where the record could not be read as such. */
  readonly record: SourceRecord | null
  /** Titles of a delimited file's fields in their order; null for workbooks and JSON. */
  readonly titles: readonly string[] | null
  /** Where it stands in the file, in words. */
  readonly place: string
}

/** Reads some records of an original again. @param wanted row numbers, ascending */
export async function* rawRecords(
  stored: StoredSource,
  wanted: readonly number[],
): AsyncGenerator<RawRecord> {
  const { reading } = stored
  const seekable = reading.format === 'delimited' && !reading.compressed && reading.encoding === 'utf-8'
  const offsets = seekable ? await readOffsets(stored.path) : new Float64Array()
  let position = 0
  while (position < wanted.length) {
    const block = Math.floor((wanted[position]! - reading.firstRowNumber) / offsetEvery)
    const opened = await openAt(stored, block, offsets[block])
    let gone = false
    try {
      for await (const item of opened.items) {
        while (wanted[position]! < item.rowNumber) position++
        if (item.rowNumber === wanted[position]) {
          yield {
            rowNumber: item.rowNumber,
            raw: rawOf(item),
            record: 'record' in item ? item.record : null,
            titles: opened.titles,
            place: opened.place(item.rowNumber),
          }
          position++
        }
        // Far ahead it is quicker to begin anew there.
        gone =
          position >= wanted.length ||
          (offsets.length > 0 && wanted[position]! - item.rowNumber > 4 * offsetEvery)
        if (gone) break
      }
    } finally {
      // Also when the caller has what it wanted and asks no more.
      await opened.close()
    }
    if (!gone) return
  }
}

function rawOf(item: SourceItem): Buffer {
  return item.raw ?? Buffer.from('record' in item ? JSON.stringify(item.record) : '')
}

interface Opened {
  readonly items: AsyncIterable<SourceItem>
  readonly titles: readonly string[] | null
  /** Of the record that was read last. */
  place(rowNumber: number): string
  close(): Promise<void>
}

async function openAt(stored: StoredSource, block: number, offset: number | undefined): Promise<Opened> {
  const source = await openSource({ path: stored.path, name: stored.name, format: formatOf(stored.reading) })
  if (source.kind === 'records' || offset === undefined || block <= 0) {
    return {
      items: sourceItems(source),
      titles: source.kind === 'delimited' ? source.header.titles : null,
      place: (rowNumber) => (source.kind === 'records' && source.place?.()) || recordPlace(rowNumber),
      close: () => closeSource(source),
    }
  }
  await closeSource(source)
  const window = new ByteWindow(fileSource(stored.path, offset + source.mark))
  const firstRowNumber = stored.reading.firstRowNumber + block * offsetEvery
  const moved = { ...source, window, header: { ...source.header, firstRowNumber } }
  return {
    items: delimitedItems(moved),
    titles: source.header.titles,
    place: recordPlace,
    close: () => window.close(),
  }
}

/** The header counts as a record where there is one. */
function recordPlace(rowNumber: number): string {
  return `第 ${rowNumber} 条记录`
}

export async function closeSource(source: Source): Promise<void> {
  if (source.kind === 'delimited') await source.window.close()
}

function formatOf({ format }: Reading): 'csv' | 'xlsx' | 'jsonl' | 'geojson' {
  return format === 'delimited' ? 'csv' : format
}

/** Gives the rejects that the database found their raw record, from the original. */
export async function fillRaw(
  client: PoolClient,
  tables: StagingTables,
  stored: StoredSource,
): Promise<void> {
  const { rows } = await client.query<{ row_number: number }>(
    `select distinct row_number from ${tables.rejects} where raw is null order by row_number`,
  )
  if (rows.length === 0) return
  await client.query('create temp table raw_record (row_number bigint, raw bytea) on commit drop')
  const copy = new CopyStreams([client], 'copy raw_record from stdin')
  const lines = new RowBuffer()
  for await (const { rowNumber, raw } of rawRecords(
    stored,
    rows.map((row) => row.row_number),
  )) {
    lines.append(`${rowNumber}\t\\\\x${raw.toString('hex')}\n`)
    lines.endRow()
    for (const buffer of lines.takeFull()) await copy.write(buffer, lines.giveBack)
  }
  lines.handOn()
  for (const buffer of lines.takeFull()) await copy.write(buffer, lines.giveBack)
  await copy.end()
  await client.query(
    `update ${tables.rejects} r set raw = f.raw from raw_record f where r.raw is null and r.row_number = f.row_number`,
  )
}
