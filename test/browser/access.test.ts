import { expect, test } from 'vitest'
import { boxesOf, desk, expectSoon, openScreens, outgrown, overlaps, wall } from './screen.ts'

const open = openScreens()

const session = {
  username: 'county',
  displayName: '县级用户',
  role: 'county',
  region: { code: '370523', name: '广饶县' },
  creditCode: null,
  enterpriseName: null,
  expiresAt: '2026-12-01T00:00:00+08:00',
  idleMinutes: 120,
  duties: [] as string[],
  realms: ['demonstration'],
  demonstrationMode: true,
}

test('asks for the code after the password, and says when it is wrong', async () => {
  const { page } = await open({
    signedIn: false,
    instead: { '/api/session/second-factor': 401 },
    secondFactor: true,
  })
  await page.getByRole('button', { name: '省级演示账号' }).click()
  await page.keyboard.press('Enter')
  const code = page.getByLabel('动态口令或恢复码')
  await code.waitFor()
  await expectSoon(() => code.evaluate((element) => element === document.activeElement)).toBe(true)
  await code.fill('123456')
  await page.keyboard.press('Enter')
  await page.getByRole('alert').waitFor()
  await expectSoon(() => code.inputValue()).toBe('')
  await page.getByRole('button', { name: '返回账号口令' }).click()
  await page.getByLabel('口令').waitFor()
})

test('says on the login page why it is shown', async () => {
  const { page } = await open({ signedIn: false, path: '/login?reason=idle' })
  await expectSoon(() => page.getByRole('status').textContent()).toContain('长时间没有操作，已自动退出')
  await page.goto(new URL('/login?problem=oidc-no-account', page.url()).href)
  await expectSoon(() => page.getByRole('status').textContent()).toContain('平台没有同名账号')
})

test.each([desk, wall])(
  'lists twelve demonstration accounts in groups without overlap at %o',
  async (size) => {
    const names = [
      '省级用户',
      '市级用户',
      '县级用户',
      '链长办工作人员',
      '企业用户',
      '银行用户',
      '平台运营',
      '数据管理员',
    ]
    const roles = ['province', 'city', 'county', 'chain-office', 'enterprise', 'bank', 'operator', 'steward']
    const rest = ['system-admin', 'security-admin', 'audit-admin', 'reviewer']
    const { page } = await open({
      signedIn: false,
      size,
      instead: {
        '/api/session/demonstration': {
          accounts: [...roles, ...rest].map((role, index) => ({
            username: role,
            displayName: names[index] ?? '审计管理员',
            role,
            region: session.region,
          })),
          password: 'industry-brain-demo',
          oidc: '/api/session/oidc',
        },
      },
    })
    await page.getByRole('group', { name: '管理员' }).waitFor()
    const buttons = await boxesOf(page, 'form button, form a, form input')
    expect(buttons.length).toBe(16)
    expect(overlaps(buttons)).toEqual([])
    expect(Math.max(...buttons.map(({ y, height }) => y + height))).toBeLessThanOrEqual(size.height)
    const cut = await page
      .locator('form bdi, form small')
      .evaluateAll((texts) =>
        texts.filter((text) => text.scrollWidth > text.clientWidth + 1).map((text) => text.textContent),
      )
    expect(cut).toEqual([])
    expect(await page.getByRole('link', { name: '统一身份认证登录' }).getAttribute('href')).toBe(
      '/api/session/oidc',
    )
  },
)

test('lets nobody past a password that has to be changed', async () => {
  const { page, server } = await open({
    path: '/government/cockpit',
    instead: { '/api/session': { ...session, duties: ['change-password'] } },
  })
  await page.getByRole('heading', { name: '请先修改口令' }).waitFor()
  expect(await page.getByRole('navigation').count()).toBe(0)
  await page.getByLabel('现在的口令').fill('one')
  await page.getByLabel('新口令', { exact: true }).fill('Lun-Tai#2026-Guang')
  await page.getByLabel('再输入一次新口令').fill('another')
  await page.getByRole('button', { name: '修改口令' }).click()
  await page.getByText('两次输入的新口令不一致').waitFor()
  await page.getByLabel('再输入一次新口令').fill('Lun-Tai#2026-Guang')
  await page.getByRole('button', { name: '修改口令' }).click()
  await expectSoon(() => server.requests.join('\n')).toContain('PUT /api/session/password')
})

test('binds an authenticator from the user menu, and shows the recovery codes once', async () => {
  const { page, troubles } = await open()
  await page.getByRole('button', { name: /^账号：/ }).click()
  await page.getByRole('button', { name: '动态口令' }).click()
  await page.getByRole('button', { name: '开始绑定' }).click()
  await page.getByRole('img', { name: '绑定用二维码' }).waitFor()
  await page.getByText('JBSW Y3DP EHPK 3PXP').waitFor()
  await page.getByLabel('验证器上的六位数字').fill('123456')
  await page.getByRole('button', { name: '确认绑定' }).click()
  await expectSoon(() => page.getByRole('list', { name: '恢复码' }).getByRole('listitem').count()).toBe(10)
  await page.getByRole('button', { name: '已抄存' }).click()
  await expectSoon(() => page.getByRole('dialog').count()).toBe(0)
  expect(troubles).toEqual([])
})

test('goes to the login page after the time without use, with a warning before', async () => {
  const { page } = await open({
    path: '/government/cockpit',
    instead: { '/api/session': { ...session, idleMinutes: 2 } },
  })
  await page.getByRole('heading', { level: 1, name: '驾驶舱' }).waitFor()
  const ago = (seconds: number) =>
    page.evaluate((ms) => localStorage.setItem('last-touched', String(Date.now() - ms)), seconds * 1000)
  await ago(90)
  await page.getByRole('dialog', { name: '即将退出登录' }).waitFor()
  await page.getByRole('button', { name: '继续使用' }).click()
  await expectSoon(() => page.getByRole('dialog').count()).toBe(0)
  await ago(121)
  await page.waitForURL('**/login?reason=idle&next=*')
})

test('shows administrators their own page and no data of the platform', async () => {
  for (const [role, path, title] of [
    ['system-admin', '/platform/accounts', '账号与角色'],
    ['audit-admin', '/platform/audit', '安全审计'],
  ] as const) {
    const { page, server, troubles } = await open({ role, path })
    await page.getByRole('heading', { level: 1, name: title }).waitFor()
    await page.waitForLoadState('networkidle')
    const links = await page.getByRole('navigation', { name: '主导航' }).getByRole('link').allTextContents()
    expect(links).toContain(title)
    expect(links).not.toContain('驾驶舱')
    expect(
      server.requests.filter((request) => /api\/(metrics|alerts|chains|enterprises)/.test(request)),
    ).toEqual([])
    expect(troubles).toEqual([])
  }
})

test('makes an account and shows its password once', async () => {
  const { page, server } = await open({ role: 'system-admin', path: '/platform/accounts' })
  await page.getByRole('button', { name: '新建账号' }).click()
  const form = page.getByRole('form', { name: '新建账号' })
  await form.getByLabel(/^账号/).fill('li.si')
  await form.getByLabel('姓名').fill('李四')
  await page.getByRole('button', { name: '新建', exact: true }).click()
  await expectSoon(() => page.getByLabel('一次性口令').textContent()).toBe('Kq3T-m8Wd-Rr5a-Yy7b-Pc9e')
  await page.getByRole('button', { name: '关闭' }).click()
  await page.getByText('被锁定的用户').click()
  await page.getByRole('button', { name: '停用账号' }).click()
  await expectSoon(() => server.requests.join('\n')).toContain('PATCH /api/accounts/3')
  expect(await page.getByRole('button', { name: '授予角色' }).count()).toBe(0)
})

test('gives a role and unlocks as the security administrator', async () => {
  const { page, server } = await open({ role: 'security-admin', path: '/platform/accounts' })
  await page.getByText('新建的用户').click()
  await page.getByRole('form', { name: '授予角色' }).getByLabel(/^角色/).selectOption('enterprise')
  await page.getByLabel('辖区').selectOption('370523')
  await page.getByLabel('统一社会信用代码').fill('91370523DEM000014Q')
  await page.getByRole('button', { name: '授予角色' }).click()
  await expectSoon(() => server.requests.join('\n')).toContain('PUT /api/accounts/1/role')
  await page.keyboard.press('Escape')
  await page.getByText('被锁定的用户').click()
  await page.getByRole('button', { name: '解除锁定' }).click()
  await expectSoon(() => server.requests.join('\n')).toContain('DELETE /api/accounts/3/lock')
  expect(await page.getByRole('button', { name: '停用账号' }).count()).toBe(0)
})

test.each([desk, wall])(
  'reads the audit trail, filters it and says where the chain breaks, at %o',
  async (size) => {
    const { page, server, troubles } = await open({ role: 'audit-admin', size, path: '/platform/audit' })
    const rows = page.getByRole('table', { name: '审计记录' }).getByRole('row')
    await expectSoon(() => rows.count()).toBe(21)
    await page.getByRole('button', { name: '加载更多' }).click()
    await expectSoon(() => rows.count()).toBe(41)
    await page.getByLabel('用户').fill('county')
    await page.getByLabel('结果').selectOption('refused')
    await page.getByLabel('自', { exact: true }).fill('2026-11-01')
    await page.getByRole('button', { name: '查询' }).click()
    await expectSoon(() => server.requests.join('\n')).toMatch(
      /GET \/api\/audit\?(?=.*from=2026-11-01)(?=.*username=county)(?=.*result=refused)/,
    )
    await page.getByRole('button', { name: '核对审计链' }).click()
    await page.getByText('在第 17 条断开：内容与散列值不符').waitFor()
    expect(await outgrown(page)).toEqual([])
    await rows.nth(1).click()
    await page.getByRole('dialog', { name: '第 40 条' }).waitFor()
    await page.getByText('a'.repeat(64)).waitFor()
    expect(troubles).toEqual([])
  },
)
