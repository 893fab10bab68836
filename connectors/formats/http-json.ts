import type { Delivery, SourceRecord } from '../contract.ts'
import { flatRecord, parseJson } from './json.ts'

/** A paged interface that answers with JSON. */
export interface PagedInterface {
  readonly url: string
  /** Path of the list of records in the answer, e.g. 'data.list'; '' where the answer is the list. */
  readonly recordsAt: string
  /** Query parameter of the page number, from `firstPage` on. */
  readonly pageParameter: string
  readonly firstPage: number
  readonly pageSizeParameter: string
  readonly pageSize: number
  readonly headers?: Readonly<Record<string, string>>
  /** Asks only for what has changed since the watermark; the next one is the greatest value of `field` as text. */
  readonly since?: {
    readonly parameter: string
    readonly field: string
    readonly watermark: string | undefined
  }
}

export interface Page {
  /** From 1, whatever the interface counts from. */
  readonly number: number
  readonly records: readonly SourceRecord[]
  /** Greatest watermark seen so far, equal to the given one where nothing newer came. */
  readonly watermark: string | undefined
}

const mostPages = 10_000

/**
 * Pages until one is not full. Retries, pauses and the list of allowed hosts are those of `http`.
 * @throws when an answer is not 2xx, is no JSON, has no list where it should be, or when pages repeat.
 */
export async function* readPages(
  http: typeof fetch,
  source: PagedInterface,
  signal: AbortSignal,
): AsyncGenerator<Page> {
  let watermark = source.since?.watermark
  let before = ''
  for (let number = 1; number <= mostPages; number++) {
    const url = pageUrl(source, number)
    const response = await http(url, { signal, headers: { accept: 'application/json', ...source.headers } })
    const text = await response.text()
    if (!response.ok) throw new Error(`${shownUrl(url)} 返回 ${response.status}：${text.slice(0, 200)}`)
    const records = recordsIn(text, source.recordsAt, url)
    if (records.length === 0) return
    if (text === before)
      throw new Error(`${shownUrl(url)} 与前一页内容相同，接口可能不认 ${source.pageParameter} 参数`)
    before = text
    watermark = later(records, source.since?.field, watermark)
    yield { number, records, watermark }
    if (records.length < source.pageSize) return
  }
  throw new Error(`${shownUrl(new URL(source.url))} 超过 ${mostPages} 页，请缩小范围或增大每页条数`)
}

/** Records in memory at a time, and in one batch. */
const recordsAtOnce = 10_000

/**
 * The pages as deliveries. They need not come in the order of the watermark, so that only the last carries it:
 * a run that breaks off before is done again from where it began.
 */
export async function* pagedDeliveries(pages: AsyncIterable<Page>, name: string): AsyncGenerator<Delivery> {
  let held: Page[] = []
  for await (const page of pages) {
    const count = held.reduce((sum, { records }) => sum + records.length, page.records.length)
    if (held.length > 0 && count > recordsAtOnce) {
      yield deliveryOf(held, name)
      held = []
    }
    held.push(page)
  }
  const watermark = held.at(-1)?.watermark
  if (held.length > 0) yield { ...deliveryOf(held, name), ...(watermark !== undefined && { watermark }) }
}

function deliveryOf(pages: readonly Page[], name: string): Delivery {
  return {
    name: `${name} 第 ${pages[0]?.number}—${pages.at(-1)?.number} 页`,
    format: 'records',
    content: { records: () => pages.flatMap((page) => page.records) },
  }
}

function pageUrl(source: PagedInterface, number: number): URL {
  const url = new URL(source.url)
  url.searchParams.set(source.pageParameter, String(source.firstPage + number - 1))
  url.searchParams.set(source.pageSizeParameter, String(source.pageSize))
  const { since } = source
  if (since?.watermark !== undefined) url.searchParams.set(since.parameter, since.watermark)
  return url
}

/** Addresses in messages carry no query: keys travel there. */
function shownUrl(url: URL): string {
  return `${url.origin}${url.pathname}`
}

function recordsIn(text: string, recordsAt: string, url: URL): readonly SourceRecord[] {
  let value: unknown
  try {
    value = parseJson(text)
  } catch (error) {
    throw new Error(`${shownUrl(url)} 返回的不是 JSON：${text.slice(0, 200)}`, { cause: error })
  }
  for (const name of recordsAt === '' ? [] : recordsAt.split('.')) {
    const members = typeof value === 'object' && value !== null ? value : {}
    const member = Object.entries(members).find(([key]) => key === name)
    if (member === undefined) {
      throw new Error(
        `${shownUrl(url)} 的返回中没有 ${recordsAt}；有：${Object.keys(members).join('、') || '（空）'}`,
      )
    }
    value = member[1]
  }
  if (!Array.isArray(value)) throw new Error(`${shownUrl(url)} 返回的 ${recordsAt || '内容'} 不是列表`)
  return (value as unknown[]).map((item) => {
    if (typeof item === 'object' && item !== null && !Array.isArray(item)) return flatRecord(item)
    throw new Error(`${shownUrl(url)} 返回的列表中有不是对象的记录`)
  })
}

function later(
  records: readonly SourceRecord[],
  field: string | undefined,
  watermark: string | undefined,
): string | undefined {
  if (field === undefined) return undefined
  let latest = watermark
  for (const record of records) {
    const value = record[field]
    if (value !== undefined && value !== '' && (latest === undefined || value > latest)) latest = value
  }
  return latest
}
