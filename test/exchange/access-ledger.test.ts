import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AccessLedger, Claim, LedgerItem } from '../../server/api/schemas/access-ledger.ts'
import { from, graded, neighbour, openScene, own, type Scene } from './scene.ts'

let scene: Scene

beforeAll(async () => {
  scene = await openScene()
})
afterAll(() => scene.close())

const ledgerOf = async (who: string, code: string, query = '') => {
  const answer = await scene.get(who, `/api/enterprises/${code}/access-ledger${query}`)
  expect(answer.statusCode, answer.body).toBe(200)
  return answer.json<AccessLedger>()
}
const latest = async (code: string): Promise<LedgerItem | undefined> =>
  (await ledgerOf(code === own ? 'enterprise' : 'enterprise-2', code)).items[0]

describe('a firm reads who used its data', () => {
  test('of an official who opened its record: office, fields, ground', async () => {
    expect((await scene.get('county', `/api/enterprises/${own}`)).statusCode).toBe(200)
    expect(await latest(own)).toMatchObject({
      organisation: '广饶县 县级用户',
      role: '县级',
      username: null,
      objectTitle: '企业档案',
      purpose: '日常监测',
      basis: '辖区职责',
      route: 'GET /api/enterprises/:creditCode',
      count: 1,
      contract: null,
    })
    const fields = (await latest(own))?.fields.map(({ title }) => title)
    expect(fields).toContain('营业收入')
    // What the record does not say was not seen.
    expect(fields).not.toContain('研发费用')
  })

  test('of each page of a list, once for each firm on it', async () => {
    const count = async (code: string) => {
      const { rows } = await sql<{ count: number }>`
        select coalesce(sum(count), 0)::int as count from brain.firm_access
        where credit_code = ${code} and object = 'enterprise-list'`.execute(scene.database.kysely)
      return rows[0]?.count ?? 0
    }
    const before = [await count(own), await count(neighbour)]
    // The second time the answer is a kept one.
    for (let time = 0; time < 2; time++) await scene.get('county', '/api/enterprises')
    await scene.get('county', `/api/enterprises?query=${encodeURIComponent('炭黑')}`)
    expect([await count(own), await count(neighbour)]).toEqual([(before[0] ?? 0) + 2, (before[1] ?? 0) + 3])
  })

  test('of many reads at once, none lost', async () => {
    const total = async () => (await ledgerOf('enterprise', own)).totals.uses
    const before = await total()
    await Promise.all(Array.from({ length: 40 }, () => scene.get('city', `/api/enterprises/${own}`)))
    expect(await total()).toBe(before + 40)
  })

  test('of deliveries, with the contract', async () => {
    const request = await scene.apply('county', { ...graded, firms: [own] })
    for (const person of ['steward', 'operator']) await scene.approve(person, request.id)
    await scene.post('enterprise', `/api/exchange/consents/${request.consents[0]?.id}/decision`, {
      consent: true,
      note: '',
    })
    const contract = await scene.sign('county', request.id)
    const key = await scene.key('county', contract.id)
    expect((await scene.rows(contract.id, key)).statusCode).toBe(200)
    expect(await latest(own)).toMatchObject({
      objectTitle: '企业月度用电量',
      basis: `授权合同 ${contract.number}`,
      purpose: '产业监测',
      contract: { id: contract.id, number: contract.number },
      count: 3,
    })
    // The firm may read the contract that rests on its consent.
    expect((await scene.get('enterprise', `/api/exchange/contracts/${contract.id}`)).statusCode).toBe(200)
  })

  test('grouped, by period and page by page', async () => {
    const whole = await ledgerOf('enterprise', own, '?limit=500')
    expect(whole.groups.reduce((sum, { count }) => sum + count, 0)).toBe(
      whole.items.reduce((sum, { count }) => sum + count, 0),
    )
    const seen: number[] = []
    let cursor = ''
    do {
      const page = await ledgerOf('enterprise', own, `?limit=2${cursor}`)
      seen.push(...page.items.map(({ id }) => id))
      cursor = page.nextCursor === null ? '' : `&cursor=${encodeURIComponent(page.nextCursor)}`
    } while (cursor !== '')
    expect(seen).toEqual(whole.items.map(({ id }) => id))
    expect((await ledgerOf('enterprise', own, '?to=2020-01-01')).items).toEqual([])
    expect((await ledgerOf('enterprise', own, `?from=${from}`)).items.length).toBe(
      50 < seen.length ? 50 : seen.length,
    )
    for (const query of ['?from=2023-02-30', '?cursor=x', '?from=1']) {
      expect(
        (await scene.get('enterprise', `/api/enterprises/${own}/access-ledger${query}`)).statusCode,
      ).toBe(400)
    }
  })

  test('and those who support it are named in it and stand in it', async () => {
    const before = await ledgerOf('enterprise', own)
    const shown = await ledgerOf('steward', own)
    expect(shown.items[0]?.username).not.toBeNull()
    expect((await latest(own))?.basis).toBe('平台支持')
    expect((await ledgerOf('enterprise', own)).totals.uses).toBe(before.totals.uses + 1)
  })
})

test('what cannot be recorded is not shown', async () => {
  await sql`alter table brain.firm_access rename to firm_access_away`.execute(scene.database.kysely)
  try {
    for (const url of [
      `/api/enterprises/${own}`,
      '/api/enterprises',
      `/api/enterprises/${own}/transactions`,
    ]) {
      const answer = await scene.get('county', url)
      expect([url, answer.statusCode]).toEqual([url, 500])
      expect(answer.body).not.toContain('演示轮胎')
    }
  } finally {
    await sql`alter table brain.firm_access_away rename to firm_access`.execute(scene.database.kysely)
  }
  expect((await scene.get('county', `/api/enterprises/${own}`)).statusCode).toBe(200)
})

describe('a foreign firm, an office, a bank', () => {
  test('read nothing of the ledger, the claims, the authorisations', async () => {
    const paths = ['access-ledger', 'claims', 'authorisations']
    for (const who of [
      'enterprise-2',
      'county',
      'province',
      'bank',
      'reviewer',
      'audit-admin',
      'system-admin',
    ]) {
      for (const path of paths) {
        const answer = await scene.get(who, `/api/enterprises/${own}/${path}`)
        expect([who, path, answer.statusCode]).toEqual([who, path, 403])
      }
    }
    const claim = { kind: 'dispute', text: '不是我的企业' }
    expect((await scene.post('enterprise-2', `/api/enterprises/${own}/claims`, claim)).statusCode).toBe(403)
  })
})

describe('a firm', () => {
  const claims = async (who: string) =>
    (await scene.get(who, `/api/enterprises/${own}/claims`)).json<{ items: Claim[] }>().items

  test('disputes a use, and a steward answers once', async () => {
    const use = await latest(own)
    const url = `/api/enterprises/${own}/claims`
    const { id } = (
      await scene.post('enterprise', url, {
        kind: 'dispute',
        accessId: use?.id,
        text: '本企业未授权这次使用',
      })
    ).json<{ id: number }>()
    expect((await claims('enterprise'))[0]).toMatchObject({
      state: 'open',
      access: { organisation: use?.organisation },
    })
    const waiting = (await scene.get('steward', '/api/access-ledger/claims?state=open')).json<{
      items: Claim[]
    }>()
    expect(waiting.items.map((claim) => claim.id)).toContain(id)
    const answer = (who: string) =>
      scene.post(who, `/api/access-ledger/claims/${id}/answer`, {
        state: 'rejected',
        answer: '属辖区职责内查看',
      })
    expect((await answer('enterprise')).statusCode).toBe(403)
    expect((await answer('steward')).statusCode).toBe(204)
    expect((await answer('steward-2')).statusCode).toBe(409)
    expect((await claims('enterprise'))[0]).toMatchObject({ state: 'rejected', answer: '属辖区职责内查看' })
  })

  test('disputes no use of another firm', async () => {
    await scene.get('county', `/api/enterprises/${neighbour}`)
    const other = await latest(neighbour)
    const answer = await scene.post('enterprise', `/api/enterprises/${own}/claims`, {
      kind: 'dispute',
      accessId: other?.id,
      text: '别家的使用记录',
    })
    expect(answer.statusCode).toBe(404)
  })

  test('asks for a correction of a field that exists', async () => {
    const url = `/api/enterprises/${own}/claims`
    const correction = {
      kind: 'correction',
      dataset: 'enterprise/enterprise-profile',
      field: 'employees',
      value: '126',
      text: '2025 年度年报所载从业人数',
    }
    expect((await scene.post('enterprise', url, { ...correction, value: undefined })).statusCode).toBe(400)
    expect((await scene.post('enterprise', url, { ...correction, field: 'salary' })).statusCode).toBe(404)
    const { id } = (await scene.post('enterprise', url, correction)).json<{ id: number }>()
    expect((await claims('enterprise'))[0]).toMatchObject({
      kind: 'correction',
      fieldTitle: '从业人数',
      value: '126',
    })
    expect((await scene.post('enterprise-2', `/api/access-ledger/claims/${id}/withdrawal`)).statusCode).toBe(
      404,
    )
    expect((await scene.post('enterprise', `/api/access-ledger/claims/${id}/withdrawal`)).statusCode).toBe(
      204,
    )
  })
})
