import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { DeliveredRows, Receipt } from '../../server/api/schemas/deliveries.ts'
import type { ContractDetail } from '../../server/api/schemas/exchange.ts'
import { contractFor, distant, graded, neighbour, openScene, own, type Scene } from './scene.ts'

let scene: Scene

beforeAll(async () => {
  scene = await openScene()
})
afterAll(() => scene.close())

const codeOf = (answer: { json<T>(): T }) => answer.json<{ code: string }>().code
const digestOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

describe('delivery by key', () => {
  test('gives the columns and rows of the contract and nothing else', async () => {
    const { contract, key } = await contractFor(scene, {
      ...graded,
      columns: ['month', 'kwh'],
      firms: [own],
      monthFrom: '2026-02',
    })
    const answer = await scene.rows(contract.id, key)
    expect(answer.statusCode, answer.body).toBe(200)
    expect(answer.json<DeliveredRows>().items).toEqual([
      { month: '2026-02', kwh: 200 },
      { month: '2026-03', kwh: 300 },
    ])
    expect(answer.headers['x-content-sha256']).toBe(digestOf(answer.rawPayload))
  })

  test('grants its columns whatever the clearance, to a bank with the consent of the firm', async () => {
    const request = await scene.apply('bank', {
      dataset: 'enterprise/enterprise-profile',
      columns: ['name', 'revenue'],
      firms: [own],
      purpose: 'credit',
    })
    for (const person of ['steward', 'operator']) await scene.approve(person, request.id)
    await scene.post('enterprise', `/api/exchange/consents/${request.consents[0]?.id}/decision`, {
      consent: true,
      note: '',
    })
    const contract = await scene.sign('bank', request.id)
    const answer = await scene.rows(contract.id, await scene.key('bank', contract.id))
    // Money leaves in yuan.
    expect(answer.json<DeliveredRows>().items).toEqual([{ name: '演示轮胎有限公司', revenue: 12345.67 }])
  })

  test('holds an office to its region', async () => {
    const { contract, key } = await contractFor(scene, { ...graded })
    const { items } = (await scene.rows(contract.id, key)).json<DeliveredRows>()
    expect(new Set(items.map((item) => item['credit_code']))).toEqual(new Set([own, neighbour]))
    expect(JSON.stringify(items)).not.toContain(distant)
  })

  test('goes page by page and is counted, row by row', async () => {
    const { contract, key } = await contractFor(scene, { maximumRows: 4 })
    const first = (await scene.rows(contract.id, key, '?limit=3')).json<DeliveredRows>()
    expect([first.items.length, first.remaining]).toEqual([3, { calls: 9, rows: 1 }])
    const second = (
      await scene.rows(contract.id, key, `?limit=3&cursor=${first.nextCursor}`)
    ).json<DeliveredRows>()
    expect(second.items.map((item) => item['awarded_year'])).toEqual([2024])
    const third = await scene.rows(contract.id, key, `?cursor=${second.nextCursor}`)
    expect([third.statusCode, codeOf(third)]).toEqual([403, 'quota-exhausted'])
    const receipts = (await scene.get('county', `/api/deliveries?contract=${contract.id}`)).json<{
      items: Receipt[]
    }>()
    expect(receipts.items.map(({ rows, channel }) => [rows, channel])).toEqual([
      [1, 'api'],
      [3, 'api'],
    ])
    expect(receipts.items[0]?.by).toContain(key.slice(-4))
  })

  test('is exact under 20 calls at once', async () => {
    const { contract, key } = await contractFor(scene, { maximumCalls: 7 })
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => scene.rows(contract.id, key, '?limit=2')),
    )
    expect(answers.filter(({ statusCode }) => statusCode === 200)).toHaveLength(7)
    expect(
      answers
        .filter(({ statusCode }) => statusCode !== 200)
        .every((answer) => codeOf(answer) === 'quota-exhausted'),
    ).toBe(true)
    const { usage, state } = (
      await scene.get('county', `/api/exchange/contracts/${contract.id}`)
    ).json<ContractDetail>()
    expect([usage.calls, usage.rows, state]).toEqual([7, 14, 'exhausted'])
    const { rows } = await sql<{ calls: number; rows: number; bytes: number }>`
      select count(*)::int as calls, sum(rows)::int as rows, sum(bytes)::int as bytes
      from brain.delivery where contract_id = ${contract.id}`.execute(scene.database.kysely)
    expect(rows[0]).toEqual(usage)
  })

  test('of few rows left is exact under 20 calls at once', async () => {
    const { contract, key } = await contractFor(scene, { maximumCalls: 100, maximumRows: 13 })
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => scene.rows(contract.id, key, '?limit=5')),
    )
    const delivered = answers
      .filter(({ statusCode }) => statusCode === 200)
      .map((answer) => answer.json<DeliveredRows>().items.length)
    expect(delivered.reduce((sum, rows) => sum + rows, 0)).toBe(13)
  })

  test.each([
    ['no key', undefined],
    ['a key of nobody', `Bearer ibk_${'a'.repeat(43)}`],
    ['something else', 'Basic YTpi'],
  ])('is refused with %s, for contracts that exist and that do not', async (_what, authorization) => {
    const { contract } = await contractFor(scene)
    for (const id of [contract.id, 999_999]) {
      const answer = await scene.app.inject({
        url: `/api/deliveries/${id}/rows`,
        ...(authorization === undefined ? {} : { headers: { authorization } }),
      })
      expect([answer.statusCode, codeOf(answer)]).toEqual([401, 'key-refused'])
    }
  })

  test('does not take a session for a key, nor the key of another contract', async () => {
    const one = await contractFor(scene)
    const two = await contractFor(scene)
    expect((await scene.get('county', `/api/deliveries/${one.contract.id}/rows`)).statusCode).toBe(401)
    expect((await scene.rows(one.contract.id, two.key)).statusCode).toBe(401)
  })

  test('keeps no key that could be read', async () => {
    const { contract, key } = await contractFor(scene)
    const { rows } = await sql<{ text: string }>`
      select to_jsonb(k)::text as text from brain.delivery_key k where contract_id = ${contract.id}`.execute(
      scene.database.kysely,
    )
    expect(rows[0]?.text).not.toContain(key.slice(4))
    const next = await scene.key('county', contract.id)
    expect((await scene.rows(contract.id, key)).statusCode).toBe(401)
    expect((await scene.rows(contract.id, next)).statusCode).toBe(200)
  })
})

describe('what ends a contract', () => {
  test('revocation refuses the very next call', async () => {
    const { contract, key } = await contractFor(scene)
    expect((await scene.rows(contract.id, key)).statusCode).toBe(200)
    const revoked = await scene.post('steward', `/api/exchange/contracts/${contract.id}/revocation`, {
      reason: '用途变更',
    })
    expect(revoked.json()).toMatchObject({
      state: 'revoked',
      revocation: { side: 'provider', reason: '用途变更' },
    })
    const answer = await scene.rows(contract.id, key)
    expect([answer.statusCode, codeOf(answer)]).toEqual([403, 'contract-revoked'])
    expect((await scene.post('county', `/api/deliveries/${contract.id}/key`)).statusCode).toBe(403)
  })

  test('revocation in the middle of many calls: none is delivered after it', async () => {
    const { contract, key } = await contractFor(scene, { maximumCalls: 1000, maximumRows: 100_000 })
    const calls = Array.from({ length: 12 }, () => scene.rows(contract.id, key, '?limit=1'))
    const revocation = scene.post('operator', `/api/exchange/contracts/${contract.id}/revocation`, {
      reason: '停用',
    })
    const later = revocation.then(() =>
      Promise.all(Array.from({ length: 6 }, () => scene.rows(contract.id, key))),
    )
    const answers = await Promise.all(calls)
    for (const { statusCode } of answers) expect([200, 403]).toContain(statusCode)
    expect((await later).map(({ statusCode }) => statusCode)).toEqual(Array.from({ length: 6 }, () => 403))
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from brain.delivery where contract_id = ${contract.id}`.execute(
      scene.database.kysely,
    )
    expect(rows[0]?.count).toBe(answers.filter(({ statusCode }) => statusCode === 200).length)
  })

  test('the end of its period, by the calendar of Beijing', async () => {
    const { contract, key } = await contractFor(scene)
    const last = Date.parse(`${contract.terms.validUntil}T00:00:00+08:00`)
    try {
      scene.clock.now = new Date(last + 86_400_000 - 1)
      expect((await scene.rows(contract.id, key)).statusCode).toBe(200)
      scene.clock.now = new Date(last + 86_400_000)
      const answer = await scene.rows(contract.id, key)
      expect([answer.statusCode, codeOf(answer)]).toEqual([403, 'contract-expired'])
    } finally {
      scene.clock.now = new Date()
    }
  })

  test('a firm that takes its consent back', async () => {
    const { contract, key } = await contractFor(scene, { ...graded, firms: [own] })
    expect((await scene.rows(contract.id, key)).statusCode).toBe(200)
    const { consents } = (
      await scene.get('enterprise', `/api/exchange/requests/${contract.requestId}`)
    ).json<{
      consents: { id: number }[]
    }>()
    const withdraw = (who: string) =>
      scene.post(who, `/api/exchange/consents/${consents[0]?.id}/withdrawal`, { reason: '不再授权' })
    expect((await withdraw('enterprise-2')).statusCode).toBe(404)
    expect((await withdraw('enterprise')).statusCode).toBe(204)
    const answer = await scene.rows(contract.id, key)
    expect([answer.statusCode, codeOf(answer)]).toEqual([403, 'contract-revoked'])
    expect((await withdraw('enterprise')).statusCode).toBe(409)
  })

  test('is followed by a destruction receipt, once', async () => {
    const { contract } = await contractFor(scene)
    const url = `/api/exchange/contracts/${contract.id}/destruction`
    const receipt = { destroyedOn: contract.terms.validFrom, method: '删除数据库表与备份' }
    expect((await scene.post('county', url, receipt)).statusCode).toBe(409)
    await scene.post('county', `/api/exchange/contracts/${contract.id}/revocation`, { reason: '已用完' })
    expect((await scene.post('county', url, receipt)).json()).toMatchObject({
      destruction: { destroyedOn: receipt.destroyedOn },
    })
    expect((await scene.post('county', url, receipt)).statusCode).toBe(409)
    const { timeline } = (await scene.get('county', `/api/exchange/requests/${contract.requestId}`)).json<{
      timeline: { title: string }[]
    }>()
    expect(timeline.slice(-2).map(({ title }) => title)).toEqual(['接收方终止合同', '销毁回执'])
  })
})
