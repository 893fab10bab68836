import type { SourceRecord } from '../../connectors/contract.ts'
import type { NamedDataset } from '../datasets/registry.ts'
import type { NamedConnector } from '../ingest/connectors.ts'
import { headerFields } from '../ingest/header.ts'
import { rawRecords, type StoredSource } from '../ingest/raw-records.ts'

/** A field of the record as the file has it. */
export interface OriginalField {
  readonly header: string
  readonly text: string
  /** Where it stands in the text of the record, in characters. */
  readonly start: number
  readonly end: number
  /** Contract column it became; null where it was left out, or changed on the way. */
  readonly column: string | null
}

/** A record as it was in its file. */
export interface OriginalRecord {
  readonly form: StoredSource['reading']['format']
  /** 第 73 条记录; 工作表“Sheet1”第 5 行 */
  readonly place: string
  /** The line of a delimited file; of a workbook or JSON the record as an object. */
  readonly text: string
  readonly fields: readonly OriginalField[]
}

/** What stands in the text for a value that the viewer may not see. */
const hidden = '■■■'

/**
 * Reads a record of a stored original again and finds where each contract column stands in it.
 * @param masked columns the viewer may not see: their fields, and all that became no column, are blotted out
 * @returns null when the file has no such record, or a masked column cannot be found in it to be blotted out
 */
export async function readOriginalRecord(
  stored: StoredSource,
  rowNumber: number,
  {
    dataset,
    connector,
    masked,
  }: {
    readonly dataset: NamedDataset
    readonly connector: NamedConnector | undefined
    readonly masked: ReadonlySet<string>
  },
): Promise<OriginalRecord | null> {
  for await (const { raw, record, titles, place } of rawRecords(stored, [rowNumber])) {
    const { format, delimiter } = stored.reading
    const text = raw.toString('utf8')
    if (record === null) return masked.size > 0 ? null : { form: format, place, text, fields: [] }
    const columnOf = columnFinder(dataset, connector, record, stored.name)
    const drawn =
      titles === null
        ? drawObject(record)
        : {
            text,
            fields: splitLine(text, delimiter).map((part, at) => ({ ...part, header: titles[at] ?? '' })),
          }
    const fields = drawn.fields.map((field) => ({ ...field, column: columnOf(field.header) }))
    const found = { form: format, place, text: drawn.text, fields }
    return masked.size === 0 ? found : blot(found, masked)
  }
  return null
}

/** Which contract column a header became: by the names both have, or, after a parser, by an equal value. */
function columnFinder(
  dataset: NamedDataset,
  connector: NamedConnector | undefined,
  record: SourceRecord,
  name: string,
): (header: string) => string | null {
  const headers = Object.keys(record)
  if (connector?.parse === undefined) {
    const columns = headerFields(dataset, headers, connector?.columns)
    return (header) => columns[headers.indexOf(header)] ?? null
  }
  const parsed = connector.parse(record, { name })
  const rows = 'ignored' in parsed ? [] : Array.isArray(parsed) ? parsed : [parsed]
  const became = new Map<string, string>()
  const [row] = rows as readonly Readonly<Record<string, string | undefined>>[]
  if (rows.length === 1 && row !== undefined) {
    for (const [column, value] of Object.entries(row)) {
      const same = headers.filter((header) => value !== undefined && value !== '' && record[header] === value)
      // Where two fields say the same, it is not known which one was taken.
      if (same.length === 1 && same[0] !== undefined && !became.has(same[0])) became.set(same[0], column)
    }
  }
  return (header) => became.get(header) ?? null
}

interface Span {
  readonly text: string
  readonly start: number
  readonly end: number
}

/** Fields of one record of a delimited file, by place; a quoted field without its quotes. */
export function splitLine(line: string, delimiter: string): Span[] {
  const spans: Span[] = []
  let start = 0
  for (;;) {
    let end = start
    if (line[start] === '"') {
      end++
      // A doubled quote is one character of the field; the first single one ends it.
      while (end < line.length && !(line[end] === '"' && line[end + 1] !== '"'))
        end += line[end] === '"' ? 2 : 1
      spans.push({ text: line.slice(start + 1, end).replaceAll('""', '"'), start: start + 1, end })
      end = line.indexOf(delimiter, end)
    } else {
      end = line.indexOf(delimiter, start)
      const until = end === -1 ? line.length : end
      spans.push({ text: line.slice(start, until), start, end: until })
    }
    if (end === -1) return spans
    start = end + delimiter.length
  }
}

/** The record as an object, one member a line. */
function drawObject(record: SourceRecord): { text: string; fields: (Span & { header: string })[] } {
  const fields: (Span & { header: string })[] = []
  let text = '{'
  for (const [header, value] of Object.entries(record)) {
    text += `${fields.length === 0 ? '' : ','}\n  ${JSON.stringify(header)}: `
    const written = JSON.stringify(value)
    fields.push({ header, text: value, start: text.length, end: text.length + written.length })
    text += written
  }
  return { text: `${text}\n}`, fields }
}

function blot(record: OriginalRecord, masked: ReadonlySet<string>): OriginalRecord | null {
  const found = new Set(record.fields.map(({ column }) => column))
  if ([...masked].some((column) => !found.has(column))) return null
  let text = ''
  let at = 0
  const fields = record.fields.map((field) => {
    text += record.text.slice(at, field.start)
    at = field.end
    const start = text.length
    const shown = field.column !== null && !masked.has(field.column)
    text += shown ? record.text.slice(field.start, field.end) : hidden
    return { ...field, start, end: text.length, text: shown ? field.text : hidden }
  })
  return { ...record, text: text + record.text.slice(at), fields }
}
