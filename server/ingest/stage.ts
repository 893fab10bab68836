import type { PoolClient } from 'pg'
import type { NamedDataset } from '../datasets/registry.ts'
import type { Database } from '../warehouse/database.ts'
import type { BatchWarning } from '../warehouse/schema/ingest.ts'
import { CopyStreams } from './copy-stream.ts'
import { RejectCopy } from './reject-copy.ts'
import { slackBytes, type ByteWindow } from './delimited.ts'
import type { HeaderMap } from './header.ts'
import { planColumns, planConstants } from './scan/column-plan.ts'
import { KeyFilter } from './scan/key-filter.ts'
import type { EncodedRows, RecordEncoder, SourceItem } from './scan/record-encoder.ts'
import { RowEngine } from './scan/row-engine.ts'
import { copyStatement, type StagingTables } from './staging.ts'

/** What a scan found, as counted here and as the server took it. */
export interface Staged {
  readonly read: number
  readonly staged: number
  readonly quarantined: number
  readonly normalised: number
  /** Row numbers whose key may repeat an earlier one; null when too many to list. */
  readonly suspects: readonly number[] | null
  readonly warnings: readonly BatchWarning[]
  /** Byte offset of every thousandth record in the decoded text; empty for other formats. */
  readonly offsets: readonly number[]
}

export interface StageTarget {
  readonly database: Database
  readonly dataset: NamedDataset
  readonly tables: StagingTables
  /** Sessions that copy rows, into `table`. */
  readonly clients: readonly PoolClient[]
  readonly table: string
  /** Further COPY options, e.g. freeze. */
  readonly copyOptions: string
  readonly now: Date
  /** To size the filter of keys. */
  readonly expectedRows: number
  readonly onRows: (rowsRead: number) => void
  readonly signal?: AbortSignal | undefined
}

/** Validates delimited text from behind its header and copies rows and rejects to the server. */
export async function stageDelimited(
  target: StageTarget,
  window: ByteWindow,
  map: HeaderMap,
  layout: { readonly delimiter: string; readonly firstRowNumber: number; readonly transcoded: boolean },
): Promise<Staged> {
  const plans = planColumns(target.dataset, map.fields, target.now)
  const filter = new KeyFilter(target.expectedRows)
  const engine = new RowEngine({
    ...layout,
    plans,
    filter,
    constants: planConstants(target.dataset, map.constants),
  })
  const columns = map.fields.filter((name) => name !== null)
  return withCopies(target, engine, columns, layout.delimiter, async (drain) => {
    for (;;) {
      window.start = engine.take(window.bytes, window.start, window.end, window.last, window.base)
      await drain()
      if (window.last) return []
      await window.fill()
    }
  })
}

const recordsAtOnce = 500

/** The same for records of other formats: they are written as delimited text and pass the same scan. */
export async function stageRecords(
  target: StageTarget,
  items: AsyncIterable<SourceItem>,
  encoder: RecordEncoder,
): Promise<Staged> {
  let first = 1
  let pending: EncodedRows = { text: '', sources: [], refused: [] }
  const sourceOf = (row: number): SourceItem => pending.sources[row - first]!
  const engine = new RowEngine({
    plans: planColumns(target.dataset, encoder.columns, target.now),
    constants: [],
    delimiter: ',',
    firstRowNumber: 1,
    filter: new KeyFilter(target.expectedRows),
    transcoded: true,
    rowNumberOf: (row) => sourceOf(row).rowNumber,
    rawOf: (row) => rawOf(sourceOf(row)),
  })
  return withCopies(target, engine, encoder.columns, ',', async (drain) => {
    let batch: SourceItem[] = []
    const take = async () => {
      pending = encoder.encode(batch)
      batch = []
      for (const { source, reject } of pending.refused) engine.refuse(source.rowNumber, reject, rawOf(source))
      const length = Buffer.byteLength(pending.text)
      const bytes = Buffer.alloc(length + slackBytes)
      bytes.write(pending.text)
      engine.take(bytes, 0, length, true, 0)
      first += pending.sources.length
      await drain()
    }
    for await (const item of items) {
      if (batch.push(item) === recordsAtOnce) await take()
    }
    await take()
    engine.offsets.length = 0
    const warnings: BatchWarning[] = []
    for (const [message, count] of encoder.ignored) warnings.push({ rule: 'ignored', message, count })
    if (encoder.unknown.size > 0) {
      const names = [...encoder.unknown].join('、')
      warnings.push({
        rule: 'unknown-column',
        message: `契约中没有的列，未载入：${names}`,
        count: encoder.unknown.size,
      })
    }
    return warnings
  })
}

/** The source record as it came: its bytes, or its members as JSON. */
function rawOf(item: SourceItem): Buffer {
  return item.raw ?? Buffer.from('record' in item ? JSON.stringify(item.record) : '')
}

async function withCopies(
  target: StageTarget,
  engine: RowEngine,
  columns: readonly string[],
  delimiter: string,
  feed: (drain: () => Promise<void>) => Promise<readonly BatchWarning[]>,
): Promise<Staged> {
  const statement = copyStatement(
    target.table,
    ['row_number', 'row_hash', ...columns],
    delimiter,
    target.copyOptions,
  )
  const rows = new CopyStreams(target.clients, statement)
  const rejects = new RejectCopy(target.database, target.tables, delimiter)
  const drain = async () => {
    target.signal?.throwIfAborted()
    for (const buffer of engine.rows.takeFull()) await rows.write(buffer, engine.rows.giveBack)
    for (const buffer of engine.rejects.rows.takeFull()) {
      await rejects.write(buffer, engine.rejects.rows.giveBack)
    }
    target.onRows(engine.read)
  }
  try {
    const warnings = await feed(drain)
    engine.rows.handOn()
    engine.rejects.rows.handOn()
    await drain()
    return {
      read: engine.read,
      staged: await rows.end(),
      quarantined: await rejects.end(),
      normalised: engine.normalised,
      suspects: engine.suspects,
      warnings: [...warnings, ...engineWarnings(engine)],
      offsets: engine.offsets,
    }
  } catch (error) {
    const reason = error instanceof Error ? error : new Error(String(error))
    await Promise.all([rows.cancel(reason), rejects.cancel(reason)])
    throw error
  }
}

function engineWarnings(engine: RowEngine): BatchWarning[] {
  const warnings: BatchWarning[] = []
  if (engine.blankRecords > 0) {
    warnings.push({ rule: 'blank-record', message: '空行，未计入读取', count: engine.blankRecords })
  }
  if (engine.badCreditCodes > 0) {
    const message = '统一社会信用代码未通过 GB 32100-2015 校验，已保留（早期试点代码可能不合）'
    warnings.push({ rule: 'credit-code', message, count: engine.badCreditCodes })
  }
  return warnings
}
