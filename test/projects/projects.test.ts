import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { IncentiveCheck, Project, ProjectList } from '../../server/api/schemas/project.ts'
import { shanghaiDay } from '../../server/api/today.ts'
import type { AccountRole } from '../../server/warehouse/schema/access.ts'
import { insertDivisions } from '../api/golden.ts'
import { startTestServer, type TestServer } from '../api/test-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer({ fill: insertDivisions })
})
afterAll(() => server.close())

const day = (shift: number) => shanghaiDay(new Date(Date.now() + shift * 86_400_000))
const send = (role: AccountRole, method: 'POST' | 'PATCH', url: string, payload: object) =>
  server.request(role, { method, url: `/api/projects${url}`, payload })

const lead = {
  title: '示例炭黑项目',
  chain: 'rubber-tyre',
  segment: 'carbon-black',
  region: '370523',
  realm: 'demonstration',
  firmName: '示例炭黑有限公司',
  investment: 350_000_000,
}

async function open(role: AccountRole, more: object = {}): Promise<Project> {
  const answer = await send(role, 'POST', '', { ...lead, ...more })
  expect(answer.statusCode, answer.body).toBe(201)
  return answer.json()
}

describe('招商项目', () => {
  test('goes from 线索 to 投产, and keeps when each stage was reached and by whom', async () => {
    const { id } = await open('county')
    const move = (stage: string, more: object = {}) =>
      send('county', 'POST', `/${id}/stage`, { stage, reachedOn: day(0), ...more })
    expect((await move('talks', { note: '首次见面' })).json()).toMatchObject({ stage: 'talks' })
    expect((await move('talks')).statusCode).toBe(409)
    expect((await move('signed', { reachedOn: day(1) })).statusCode).toBe(400)
    expect((await move('signed', { reachedOn: day(-3) })).json()).toMatchObject({
      code: 'project-out-of-order',
    })
    // Back to an earlier stage only with a reason.
    expect((await move('lead')).statusCode).toBe(409)
    expect((await move('lead', { note: '更换投资方案' })).json()).toMatchObject({ stage: 'lead' })
    const project = (await move('signed')).json<Project>()
    expect(project).toMatchObject({
      stage: 'signed',
      investment: 350_000_000,
      region: { code: '370523', name: '广饶县' },
      owner: { username: 'county' },
    })
    expect(project.steps.map(({ stage, by }) => `${stage} ${by}`)).toEqual([
      'lead county',
      'talks county',
      'lead county',
      'signed county',
    ])
  })

  test('is given up with a reason and taken up again', async () => {
    const { id } = await open('county')
    expect((await send('county', 'POST', `/${id}/drop`, { reason: '  ' })).statusCode).toBe(400)
    const dropped = await send('county', 'POST', `/${id}/drop`, { reason: '企业调整投资计划' })
    expect(dropped.json()).toMatchObject({ droppedReason: '企业调整投资计划', stage: 'lead' })
    const move = { stage: 'talks', reachedOn: day(0) }
    expect((await send('county', 'POST', `/${id}/stage`, move)).json()).toMatchObject({
      code: 'project-dropped',
    })
    expect((await send('county', 'POST', `/${id}/resume`, { note: '企业重启' })).json()).toMatchObject({
      droppedReason: null,
    })
    expect((await send('county', 'POST', `/${id}/stage`, move)).statusCode).toBe(200)
  })

  test('has a calendar whose past days stay open until they are done', async () => {
    const { id } = await open('county')
    const added = await send('county', 'POST', `/${id}/dates`, { dueOn: day(-2), title: '提交选址方案' })
    const project = added.json<Project>()
    expect(project).toMatchObject({ overdue: true, dates: [{ title: '提交选址方案', overdue: true }] })
    expect(
      (await send('county', 'POST', `/${id}/dates`, { dueOn: '2027-02-30', title: '会' })).statusCode,
    ).toBe(400)
    const settle = (date: number | undefined, doneOn: string | null) =>
      send('county', 'PATCH', `/${id}/dates/${date}`, { doneOn })
    expect((await settle(project.dates[0]?.id, day(0))).json()).toMatchObject({ overdue: false })
    expect((await settle(project.dates[0]?.id, null)).json()).toMatchObject({ overdue: true })
    expect((await settle(999_999, day(0))).statusCode).toBe(404)
  })

  test('keeps its documents by content, and refuses what is none', async () => {
    const { id } = await open('county')
    const upload = (name: string, content: Buffer, role: AccountRole = 'county') => {
      const boundary = 'part'
      const head = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: application/octet-stream\r\n\r\n`
      return server.request(role, {
        method: 'POST',
        url: `/api/projects/${id}/documents`,
        headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
        payload: Buffer.concat([Buffer.from(head), content, Buffer.from(`\r\n--${boundary}--\r\n`)]),
      })
    }
    const pdf = Buffer.from('%PDF-1.7 示例')
    const answer = await upload('../合作协议.pdf', pdf)
    expect(answer.statusCode, answer.body).toBe(201)
    const [document] = answer.json<Project>().documents
    expect(document).toMatchObject({ name: '合作协议.pdf', type: 'application/pdf', bytes: pdf.length })
    const url = `/api/projects/${id}/documents/${document?.id}`
    const read = await server.request('county', { url })
    expect(read.rawPayload).toEqual(pdf)
    expect((await server.request('reviewer', { url })).statusCode).toBe(403)
    expect((await upload('脚本.html', Buffer.from('<script>'))).json()).toMatchObject({
      code: 'project-invalid-file',
    })
    expect((await server.request('county', { url: `/api/projects/${id}/documents/99999` })).statusCode).toBe(
      404,
    )
  })

  test('stays within the region and the chain standard', async () => {
    expect((await send('county', 'POST', '', { ...lead, region: '370783' })).statusCode).toBe(403)
    expect((await send('county', 'POST', '', { ...lead, segment: 'none' })).json()).toMatchObject({
      code: 'project-unknown-segment',
    })
    expect((await send('county', 'POST', '', { ...lead, owner: 'enterprise' })).json()).toMatchObject({
      code: 'project-unknown-owner',
    })
    const far = await open('province', { region: '370783', owner: 'province' })
    expect((await server.request('county', { url: `/api/projects/${far.id}` })).statusCode).toBe(403)
    expect((await send('county', 'PATCH', `/${far.id}`, { title: '改' })).statusCode).toBe(403)
    const held = (
      await server.request('county', { url: '/api/projects?realm=demonstration' })
    ).json<ProjectList>()
    expect(held.items.map(({ id }) => id)).not.toContain(far.id)
    expect(
      (await send('province', 'PATCH', `/${far.id}`, { title: '改名', investment: null })).json(),
    ).toMatchObject({
      title: '改名',
      investment: null,
    })
    expect((await send('province', 'PATCH', `/${far.id}`, {})).statusCode).toBe(400)
    expect((await send('reviewer', 'POST', '', lead)).statusCode).toBe(403)
    expect((await server.request('enterprise', { url: '/api/projects' })).statusCode).toBe(403)
  })
})

test('an incentive text is checked and not kept', async () => {
  const answer = await server.request('county', {
    method: 'POST',
    url: '/api/incentive-check',
    payload: { text: '企业承诺十年内不迁出本县。' },
  })
  const checked = answer.json<IncentiveCheck>()
  expect(checked.notice).toContain('没有发现不等于通过审查')
  expect(checked.findings.map(({ clause }) => clause.title)).toEqual(['第九条第一项'])
})
