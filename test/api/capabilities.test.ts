import type { AddressInfo } from 'node:net'
import excel from 'exceljs'
import { Check } from 'typebox/value'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { capabilities } from '../../server/capabilities/frame/registry.ts'
import { CapabilityDetail, CapabilityItem, Verification } from '../../server/api/schemas/capability.ts'
import type { Problem } from '../../server/api/schemas/shared.ts'
import { startTestServer, type TestServer } from './test-server.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const run = (id: string, payload: unknown, role: 'operator' | 'enterprise' = 'operator') =>
  server.request(role, { method: 'POST', url: `/api/capabilities/${id}/run`, payload: payload as object })

const pmi = { newOrders: 51.8, production: 52.6, employment: 48.2, delivery: 50.3, stock: 47.2 }

describe('the list', () => {
  test('holds every component with what outside programs need to call it', async () => {
    const answer = await server.get('enterprise', '/api/capabilities')
    const { items, total } = answer.json<{ items: CapabilityItem[]; total: number }>()
    expect(items.map(({ id }) => id)).toEqual([...capabilities.keys()])
    expect(total).toBe(capabilities.size)
    for (const item of items) expect(Check(CapabilityItem, item)).toBe(true)
    const item = items.find(({ id }) => id === 'pmi')
    expect(item?.input).toMatchObject({
      type: 'object',
      properties: { delivery: { type: 'number', minimum: 0, maximum: 100 } },
      required: ['newOrders', 'production', 'employment', 'delivery', 'stock'],
    })
    expect([item?.caseCount, item?.checkCount]).toEqual([2, 4])
  })

  test('leads to each with its reference cases, which run as they stand', async () => {
    const answer = await server.get('reviewer', '/api/capabilities/pmi')
    const detail = answer.json<CapabilityDetail>()
    expect(Check(CapabilityDetail, detail)).toBe(true)
    expect(detail.cases[0]).toMatchObject({ basis: 'published', input: pmi })
    expect((await run('pmi', detail.cases[0]?.input)).json()).toEqual({
      pmi: expect.closeTo(50.505, 10) as number,
    })
  })

  test('is described for other programs, one operation a component', async () => {
    const { paths } = (await server.get('operator', '/api/openapi.json')).json<{
      paths: Record<string, { post?: { requestBody?: unknown } }>
    }>()
    for (const id of capabilities.keys())
      expect(paths[`/api/capabilities/${id}/run`]?.post?.requestBody).toBeDefined()
  })

  test('names what there is when asked for what there is not', async () => {
    for (const answer of [
      await server.get('operator', '/api/capabilities/astrology'),
      await run('astrology', {}),
      await run('verification', {}),
      await run('__proto__', {}),
    ]) {
      expect(answer.statusCode).toBe(404)
      expect(answer.json<Problem>().expected).toContain('credit-code')
    }
  })
})

describe('a run', () => {
  test('answers the output itself, whoever is signed in', async () => {
    const answer = await run('credit-code', { code: '91110000600037341L' }, 'enterprise')
    expect(answer.statusCode).toBe(200)
    expect(answer.headers['content-type']).toContain('application/json')
    expect(answer.json()).toEqual({ valid: true, organisationValid: true, region: '110000', problems: [] })
  })

  test('gives the sample of every component an answer', async () => {
    for (const [id, { sample, output }] of capabilities) {
      const answer = await run(id, sample)
      expect([id, answer.statusCode, Check(output, answer.json())]).toEqual([id, 200, true])
    }
  })

  test('says in words what is wrong with the input', async () => {
    const missing = await run('pmi', { ...pmi, delivery: undefined })
    expect(missing.statusCode).toBe(400)
    expect(missing.json<Problem>().detail).toContain('字段 delivery 缺少，应为 0 至 100 的数值')
    const outside = await run('pmi', { ...pmi, stock: 470 })
    expect(outside.json<Problem>().detail).toContain('字段 stock 收到 470，应为 0 至 100 的数值')
    const text = await run('concentration', { values: [1, 'zwei', 3] })
    expect(text.json<Problem>().detail).toContain('字段 values.1 收到 zwei，应为不小于 0 的数值')
  })

  test('says it also of an item of an array, of the length of one, and of a bound that is left out', async () => {
    const detail = async (payload: unknown) =>
      (await run('economic-complexity', payload)).json<Problem>().detail
    expect(await detail({ entries: [['a', 'b', -1]] })).toContain(
      '字段 entries.0.2 收到 -1，应为不小于 0 的数值',
    )
    expect(await detail({ entries: [['a', 'b']] })).toContain(
      '收到 ["a","b"]，应为 3 项的数组（名称或代码、名称或代码、',
    )
    expect(await detail({ entries: [] })).toContain('收到 []，应为 1 至 3000000 项的数组')
    expect(await detail({ entries: [['a', 'b', 1]], threshold: 0 })).toContain('收到 0，应为大于 0 的数值')
  })

  test('refuses what cannot be computed, and says why', async () => {
    const answer = await run('concentration', { values: [0, 0] })
    expect([answer.statusCode, answer.json<Problem>().code]).toEqual([422, 'not-computable'])
    expect(answer.json<Problem>().detail).toContain('values 之和为 0')
  })

  test('never answers with a number that JSON cannot hold', async () => {
    const answer = await run('location-quotient', {
      regionIndustry: 1e-320,
      regionTotal: 1e-320,
      industryTotal: 5e-324,
      total: 1e308,
    })
    expect(answer.statusCode).toBe(422)
    expect(answer.json<Problem>().detail).toContain('结果 quotient 不是有限数')
  })

  test.each([
    ['no JSON', 'application/json', '{"code":', 400, 'invalid-json'],
    ['no UTF-8', 'application/json', Buffer.from([0x22, 0xff, 0xfe, 0x22]), 400, 'invalid-json'],
    ['nothing', 'application/json', '', 400, 'invalid-json'],
    ['a form', 'application/x-www-form-urlencoded', 'code=1', 415, 'unsupported-media-type'],
    ['a number', 'application/json', '5', 400, 'invalid-request'],
    ['null', 'application/json', 'null', 400, 'invalid-request'],
    [
      'nesting without end',
      'application/json',
      '['.repeat(200_000) + ']'.repeat(200_000),
      400,
      'invalid-request',
    ],
  ])('refuses %s', async (_, type, payload, status, code) => {
    const answer = await server.request('operator', {
      method: 'POST',
      url: '/api/capabilities/credit-code/run',
      headers: { 'content-type': type },
      payload,
    })
    expect([answer.statusCode, answer.json<Problem>().code]).toEqual([status, code])
  })

  test('takes a million numbers, and points at the one that is none', async () => {
    const values: unknown[] = Array.from({ length: 1_000_000 }, (_, position) => position % 97)
    const good = await run('concentration', { values })
    expect(good.statusCode).toBe(200)
    values[900_000] = null
    const bad = await run('concentration', { values })
    expect(bad.statusCode).toBe(400)
    expect(bad.json<Problem>().detail).toContain('values.900000 收到 null')
  })

  test('is recorded as the act of whoever asked', async () => {
    await run('pmi', pmi, 'enterprise')
    const { rows } = await server.database.pool.query<{ username: string }>(
      `select username from brain.audit where event = '运行能力组件' and object like '%/pmi/run' and username = 'enterprise'`,
    )
    expect(rows.length).toBeGreaterThan(0)
  })
})

describe('the verification', () => {
  test('computes every published value of every component', async () => {
    const answer = await server.get('reviewer', '/api/capabilities/verification')
    const verification = answer.json<Verification>()
    expect(Check(Verification, verification)).toBe(true)
    const cases = [...capabilities.values()].flatMap((component) => component.cases)
    const checks = cases.flatMap((one) => one.checks)
    expect(verification).toMatchObject({
      capabilities: capabilities.size,
      cases: cases.length,
      checks: checks.length,
    })
    expect(verification.items.filter(({ agrees }) => !agrees)).toEqual([])
    expect(verification.items.find(({ check }) => check === '区位商 LQ')).toMatchObject({
      capability: 'location-quotient',
      published: 0.3847623,
      digits: 7,
      agrees: true,
    })
    const again = await server.get('operator', '/api/capabilities/verification')
    expect(again.json<Verification>().computedAt).toBe(verification.computedAt)
  })

  test('goes out as a workbook and as CSV', async () => {
    const { items } = (await server.get('reviewer', '/api/capabilities/verification')).json<Verification>()
    const file = await server.get('reviewer', '/api/capabilities/verification/export')
    const workbook = new excel.Workbook()
    await workbook.xlsx.load(file.rawPayload as unknown as ArrayBuffer)
    const sheet = workbook.getWorksheet('算法验真')
    expect(sheet?.rowCount).toBe(items.length + 1)
    const csv = await server.get('reviewer', '/api/capabilities/verification/export?format=csv')
    expect(csv.headers['content-type']).toContain('text/csv')
    expect(csv.body.trimEnd().split('\r\n')).toHaveLength(items.length + 1)
    expect(csv.body).toContain('区位商 LQ,0.3847623,0.38476')
  })
})

test('the server answers others while a heavy input is computed', async () => {
  await server.app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = server.app.server.address() as AddressInfo
  const cookie = await server.signIn('operator')
  const size = 1100
  const flows = Array.from({ length: size }, (_, row) =>
    Array.from({ length: size }, (_cell, column) => ((row * 31 + column * 17) % 7) / 10),
  )
  const heavy = fetch(`http://127.0.0.1:${port}/api/capabilities/input-output/run`, {
    method: 'POST',
    headers: { cookie, 'content-type': 'application/json' },
    body: JSON.stringify({ flows, finalDemand: Array.from({ length: size }, () => 5000) }),
  }).then(async (answer) => {
    await answer.arrayBuffer()
    return 'heavy' as const
  })
  let answered = 0
  const quick = async () => {
    for (; answered < 5; answered++) {
      const answer = await run('pmi', pmi)
      expect(answer.statusCode).toBe(200)
    }
    return 'quick' as const
  }
  expect(await Promise.race([heavy, quick()])).toBe('quick')
  expect(await heavy).toBe('heavy')
})
