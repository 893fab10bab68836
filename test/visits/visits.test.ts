import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Visit, VisitList } from '../../server/api/schemas/visit.ts'
import { shanghaiDay } from '../../server/api/today.ts'
import type { AccountRole } from '../../server/warehouse/schema/access.ts'
import { golden, insertDivisions, insertGolden } from '../api/golden.ts'
import { startTestServer, type TestServer } from '../api/test-server.ts'

const near = '91370523DEM000014Q'
const other = '91370523DEM0000228'
const far = '91370783DEM000031X'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer({
    async fill(database) {
      await insertDivisions(database)
      await insertGolden(database, [
        golden({ credit_code: near, name: '示例甲轮胎有限公司' }),
        golden({ credit_code: other, name: '示例乙轮胎有限公司' }),
        golden({ credit_code: far, name: '示例丙轮胎有限公司', city_code: '370700', county_code: '370783' }),
      ])
    },
  })
})
afterAll(() => server.close())

const day = (shift: number) => shanghaiDay(new Date(Date.now() + shift * 86_400_000))
const post = (role: AccountRole, url: string, payload: object) =>
  server.request(role, { method: 'POST', url: `/api/visits${url}`, payload })
const list = async (role: AccountRole, query = '') =>
  (await server.request(role, { url: `/api/visits?realm=demonstration${query}` })).json<VisitList>()
const arrange = (role: AccountRole, creditCode: string, more: object = {}) =>
  post(role, '', { creditCode, cause: 'watch-list', reason: '迁移监测得分 62 分', dueOn: day(7), ...more })

describe('走访服务', () => {
  test('goes from 诉求 over 帮扶 and 回访 to its end, each step in its turn', async () => {
    const made = await arrange('county', near)
    expect(made.statusCode, made.body).toBe(201)
    const { id, ...visit } = made.json<Visit>()
    expect(visit).toMatchObject({
      state: 'planned',
      overdue: false,
      name: '示例甲轮胎有限公司',
      region: { code: '370523', name: '广饶县' },
      owner: { username: 'county' },
    })
    expect((await post('county', `/${id}/close`, { summary: '完成' })).json()).toMatchObject({
      code: 'visit-out-of-order',
    })

    const demands = [
      { category: 'land', text: '扩建用地不足' },
      { category: 'labour', text: '缺熟练工' },
    ]
    const record = { visitedOn: day(0), visitors: '张三、李四', demands }
    const visited = await post('county', `/${id}/record`, record)
    expect(visited.statusCode, visited.body).toBe(200)
    expect(visited.json()).toMatchObject({ state: 'visited', visitors: '张三、李四' })
    expect((await post('county', `/${id}/record`, record)).statusCode).toBe(409)

    const [land, labour] = visited.json<Visit>().demands
    const step = (demand: number | undefined, name: string, payload: object) =>
      post('county', `/${id}/demands/${demand}/${name}`, payload)
    const early = await step(land?.id, 'follow-up', { outcome: 'resolved', satisfaction: 5 })
    expect(early.json()).toMatchObject({ code: 'visit-out-of-order' })
    const help = { department: '自然资源局', measure: '对接园区标准厂房', promisedOn: day(30) }
    expect((await step(land?.id, 'help', help)).json()).toMatchObject({ state: 'visited' })
    expect((await step(labour?.id, 'help', { ...help, department: '人社局' })).json()).toMatchObject({
      state: 'helping',
    })
    await step(land?.id, 'follow-up', { outcome: 'resolved', satisfaction: 5 })
    expect((await post('county', `/${id}/close`, { summary: '完成' })).json()).toMatchObject({
      detail: '还有 1 项诉求没有回访，不能办结。',
    })
    const last = await step(labour?.id, 'follow-up', {
      outcome: 'partly',
      satisfaction: 3,
      remark: '还缺 20 人',
    })
    expect(last.json()).toMatchObject({ state: 'followed-up' })
    expect((await step(land?.id, 'help', help)).statusCode).toBe(409)
    const closed = await post('county', `/${id}/close`, { summary: '用地已解决，用工继续对接' })
    expect(closed.json()).toMatchObject({ state: 'closed', closedBy: 'county' })
    expect((await step(land?.id, 'follow-up', { outcome: 'partly', satisfaction: 1 })).json()).toMatchObject({
      code: 'visit-closed',
    })
  })

  test('is one at a time for a firm, made by an account of the region', async () => {
    expect((await arrange('chain-office', other)).statusCode).toBe(201)
    expect((await arrange('city', other)).json()).toMatchObject({ code: 'visit-open-already' })
    expect((await arrange('county', near, { owner: 'enterprise' })).json()).toMatchObject({
      code: 'visit-unknown-owner',
    })
    expect((await arrange('county', near, { dueOn: day(-1) })).statusCode).toBe(400)
    expect((await arrange('county', near, { dueOn: '2027-02-30' })).statusCode).toBe(400)
    expect((await arrange('county', '91370523DEM0099990')).statusCode).toBe(404)
  })

  test('stays within the region of the one who asks', async () => {
    expect((await arrange('county', far)).statusCode).toBe(403)
    const made = await arrange('province', far, { owner: 'province' })
    const { id } = made.json<Visit>()
    expect((await server.request('county', { url: `/api/visits/${id}` })).statusCode).toBe(403)
    const record = { visitedOn: day(0), visitors: '王五', demands: [] }
    expect((await post('county', `/${id}/record`, record)).statusCode).toBe(403)
    expect((await list('county')).items.map(({ creditCode }) => creditCode)).not.toContain(far)
    expect((await list('province')).items.map(({ creditCode }) => creditCode)).toContain(far)
    // A visit that found nothing to ask for can be closed at once.
    expect((await post('province', `/${id}/record`, record)).json()).toMatchObject({ state: 'followed-up' })
    expect((await post('province', `/${id}/close`, { summary: '没有诉求' })).statusCode).toBe(200)
  })

  test('is listed with its counts; those who only review see and change nothing', async () => {
    const all = await list('county')
    expect(all.counts).toMatchObject({ planned: 1, closed: 1, overdue: 0 })
    expect((await list('county', '&state=closed')).items.map(({ creditCode }) => creditCode)).toEqual([near])
    expect(all.owners.map(({ username }) => username)).toContain('county')
    expect((await list('reviewer')).items.length).toBeGreaterThan(0)
    expect((await arrange('reviewer', near)).statusCode).toBe(403)
    expect((await server.request('enterprise', { url: '/api/visits' })).statusCode).toBe(403)
  })
})
