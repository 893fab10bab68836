import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import honours from '../../../connectors/public/honour-api.ts'
import { readPages, type PagedInterface } from '../../../connectors/formats/http-json.ts'
import type { Connector } from '../../../connectors/contract.ts'
import { createHttp } from '../../../server/ingest/http.ts'
import { deliveriesOf, fetchContext, recordsOf } from '../records.ts'

type Answer = (request: URL, response: ServerResponse, incoming: IncomingMessage) => void

let server: Server
let origin: string
let answer: Answer
const asked: URL[] = []

beforeAll(async () => {
  server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', origin)
    asked.push(url)
    answer(url, response, request)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => server.close())
beforeEach(() => {
  asked.length = 0
})

const http = () =>
  createHttp({ allowedHosts: new Set([new URL(origin).host]), firstPauseMs: 1, intervalMs: 0 })

const source = (given: Partial<PagedInterface> = {}): PagedInterface => ({
  url: `${origin}/list?key=secret`,
  recordsAt: 'data.list',
  pageParameter: 'page',
  firstPage: 1,
  pageSizeParameter: 'size',
  pageSize: 2,
  ...given,
})

const read = (given?: Partial<PagedInterface>) =>
  Array.fromAsync(readPages(http(), source(given), AbortSignal.timeout(10_000)))

/** Five firms, two a page; the third page is not full. */
const firms = Array.from({ length: 5 }, (_, at) => ({
  id: at + 1,
  name: `演示企业${at + 1}`,
  updated: `2026-01-0${at + 1}`,
}))

const pagesOf: Answer = (url, response) => {
  const page = Number(url.searchParams.get('page'))
  const size = Number(url.searchParams.get('size'))
  const since = url.searchParams.get('since') ?? ''
  const list = firms.filter((firm) => firm.updated >= since).slice((page - 1) * size, page * size)
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify({ code: 0, data: { list } }))
}

describe('pages', () => {
  it('are read until one is not full', async () => {
    answer = pagesOf
    const pages = await read()
    expect(pages.flatMap((page) => page.records.map((record) => record.name))).toEqual(
      firms.map((firm) => firm.name),
    )
    expect(asked.map((url) => url.search)).toEqual([
      '?key=secret&page=1&size=2',
      '?key=secret&page=2&size=2',
      '?key=secret&page=3&size=2',
    ])
  })

  it('end with an empty one where the last is full', async () => {
    answer = pagesOf
    const pages = await read({ pageSize: 5 })
    expect(pages).toHaveLength(1)
    expect(asked).toHaveLength(2)
  })

  it('begin at the watermark and give the next', async () => {
    answer = pagesOf
    const pages = await read({ since: { parameter: 'since', field: 'updated', watermark: '2026-01-04' } })
    expect(pages.map((page) => page.watermark)).toEqual(['2026-01-05'])
    expect(asked[0]?.searchParams.get('since')).toBe('2026-01-04')
  })

  it('keep every digit of a long number', async () => {
    answer = (_, response) => response.end('{"data":{"list":[{"code":91370000123456789012,"amount":1.10}]}}')
    expect((await read())[0]?.records).toEqual([{ code: '91370000123456789012', amount: '1.10' }])
  })
})

describe('answers that go wrong', () => {
  it('are asked for again after 429 and 503, as Retry-After says', async () => {
    const statuses = [429, 503, 200]
    answer = (url, response, request) => {
      const status = statuses.shift() ?? 200
      if (status === 200) pagesOf(url, response, request)
      else response.writeHead(status, { 'retry-after': '0' }).end()
    }
    expect(await read({ pageSize: 10 })).toHaveLength(1)
    expect(asked).toHaveLength(3)
  })

  it.each<[string, Answer, RegExp]>([
    ['a refusal', (_, response) => response.writeHead(403).end('no key'), /list 返回 403：no key/],
    ['no JSON', (_, response) => response.end('<html>'), /返回的不是 JSON：<html>/],
    ['another shape', (_, response) => response.end('{"data":{"rows":[]}}'), /没有 data\.list；有：rows/],
    ['no list', (_, response) => response.end('{"data":{"list":{}}}'), /不是列表/],
    ['no objects', (_, response) => response.end('{"data":{"list":[1]}}'), /不是对象/],
    [
      'the same page again',
      (_, response) => response.end(JSON.stringify({ data: { list: firms.slice(0, 2) } })),
      /不认 page 参数/,
    ],
  ])('%s is an error that says so, without the key', async (_, wrong, message) => {
    answer = wrong
    const error = await read().catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(Error)
    expect((error as Error).message).toMatch(message)
    expect((error as Error).message).not.toContain('secret')
  })
})

describe('the connector', () => {
  const connector: Connector = honours
  const options = () => ({
    url: `${origin}/list`,
    recordsAt: 'data.list',
    pageSize: '2',
    sinceParameter: 'since',
    sinceField: 'updated',
    authorization: 'Bearer demo',
  })

  it('delivers records with a watermark and sends the authorization', async () => {
    const seen: (string | undefined)[] = []
    answer = (url, response, request) => {
      seen.push(request.headers.authorization)
      pagesOf(url, response, request)
    }
    const [delivery, ...others] = await deliveriesOf(
      connector,
      fetchContext({ options: options(), http: http() }),
    )
    expect(others).toEqual([])
    expect(delivery?.watermark).toBe('2026-01-05')
    expect(delivery === undefined ? [] : await recordsOf(delivery)).toHaveLength(5)
    expect(new Set(seen)).toEqual(new Set(['Bearer demo']))
  })

  it('delivers nothing where nothing is new', async () => {
    answer = pagesOf
    const context = fetchContext({ options: options(), http: http(), watermark: '2027-01-01' })
    expect(await deliveriesOf(connector, context)).toEqual([])
  })

  it('gives its watermark only with the last delivery of a long list', async () => {
    const many = Array.from({ length: 12_000 }, (_, at) => ({
      name: `企业${at}`,
      updated: String(at).padStart(5, '0'),
    }))
    answer = (url, response) => {
      const at = (Number(url.searchParams.get('page')) - 1) * 4000
      response.end(JSON.stringify({ data: { list: many.toReversed().slice(at, at + 4000) } }))
    }
    const context = fetchContext({ options: { ...options(), pageSize: '4000' }, http: http() })
    const deliveries = await deliveriesOf(connector, context)
    expect(deliveries.map((delivery) => delivery.watermark)).toEqual([undefined, '11999'])
    expect((await Promise.all(deliveries.map(recordsOf))).map((records) => records.length)).toEqual([
      8000, 4000,
    ])
  })

  it('says what it lacks', async () => {
    await expect(deliveriesOf(connector, fetchContext())).rejects.toThrow(
      '连接器未配置：缺少选项 url（接口地址）',
    )
    const context = fetchContext({ options: { ...options(), pageSize: '-1' }, http: http() })
    await expect(deliveriesOf(connector, context)).rejects.toThrow('选项 pageSize 应为正数，收到“-1”')
  })
})
