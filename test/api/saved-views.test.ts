import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SavedView, SavedViewList } from '../../server/api/schemas/saved-view.ts'
import type { AccountRole } from '../../server/warehouse/schema/access.ts'
import { startTestServer, type TestServer } from './test-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const page = 'government/chain-map'

const save = (role: AccountRole, name: string, address = 'segment=carbon-black&reach=2', where = page) =>
  server.request(role, {
    method: 'POST',
    url: '/api/saved-views',
    payload: { page: where, name, address },
  })

async function held(role: AccountRole, where = page): Promise<SavedViewList['items']> {
  const answer = await server.request(role, { url: `/api/saved-views?page=${where}` })
  return answer.json<SavedViewList>().items
}

test('a view belongs to who saved it and to its page, and goes when deleted', async () => {
  const saved = await save('county', ' 炭黑周边 ')
  expect(saved.statusCode, saved.body).toBe(201)
  const view = saved.json<SavedView>()
  expect(view).toMatchObject({ name: '炭黑周边', address: 'segment=carbon-black&reach=2' })
  expect(await held('county')).toEqual([view])
  expect(await held('city')).toEqual([])
  expect(await held('county', 'government/migration')).toEqual([])

  const foreign = await server.request('city', { method: 'DELETE', url: `/api/saved-views/${view.id}` })
  expect(foreign.statusCode).toBe(404)
  expect(await held('county')).toHaveLength(1)
  const own = await server.request('county', { method: 'DELETE', url: `/api/saved-views/${view.id}` })
  expect(own.statusCode).toBe(204)
  expect(await held('county')).toEqual([])
})

test('a name stands once, and a blank one is refused', async () => {
  expect((await save('chain-office', '总览')).statusCode).toBe(201)
  const again = await save('chain-office', '总览', 'view=list')
  expect(again.statusCode).toBe(409)
  expect(again.json()).toMatchObject({ code: 'view-name-taken' })
  expect((await save('chain-office', '总览', '', 'government/migration')).statusCode).toBe(201)
  expect((await save('chain-office', '   ')).statusCode).toBe(400)
  expect((await save('chain-office', '图', '', '../etc')).statusCode).toBe(400)
})

test('a list stays one to choose from', async () => {
  for (let number = 1; number <= 50; number++)
    expect((await save('province', `视图 ${number}`)).statusCode).toBe(201)
  expect((await save('province', '再一个')).json()).toMatchObject({ code: 'too-many-views' })
  const items = await held('province')
  expect(items[0]?.name).toBe('视图 50')
  expect(items).toHaveLength(50)
})
