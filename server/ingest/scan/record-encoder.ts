import type { ContractRecord, Parsed, SourceRecord } from '../../../connectors/contract.ts'
import type { NamedDataset } from '../../datasets/registry.ts'
import { maximumRecordBytes } from './record-scanner.ts'
import type { Reject } from './reject-writer.ts'

/** A record of a source, or one that could not be read as such. */
export type SourceItem =
  | { readonly rowNumber: number; readonly record: SourceRecord; readonly raw?: Buffer }
  | { readonly rowNumber: number; readonly reject: Reject; readonly raw: Buffer }

/** Contract rows as delimited text, and for each of them the source record it came from. */
export interface EncodedRows {
  readonly text: string
  readonly sources: readonly SourceItem[]
  readonly refused: readonly { readonly source: SourceItem; readonly reject: Reject }[]
}

export type RecordParser = (record: SourceRecord) => Parsed

/** Turns records into rows of the contract's columns, in its order; counts those left out by name. */
export class RecordEncoder {
  readonly columns: readonly string[]
  readonly ignored = new Map<string, number>()
  /** Keys that a parser gave and no contract column has: a slip in the connector. */
  readonly unknown = new Set<string>()
  readonly #parse: RecordParser
  readonly #known: ReadonlySet<string>

  constructor(dataset: NamedDataset, parse: RecordParser) {
    this.columns = Object.keys(dataset.columns)
    this.#parse = parse
    this.#known = new Set(this.columns)
  }

  encode(items: readonly SourceItem[]): EncodedRows {
    const sources: SourceItem[] = []
    const refused: { source: SourceItem; reject: Reject }[] = []
    let text = ''
    for (const source of items) {
      if ('reject' in source) {
        refused.push({ source, reject: source.reject })
        continue
      }
      for (const record of this.#rowsOf(source, refused)) {
        const line = this.#lineOf(record)
        if (line.length * 3 > maximumRecordBytes && Buffer.byteLength(line) > maximumRecordBytes) {
          const reject = { column: null, rule: 'record-too-long', message: '一条记录超过 1 MiB', value: null }
          refused.push({ source, reject })
          continue
        }
        text += line
        sources.push(source)
      }
    }
    return { text, sources, refused }
  }

  #rowsOf(
    source: Extract<SourceItem, { record: SourceRecord }>,
    refused: { source: SourceItem; reject: Reject }[],
  ): readonly ContractRecord[] {
    try {
      const parsed = this.#parse(source.record)
      if (isIgnored(parsed)) {
        this.ignored.set(parsed.ignored, (this.ignored.get(parsed.ignored) ?? 0) + 1)
        return []
      }
      return isList(parsed) ? parsed : [parsed]
    } catch (error) {
      const message = `连接器无法解析该记录：${error instanceof Error ? error.message : String(error)}`
      refused.push({ source, reject: { column: null, rule: 'parse', message, value: null } })
      return []
    }
  }

  #lineOf(record: ContractRecord): string {
    let line = ''
    for (const [position, column] of this.columns.entries()) {
      const value = record[column]
      if (position > 0) line += ','
      // Quoted throughout: an empty row is then no blank line.
      line +=
        value === undefined || value === ''
          ? position === 0
            ? '""'
            : ''
          : `"${value.replaceAll('"', '""')}"`
    }
    for (const name of Object.keys(record)) if (!this.#known.has(name)) this.unknown.add(name)
    return `${line}\n`
  }
}

function isIgnored(parsed: Parsed): parsed is { readonly ignored: string } {
  return !isList(parsed) && typeof parsed.ignored === 'string'
}

function isList(parsed: Parsed): parsed is readonly ContractRecord[] {
  return Array.isArray(parsed)
}
