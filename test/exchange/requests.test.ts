import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ContractDetail, ExchangeRequestDetail } from '../../server/api/schemas/exchange.ts'
import { sha256 } from '../../server/exchange/canonical-json.ts'
import { distant, from, graded, neighbour, openScene, own, until, type Scene } from './scene.ts'

let scene: Scene

beforeAll(async () => {
  scene = await openScene()
})
afterAll(() => scene.close())

const codeOf = (answer: { json<T>(): T }) => answer.json<{ code: string }>().code
const read = async (username: string, id: number) =>
  (await scene.get(username, `/api/exchange/requests/${id}`)).json<ExchangeRequestDetail>()

describe('an application', () => {
  test('for what is shared without condition is approved by rule, with a contract', async () => {
    const request = await scene.apply('county')
    expect(request).toMatchObject({ state: 'approved', approvalsNeeded: 0, own: true, approvals: [] })
    const contract = (
      await scene.get('county', `/api/exchange/contracts/${request.contract?.id}`)
    ).json<ContractDetail>()
    expect(contract.state).toBe('unsigned')
    expect(sha256(contract.content)).toBe(contract.digest)
    expect(JSON.parse(contract.content)).toEqual(contract.terms)
    expect(contract.terms).toMatchObject({
      dataset: { id: 'public/honour', share: '无条件共享' },
      purpose: { code: 'monitoring', title: '产业监测' },
      maximumCalls: 10,
      validUntil: until,
      output: 'api',
      destruction: { days: 30 },
    })
    expect(contract.signatures).toEqual([
      expect.objectContaining({ side: 'provider', name: '平台（无条件共享，按规则办结）' }),
    ])
    expect(request.timeline.map(({ title }) => title)).toEqual([
      '提交申请',
      '申请通过',
      '合同生成',
      '平台签署',
    ])
  })

  test('with a condition needs a steward, and an operator is not one', async () => {
    const request = await scene.apply('county', {
      dataset: 'public/registration-change',
      columns: ['credit_code', 'item'],
    })
    expect(request).toMatchObject({ state: 'open', approvalsNeeded: 1, region: { code: '370523' } })
    expect([
      (await scene.approve('operator', request.id)).statusCode,
      codeOf(await scene.approve('operator', request.id)),
    ]).toEqual([403, 'steward-needed'])
    expect((await scene.approve('steward', request.id)).json()).toMatchObject({ state: 'approved' })
    expect([codeOf(await scene.approve('steward-2', request.id))]).toEqual(['request-closed'])
  })

  test('for graded data needs two persons and the firms', async () => {
    const request = await scene.apply('county', { ...graded, firms: [own, neighbour] })
    expect(request).toMatchObject({ state: 'open', approvalsNeeded: 2 })
    expect(request.consents.map(({ creditCode, state }) => [creditCode, state])).toEqual([
      [own, 'waiting'],
      [neighbour, 'waiting'],
    ])
    expect((await scene.approve('steward', request.id)).json()).toMatchObject({ state: 'open' })
    const again = await scene.approve('steward', request.id)
    expect([again.statusCode, codeOf(again)]).toEqual([409, 'decided-already'])
    expect((await scene.approve('operator', request.id)).json()).toMatchObject({
      state: 'open',
      contract: null,
    })
    // A firm answers for itself alone and does not learn who else is asked.
    const asked = await read('enterprise', request.id)
    expect(asked.consents).toHaveLength(1)
    expect(asked.firms.map(({ creditCode }) => creditCode)).toEqual([own])
    const [ours, theirs] = request.consents.map(({ id }) => id)
    const foreign = await scene.post('enterprise', `/api/exchange/consents/${theirs}/decision`, {
      consent: true,
      note: '',
    })
    expect(foreign.statusCode).toBe(404)
    const agree = { consent: true, note: '同意用于用电监测' }
    expect(
      (await scene.post('enterprise', `/api/exchange/consents/${ours}/decision`, agree)).statusCode,
    ).toBe(204)
    expect((await read('county', request.id)).state).toBe('open')
    expect(
      (await scene.post('enterprise-2', `/api/exchange/consents/${theirs}/decision`, agree)).statusCode,
    ).toBe(204)
    expect(await read('county', request.id)).toMatchObject({
      state: 'approved',
      contract: { number: expect.stringMatching(/^JH-/) as unknown },
    })
  })

  test('is never approved by the applicant, not in the database either', async () => {
    const request = await scene.apply('operator', { ...graded })
    expect(request).toMatchObject({ own: true, mayDecide: false, whyNot: '申请人不得审批自己的申请。' })
    const answer = await scene.approve('operator', request.id)
    expect([answer.statusCode, codeOf(answer)]).toEqual([403, 'own-request'])
    await expect(
      sql`insert into brain.exchange_approval
        (request_id, requester, approver, approver_role, approver_name, decision, note, at)
        values (${request.id}, 'operator', 'operator', 'operator', '', 'approve', '', now())`.execute(
        scene.database.kysely,
      ),
    ).rejects.toThrow('exchange_approval_not_own')
    // Nor under another name for the requester.
    await expect(
      sql`insert into brain.exchange_approval
        (request_id, requester, approver, approver_role, approver_name, decision, note, at)
        values (${request.id}, 'somebody', 'operator', 'operator', '', 'approve', '', now())`.execute(
        scene.database.kysely,
      ),
    ).rejects.toThrow('foreign key')
    await expect(
      sql`update brain.exchange_request set state = 'approved', closed_at = now() where id = ${request.id}`.execute(
        scene.database.kysely,
      ),
    ).rejects.toThrow('审批不足')
  })

  test('decided by several at once is approved once, each counted once', async () => {
    for (let round = 0; round < 5; round++) {
      const request = await scene.apply('county', { ...graded })
      const answers = await Promise.all(
        ['steward', 'steward', 'steward-2', 'steward-2', 'operator', 'operator-2'].map((name) =>
          scene.approve(name, request.id),
        ),
      )
      const statuses = answers.map(({ statusCode }) => statusCode).toSorted((a, b) => a - b)
      expect(statuses.filter((status) => status === 200).length).toBeGreaterThanOrEqual(2)
      expect(statuses.every((status) => status === 200 || status === 409)).toBe(true)
      const { rows } = await sql<{ contracts: number; approvers: number; approvals: number }>`
        select (select count(*) from brain.exchange_contract where request_id = ${request.id})::int as contracts,
          count(*)::int as approvals, count(distinct approver)::int as approvers
        from brain.exchange_approval where request_id = ${request.id}`.execute(scene.database.kysely)
      expect(rows[0]?.contracts).toBe(1)
      expect(rows[0]?.approvals).toBe(rows[0]?.approvers)
      expect(rows[0]?.approvals).toBe(statuses.filter((status) => status === 200).length)
    }
  })

  test('two operators are not enough: one of the two is a steward', async () => {
    const request = await scene.apply('county', { ...graded })
    await scene.approve('operator', request.id)
    expect((await scene.approve('operator-2', request.id)).json()).toMatchObject({ state: 'open' })
    expect((await scene.approve('steward', request.id)).json()).toMatchObject({ state: 'approved' })
  })

  test('is refused with a reason, by a person, by a firm, by rule', async () => {
    const request = await scene.apply('county', { ...graded })
    const url = `/api/exchange/requests/${request.id}/decisions`
    expect((await scene.post('steward', url, { decision: 'refuse', note: ' ' })).statusCode).toBe(400)
    const refused = await scene.post('steward', url, { decision: 'refuse', note: '用途不明' })
    expect(refused.json()).toMatchObject({
      state: 'refused',
      refusal: expect.stringContaining('用途不明') as unknown,
    })

    const asked = await scene.apply('bank', { ...graded, firms: [own], purpose: 'credit' })
    await scene.post('enterprise', `/api/exchange/consents/${asked.consents[0]?.id}/decision`, {
      consent: false,
      note: '未与该行往来',
    })
    expect(await read('bank', asked.id)).toMatchObject({
      state: 'refused',
      refusal: expect.stringContaining('未与该行往来') as unknown,
    })
    const everything = await scene.apply('bank', { ...graded })
    expect(everything).toMatchObject({ state: 'refused', contract: null })
    expect(everything.refusal).toContain('逐家指明企业')
  })

  test('is withdrawn by its own side, while open', async () => {
    const request = await scene.apply('county', { ...graded })
    expect((await scene.post('city', `/api/exchange/requests/${request.id}/withdrawal`)).statusCode).toBe(404)
    expect((await scene.post('county', `/api/exchange/requests/${request.id}/withdrawal`)).statusCode).toBe(
      204,
    )
    expect((await scene.approve('steward', request.id)).statusCode).toBe(409)
  })

  test.each([
    ['an unknown dataset', { dataset: 'public/none' }, 404],
    ['an unknown column', { columns: ['salary'] }, 400],
    ['an unknown firm', { firms: ['91370523DEM0009999'] }, 404],
    ['a period that is over', { validUntil: '2021-01-01' }, 400],
    ['a day that does not exist', { validUntil: '2099-02-30' }, 400],
    ['a period without end', { validUntil: '2199-01-01' }, 400],
  ])('with %s is not taken', async (_what, change, status) => {
    const answer = await scene.post('county', '/api/exchange/assessments', {
      ...graded,
      purpose: 'monitoring',
      purposeText: '用电监测',
      validFrom: from,
      validUntil: until,
      maximumCalls: 1,
      maximumRows: 1,
      output: 'api',
      destructionDays: 0,
      ...change,
    })
    expect(answer.statusCode, answer.body).toBe(status)
  })
})

describe('others', () => {
  test('see nothing of a request or its contract', async () => {
    const request = await scene.apply('enterprise')
    const contract = await scene.sign('enterprise', request.id)
    for (const stranger of ['enterprise-2', 'bank', 'county']) {
      const list = (await scene.get(stranger, '/api/exchange/requests?limit=500')).json<{
        items: { id: number }[]
      }>()
      expect(list.items.map(({ id }) => id)).not.toContain(request.id)
      const answers = await Promise.all([
        scene.get(stranger, `/api/exchange/requests/${request.id}`),
        scene.get(stranger, `/api/exchange/contracts/${contract.id}`),
        scene.post(stranger, `/api/exchange/contracts/${contract.id}/signature`, { digest: contract.digest }),
        scene.post(stranger, `/api/exchange/contracts/${contract.id}/revocation`, { reason: '无权' }),
        scene.post(stranger, `/api/exchange/contracts/${contract.id}/destruction`, {
          destroyedOn: '2026-01-01',
          method: '删除',
        }),
        scene.post(stranger, `/api/deliveries/${contract.id}/key`),
        scene.post(stranger, `/api/deliveries/${contract.id}/files`, { format: 'csv' }),
      ])
      expect(answers.map(({ statusCode }) => statusCode)).toEqual(answers.map(() => 404))
      const receipts = (await scene.get(stranger, `/api/deliveries?contract=${contract.id}`)).json<{
        items: unknown[]
      }>()
      expect(receipts.items).toEqual([])
    }
    expect((await scene.get('reviewer', `/api/exchange/requests/${request.id}`)).statusCode).toBe(200)
  })

  test('cannot name a firm out of reach to widen what an office gets', async () => {
    const request = await scene.apply('county', { ...graded, firms: [distant] })
    expect(request.region?.code).toBe('370523')
  })
})

describe('a contract', () => {
  test('cannot be changed, and is signed as it was seen', async () => {
    const request = await scene.apply('county')
    const id = request.contract?.id ?? 0
    const wrong = await scene.post('county', `/api/exchange/contracts/${id}/signature`, {
      digest: '0'.repeat(64),
    })
    expect([wrong.statusCode, codeOf(wrong)]).toEqual([409, 'digest-differs'])
    expect((await scene.sign('county', request.id)).state).toBe('active')
    const { kysely } = scene.database
    await expect(
      sql`update brain.exchange_contract set content = content || ' ' where id = ${id}`.execute(kysely),
    ).rejects.toThrow('不能修改')
    await expect(sql`delete from brain.exchange_contract where id = ${id}`.execute(kysely)).rejects.toThrow(
      '不能修改',
    )
    await expect(
      sql`insert into brain.exchange_contract (request_id, version, number, content, digest, created_at)
        values (${request.id}, 9, 'X', '{}', ${'0'.repeat(64)}, now())`.execute(kysely),
    ).rejects.toThrow('check')
  })

  test('is replaced by a narrower version alone', async () => {
    const request = await scene.apply('county')
    const contract = await scene.sign('county', request.id)
    const url = `/api/exchange/contracts/${contract.id}/versions`
    const wider = await scene.post('steward', url, { maximumCalls: 11, reason: '放宽' })
    expect([wider.statusCode, codeOf(wider)]).toEqual([400, 'contract-widened'])
    expect((await scene.post('county', url, { maximumCalls: 1, reason: '无权' })).statusCode).toBe(403)
    const answer = await scene.post('steward', url, {
      columns: ['kind'],
      maximumCalls: 3,
      reason: '只需荣誉名称',
    })
    const next = answer.json<ContractDetail>()
    expect(next).toMatchObject({ version: 2, state: 'unsigned', terms: { maximumCalls: 3 } })
    expect(next.number).toBe(`${contract.number}-V2`)
    expect(next.terms.fields.map(({ name }) => name)).toEqual(['kind'])
    expect((await scene.get('county', `/api/exchange/contracts/${contract.id}`)).json()).toMatchObject({
      state: 'replaced',
    })
  })
})
