import { expect, test } from 'vitest'
import { firm } from './fixtures/exchange.ts'
import { desk, expectSoon, openScreens, outgrown, wall, type ScreenOptions } from './screen.ts'

const screens = openScreens()
const open = (options: ScreenOptions) => screens({ path: '/platform/exchange', ...options })

/** The account of a firm. */
const asFirm = {
  role: 'enterprise',
  instead: {
    '/api/session': {
      username: 'enterprise',
      displayName: '企业用户',
      role: 'enterprise',
      region: { code: '370523', name: '广饶县' },
      creditCode: firm.creditCode,
      enterpriseName: firm.name,
      expiresAt: '2026-12-01T00:00:00+08:00',
      idleMinutes: 120,
      duties: [],
      realms: ['demonstration'],
      demonstrationMode: true,
    },
  },
} as const

const changes = (requests: readonly string[]) => requests.filter((line) => !line.startsWith('GET'))

test('an application is written in four steps, tried and sent', async () => {
  const { page, server, troubles } = await open({ role: 'county' })
  await page.getByRole('button', { name: '申请数据' }).click()
  const drawer = page.getByRole('dialog', { name: '申请数据' })
  const next = drawer.getByRole('button', { name: '下一步' })
  expect(await next.isDisabled()).toBe(true)
  await drawer.getByLabel('数据集').selectOption('public/electricity-use')
  await drawer.getByLabel('全选').check()
  await next.click()
  await drawer.getByLabel('统一社会信用代码').fill(firm.creditCode.toLowerCase())
  await drawer.getByRole('button', { name: '添加', exact: true }).click()
  await drawer.getByRole('button', { name: `移除 ${firm.creditCode}` }).waitFor()
  await next.click()
  await drawer.getByText('请写明用途').waitFor()
  await drawer.getByLabel('用途说明').fill('走访服务前了解企业用电变化')
  await next.click()
  await drawer.getByText('须两人审批').waitFor()
  await drawer.getByText(`须征得 ${firm.name} 同意`).waitFor()
  await drawer.getByRole('button', { name: '提交申请' }).click()
  await page.getByRole('dialog', { name: '申请 7：企业月度用电量' }).waitFor()
  expect(changes(server.requests)).toEqual(['POST /api/exchange/assessments', 'POST /api/exchange/requests'])
  expect(troubles).toEqual([])
})

test('a steward decides what waits, and refuses only with a reason', async () => {
  const { page, server } = await open({ role: 'steward', path: '/platform/exchange?view=waiting' })
  await page.getByText('待办 1').waitFor()
  await page.getByRole('row', { name: /企业月度用电量/ }).click()
  const drawer = page.getByRole('dialog', { name: '申请 7：企业月度用电量' })
  await drawer.getByRole('list', { name: '经过' }).getByText('审批同意').waitFor()
  expect(await drawer.getByRole('button', { name: '驳回' }).isDisabled()).toBe(true)
  await drawer.getByLabel('审批意见').fill('用途明确')
  expect(await drawer.getByRole('button', { name: '驳回' }).isDisabled()).toBe(false)
  await drawer.getByRole('button', { name: '同意并签署' }).click()
  await expectSoon(() => changes(server.requests)).toEqual(['POST /api/exchange/requests/7/decisions'])
  await page.keyboard.press('Escape')
  await drawer.waitFor({ state: 'detached' })
  const accept = page.getByRole('button', { name: '采纳', exact: true })
  // The list is read again after the decision.
  await expectSoon(async () => {
    await page.getByLabel('答复', { exact: true }).fill('转数据治理更正')
    return accept.isEnabled()
  }).toBe(true)
  await accept.click()
  await expectSoon(() => changes(server.requests)).toContain('POST /api/access-ledger/claims/4/answer')
})

test('a contract reads as a sheet, is signed, and prints without the rest of the page', async () => {
  const { page, server } = await open({
    role: 'county',
    path: '/platform/exchange?view=contracts&contract=12',
  })
  const sheet = page.getByRole('article', { name: '数字合同' })
  await sheet.getByText('数据共享数字合同').waitFor()
  await sheet.getByText('待签署').waitFor()
  await page.getByRole('button', { name: '签署合同' }).click()
  await expectSoon(() => changes(server.requests)).toEqual(['POST /api/exchange/contracts/12/signature'])
  await page.emulateMedia({ media: 'print' })
  expect(await sheet.isVisible()).toBe(true)
  expect(await page.getByRole('navigation', { name: '主导航' }).isVisible()).toBe(false)
  expect(await page.getByRole('button', { name: '签署合同' }).isVisible()).toBe(false)
})

test('a bank reads what was authorised', async () => {
  const { page } = await open({ role: 'bank', path: '/platform/exchange?view=authorised' })
  await page.getByRole('row', { name: new RegExp(firm.name) }).click()
  const drawer = page.getByRole('dialog', { name: firm.name })
  await drawer.getByText('1,234,567.89').waitFor()
  expect(await drawer.getByText('本次读取已记入企业可见账本').isVisible()).toBe(true)
})

test('a firm follows who used its data, narrows it, and disputes a use', async () => {
  const { page, server } = await open({ ...asFirm, path: '/enterprise/access-ledger' })
  const records = page.getByRole('region', { name: '使用记录' })
  await records.getByText('共 6 次，2 个主体').waitFor()
  await page.getByRole('button', { name: /演示银行/ }).click()
  await expectSoon(() => records.getByText('查看企业档案').count()).toBe(0)
  await records.getByText('授信').waitFor()
  await records.getByRole('button', { name: '异议' }).click()
  const drawer = page.getByRole('dialog', { name: '对这次使用提出异议' })
  await drawer.getByLabel('异议内容').fill('本企业未向该行申请授信')
  await drawer.getByRole('button', { name: '提交' }).click()
  await expectSoon(() => changes(server.requests)).toEqual([
    `POST /api/enterprises/${firm.creditCode}/claims`,
  ])
})

test('a firm answers requests, takes consent back with a reason, and authorises a bank', async () => {
  const { page, server } = await open({ ...asFirm, path: '/enterprise/authorisations' })
  await page.getByRole('button', { name: '同意', exact: true }).click()
  await expectSoon(() => changes(server.requests)).toEqual(['POST /api/exchange/consents/31/decision'])
  await page.getByRole('button', { name: '撤回同意' }).click()
  expect(await page.getByRole('button', { name: '确认撤回同意' }).isDisabled()).toBe(true)
  await page.getByLabel('理由（合同将立即终止）').fill('不再授权')
  await page.getByRole('button', { name: '确认撤回同意' }).click()
  await expectSoon(() => changes(server.requests)).toContain('POST /api/exchange/consents/30/withdrawal')
  await page.getByRole('button', { name: '新增授权' }).click()
  const drawer = page.getByRole('dialog', { name: '授权银行读取本企业数据' })
  await drawer.getByLabel('银行').selectOption('bank')
  await drawer.getByLabel('营业收入').check()
  await drawer.getByRole('button', { name: '确认授权' }).click()
  await expectSoon(() => changes(server.requests)).toContain('POST /api/authorisations')
})

const hostile = `<img src=x onerror="document.title='broken'">超长名称`.repeat(6)

test.each([
  ['1366×768', desk],
  ['1920×1080', wall],
])('hostile and long names break no screen at %s', async (_size, size) => {
  const names = ['party', 'purposeText', 'organisation', 'name', 'by', 'text']
  const rewrite = (text: string, name: string) => (names.includes(name) ? hostile : text)
  const paths = [
    ['county', '/platform/exchange'],
    ['county', '/platform/exchange?view=contracts&contract=12'],
    ['county', '/platform/exchange?view=deliveries'],
    ['enterprise', '/enterprise/access-ledger'],
    ['enterprise', '/enterprise/authorisations'],
  ] as const
  for (const [role, path] of paths) {
    const { page, troubles } = await open({
      ...(role === 'enterprise' ? asFirm : { role }),
      path,
      size,
      rewrite,
    })
    await page.locator('main bdi', { hasText: '超长名称' }).first().waitFor()
    expect([path, await outgrown(page)]).toEqual([path, []])
    expect(await page.title()).not.toBe('broken')
    expect(troubles).toEqual([])
  }
})
