import { open } from 'node:fs/promises'
import type { Delivery, SourceRecord } from '../../connectors/contract.ts'
import { readGeojson } from '../../connectors/formats/geojson.ts'
import { readJsonl } from '../../connectors/formats/jsonl.ts'
import { readXlsx } from '../../connectors/formats/xlsx.ts'
import type { BatchWarning, Reading } from '../warehouse/schema/ingest.ts'
import { IngestError } from './batch.ts'
import { openDecoded } from './decode.ts'
import { ByteWindow, readHeader, type Header } from './delimited.ts'

/** A stored original, opened for reading from the start. */
export type Source =
  | {
      readonly kind: 'delimited'
      readonly reading: Reading
      readonly window: ByteWindow
      readonly header: Header
      readonly transcoded: boolean
      /** Bytes of the file before the text, where offsets in the text count from. */
      readonly mark: number
    }
  | {
      readonly kind: 'records'
      readonly reading: Reading
      readonly records: AsyncIterable<SourceRecord>
      readonly notes: BatchWarning[]
      /** Of a workbook the sheet and row of the record read last, in words. */
      readonly place?: () => string
    }

type StoredFormat = 'delimited' | 'xlsx' | 'jsonl' | 'geojson'

export interface SourceOptions {
  readonly path: string
  readonly name: string
  readonly format: Delivery['format']
  readonly onBytes?: (bytes: number) => void
}

/** @throws IngestError when the file is empty or has no header. */
export async function openSource(options: SourceOptions): Promise<Source> {
  const format = await detectFormat(options)
  if (format !== 'delimited') return openRecords(options.path, format)
  const decoded = await openDecoded(options.path, options.onBytes ?? (() => undefined))
  const window = new ByteWindow(decoded.bytes)
  const header = await readHeader(window).catch(async (error: unknown) => {
    await window.close()
    throw error
  })
  if (header === null) {
    await window.close()
    throw new IngestError({
      code: 'empty',
      message: `文件“${options.name}”没有内容：第一行应为表头`,
      retry: false,
    })
  }
  const { encoding, compressed } = decoded
  return {
    kind: 'delimited',
    reading: {
      format: 'delimited',
      encoding,
      compressed,
      delimiter: header.delimiter,
      firstRowNumber: header.firstRowNumber,
    },
    window,
    header,
    transcoded: encoding !== 'utf-8',
    mark: decoded.mark,
  }
}

function openRecords(path: string, format: Exclude<StoredFormat, 'delimited'>): Source {
  const notes: BatchWarning[] = []
  const onSkippedSheet = (name: string) => {
    notes.push({ rule: 'sheet-skipped', message: `工作表“${name}”未读取：表头与第一张不同`, count: 1 })
  }
  let sheet = ''
  let row = 0
  const read = {
    xlsx: () =>
      readXlsx(
        { path },
        {
          onSkippedSheet,
          onRow: (name, number) => {
            sheet = name
            row = number
          },
        },
      ),
    jsonl: () => readJsonl({ path }),
    geojson: () => readGeojson({ path }),
  }
  return {
    kind: 'records',
    // Below a header the first record is row 2.
    reading: {
      format,
      encoding: 'utf-8',
      compressed: false,
      delimiter: ',',
      firstRowNumber: format === 'xlsx' ? 2 : 1,
    },
    records: read[format](),
    notes,
    ...(format === 'xlsx' && { place: () => `工作表“${sheet}”第 ${row} 行` }),
  }
}

async function detectFormat({ path, name, format }: SourceOptions): Promise<StoredFormat> {
  switch (format) {
    case 'csv':
    case 'csv.gz':
    case 'tsv':
      return 'delimited'
    case 'xlsx':
    case 'jsonl':
    case 'geojson':
      return format
    case 'records':
      return 'jsonl'
    case 'auto':
      return formatByContent(await firstBytes(path, 512), name)
  }
}

const knownFormats = ['csv', 'tsv', 'csv.gz', 'xlsx', 'jsonl', 'geojson'] as const

/** The content decides; the name only where content leaves it open. */
function formatByContent(start: Buffer, name: string): StoredFormat {
  const refuse = (message: string): never => {
    throw new IngestError({ code: 'format', message, expected: knownFormats, retry: false })
  }
  if (start.subarray(0, 4).equals(zipMark)) return 'xlsx'
  if (start.subarray(0, 8).equals(oldOfficeMark)) {
    return refuse(`“${name}”是旧版 Excel（.xls）或加密的工作簿，请另存为 .xlsx 或 .csv`)
  }
  const binary = binaryMarks.find(([, mark]) => start.subarray(0, mark.length).equals(mark))
  if (binary !== undefined) return refuse(`“${name}”是 ${binary[0]} 文件，不是数据表`)
  const text = start
    .toString('utf8')
    .replace(/^\ufeff/u, '')
    .trimStart()
  if (text.startsWith('[')) return refuse(`“${name}”是 JSON 数组，请改为 JSON Lines（一行一条记录）或 CSV`)
  if (!text.startsWith('{')) return 'delimited'
  return /\.geojson$/iu.test(name) || text.includes('"FeatureCollection"') ? 'geojson' : 'jsonl'
}

const zipMark = Buffer.from('PK\u0003\u0004')
const oldOfficeMark = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])
const binaryMarks = [
  ['PDF', Buffer.from('%PDF')],
  ['RAR', Buffer.from('Rar!')],
  ['7z', Buffer.from([0x37, 0x7a, 0xbc, 0xaf])],
  ['图片', Buffer.from([0x89, 0x50, 0x4e, 0x47])],
  ['图片', Buffer.from([0xff, 0xd8, 0xff])],
] as const

async function firstBytes(path: string, count: number): Promise<Buffer> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(count), 0, count, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}
