import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ExplorerView, ExplorerViewRequest } from '../../server/api/schemas/explorer.ts'
import type { AccountRole } from '../../server/warehouse/schema/access.ts'
import type { TestServer } from '../api/test-server.ts'
import { openExplorer, toQuery } from './scene.ts'

let server: TestServer
beforeAll(async () => {
  server = await openExplorer()
})
afterAll(() => server.close())

const view = (given: Partial<ExplorerViewRequest> = {}): ExplorerViewRequest => ({
  name: '各市营业收入',
  shared: false,
  chart: 'bar',
  query: toQuery({ measures: [{ of: 'sum', field: 'revenue' }] }),
  ...given,
})

const post = (role: AccountRole, body: unknown) =>
  server.request(role, { method: 'POST', url: '/api/explorer/views', payload: body as object })
const save = async (role: AccountRole, given: Partial<ExplorerViewRequest> = {}) => {
  const answer = await post(role, view(given))
  expect(answer.statusCode, answer.body).toBe(201)
  return answer.json<ExplorerView>()
}
const names = async (role: AccountRole) =>
  (await server.get(role, '/api/explorer/views'))
    .json<{ items: ExplorerView[] }>()
    .items.map(({ name }) => name)

describe('a saved view', () => {
  test('belongs to its owner, who changes, copies and deletes it', async () => {
    const saved = await save('city', { name: '待改名' })
    const changed = await server.request('city', {
      method: 'PATCH',
      url: `/api/explorer/views/${saved.id}`,
      payload: { name: '已改名', chart: 'line' },
    })
    expect(changed.json<ExplorerView>()).toMatchObject({
      id: saved.id,
      name: '已改名',
      chart: 'line',
      own: true,
    })
    expect(changed.json<ExplorerView>().query).toEqual(saved.query)
    const url = `/api/explorer/views/${saved.id}`
    expect((await server.request('city', { method: 'DELETE', url })).statusCode).toBe(204)
    expect((await server.get('city', url)).statusCode).toBe(404)
  })

  test('is nobody else’s until it is shared with the region, and then read only', async () => {
    const { id } = await save('city', { name: '市级视图' })
    const url = `/api/explorer/views/${id}`
    for (const role of ['county', 'province', 'bank', 'enterprise'] as const)
      expect([role, (await server.get(role, url)).statusCode]).toEqual([role, 404])
    await server.request('city', { method: 'PATCH', url, payload: { shared: true } })
    // 广饶县 lies in 东营市; the province does not, and firms are not colleagues.
    expect(await names('county')).toContain('市级视图')
    expect((await server.get('county', url)).json<ExplorerView>().own).toBe(false)
    for (const role of ['province', 'bank', 'enterprise'] as const)
      expect([role, (await server.get(role, url)).statusCode]).toEqual([role, 404])
    for (const method of ['PATCH', 'DELETE'] as const) {
      const answer = await server.request('county', {
        method,
        url,
        ...(method === 'PATCH' && { payload: { name: 'x' } }),
      })
      expect([method, answer.statusCode]).toEqual([method, 404])
    }
  })

  test('of a firm is not shared', async () => {
    const answer = await post('enterprise', view({ shared: true }))
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([403, 'sharing'])
    const own = await save('enterprise', { name: '本企业视图' })
    const changed = await server.request('enterprise', {
      method: 'PATCH',
      url: `/api/explorer/views/${own.id}`,
      payload: { shared: true },
    })
    expect(changed.statusCode).toBe(403)
  })

  test('holds a query and nothing that is not one', async () => {
    for (const body of [
      { ...view(), query: { subject: 'select 1' } },
      { ...view(), name: '   ' },
      { ...view(), answer: [] },
      { ...view(), query: { ...view().query, sql: 'select 1' } },
    ])
      expect((await post('city', body)).statusCode).toBe(400)
    const beyond = await post('county', view({ query: { ...view().query, region: '370700' } }))
    expect(beyond.statusCode).toBe(403)
  })

  test('kept in a form that is no longer valid is left out', async () => {
    const { id } = await save('city', { name: '旧版视图' })
    await server.database.pool.query(
      `update brain.explorer_view set query = '{"subject": 1}' where id = $1`,
      [id],
    )
    expect(await names('city')).not.toContain('旧版视图')
    expect((await server.get('city', `/api/explorer/views/${id}`)).statusCode).toBe(404)
  })
})
