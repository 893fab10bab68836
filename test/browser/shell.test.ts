import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { alert } from './fixtures/events.ts'
import { boxesOf, desk, expectSoon, openScreens, outgrown, overlaps, wall } from './screen.ts'

const open = openScreens()

test('asks who is there, says what is wrong, and then shows the address first asked for', async () => {
  const { page } = await open({ signedIn: false, path: '/government/cockpit?region=370500' })
  await page.waitForURL('**/login?next=*')
  await page.getByRole('button', { name: '省级演示账号' }).click()
  await page.getByLabel('口令').fill('wrong')
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await expectSoon(() => page.getByRole('alert').textContent()).toContain('用户名或口令不正确')

  await page.getByRole('button', { name: '省级演示账号' }).click()
  await expectSoon(() => page.getByLabel('账号', { exact: true }).inputValue()).toBe('province')
  await page.keyboard.press('Enter')
  await page.waitForURL('**/government/cockpit?region=370500')
  await page.getByRole('heading', { level: 1, name: '驾驶舱' }).waitFor()
})

test('does not follow an address of another site after login', async () => {
  const { page, server } = await open({ signedIn: false, path: '/login?next=//example.org/' })
  await page.getByRole('button', { name: '省级演示账号' }).click()
  await page.keyboard.press('Enter')
  await expectSoon(() => page.url()).toBe(`${server.address}/government/cockpit`)
})

test('keeps region, month and realm in the address, so that a link shows the same', async () => {
  const { page, server } = await open()
  await page.getByRole('button', { name: '地区：山东省' }).click()
  await page.getByRole('button', { name: '东营市', exact: true }).click()
  await page.getByRole('button', { name: '广饶县' }).click()
  await page.getByRole('button', { name: '前一个月' }).click()
  await page.getByText('实际数据').click()
  await page.waitForURL(/region=370523&asOf=2026-09&realm=actual/)
  await expectSoon(() => server.requests.at(-1) !== undefined && server.requests.join('\n')).toMatch(
    /\/api\/metrics\/cluster-scale\?region=370523&realm=actual&asOf=2026-09&chain=rubber-tyre/,
  )

  await page.reload()
  await page.getByRole('button', { name: '地区：广饶县' }).waitFor()
  await page.getByRole('button', { name: '截至 2026-09' }).waitFor()
})

test('falls back to the own region for one that is not of the session', async () => {
  const { page } = await open({ path: '/government/cockpit?region=110000&asOf=2026-13' })
  await page.getByRole('button', { name: '地区：山东省' }).waitFor()
  await expectSoon(() => page.getByRole('button', { name: '截至 2026-10' }).count()).toBe(1)
})

test('shows an alert pushed to it, and after a lost connection those it missed, each once', async () => {
  const { page, server } = await open()
  await page.getByRole('button', { name: '告警，12 条未读' }).waitFor()
  server.raise(alert(13, { message: '推送的告警' }))
  await page.getByRole('button', { name: '告警，13 条未读' }).waitFor()

  server.cutSockets()
  server.raise(alert(14, { message: '断线时的告警' }), true)
  server.raise(alert(15, { message: '断线时的另一条' }), true)
  await page.getByRole('button', { name: '告警，15 条未读' }).waitFor()
  const list = page.getByRole('region', { name: '实时告警' })
  for (const message of ['推送的告警', '断线时的告警', '断线时的另一条']) {
    await expectSoon(() => list.getByText(message, { exact: true }).count()).toBe(1)
  }

  await page.getByRole('button', { name: '告警，15 条未读' }).click()
  await page.getByRole('button', { name: '全部已读' }).click()
  await page.keyboard.press('Escape')
  await page.reload()
  await page.getByRole('button', { name: '告警', exact: true }).waitFor()
})

test('leaves an alert of another region or realm out of the list', async () => {
  const { page, server } = await open({ path: '/government/cockpit?region=370200' })
  const list = page.getByRole('region', { name: '实时告警' })
  await list.locator('li').first().waitFor()
  server.raise(alert(21, { message: '广饶的告警' }))
  server.raise(
    alert(22, { message: '实际数据的告警', realm: 'actual', region: { code: '370200', name: '青岛市' } }),
  )
  server.raise(alert(23, { message: '青岛的告警', region: { code: '370211', name: '黄岛区' } }))
  await list.getByText('青岛的告警').waitFor()
  expect(await list.getByText('广饶的告警').count()).toBe(0)
  expect(await list.getByText('实际数据的告警').count()).toBe(0)
})

test('goes back to the login page when the session has ended', async () => {
  const { page } = await open()
  await page.getByRole('heading', { level: 1, name: '驾驶舱' }).waitFor()
  await page.waitForLoadState('networkidle')
  await page.evaluate(() => fetch('/api/session', { method: 'DELETE' }))
  await page.getByRole('button', { name: '前一个月' }).click()
  await expectSoon(() => page.url()).toContain('/login?next=')
})

test('links only to pages that the role has, and each opens', async () => {
  const { page } = await open({ role: 'operator' })
  const links = page.getByRole('navigation', { name: '主导航' }).getByRole('link')
  await links.first().waitFor()
  const titles = await links.allTextContents()
  expect(titles).toContain('采集')
  for (const title of titles) {
    await page.getByRole('link', { name: title, exact: true }).click()
    await page.getByRole('heading', { level: 1, name: title }).waitFor()
  }
  const { page: province } = await open({ role: 'province' })
  await province.getByRole('navigation', { name: '主导航' }).getByRole('link').first().waitFor()
  expect(await province.getByRole('link', { name: '采集' }).count()).toBe(0)
})

test.each([
  { name: '1366 × 768', size: desk },
  { name: '1920 × 1080', size: wall },
])('fits $name without overlaps, also with hostile and endless names', async ({ size }) => {
  const hostile = (text: string, name: string) => {
    if (!['name', 'title', 'message', 'displayName', 'label', 'ruleTitle', 'fileName'].includes(name))
      return text
    return `<img src=x onerror="window.hacked=1">\u202e${'超长名称'.repeat(50)}${text}`
  }
  for (const rewrite of [undefined, hostile]) {
    const { page, troubles } = await open({ size, ...(rewrite && { rewrite }) })
    await page.locator('canvas').first().waitFor()
    await page.getByRole('region').first().waitFor()
    await expectSoon(() => page.getByText('正在').count()).toBe(0)
    await expectSoon(() => page.evaluate(() => document.documentElement.scrollWidth)).toBe(size.width)
    await expectSoon(async () =>
      overlaps(await boxesOf(page, 'header:has(h1) > *, header:has(h1) > div:last-child > *')),
    ).toEqual(expect.not.arrayContaining([expect.stringMatching(/^地区.* × /)]))
    const tools = () => boxesOf(page, 'header:has(h1) > div:last-child > *')
    await expectSoon(async () => (await tools()).length).toBeGreaterThan(3)
    await expectSoon(async () => overlaps(await tools())).toEqual([])
    const rightmost = async () => Math.max(...(await tools()).map(({ x, width }) => x + width))
    await expectSoon(rightmost).toBeLessThanOrEqual(size.width)
    await expectSoon(async () =>
      overlaps(await boxesOf(page, 'main section[aria-label], main > div > div > article')),
    ).toEqual([])
    await expectSoon(() => outgrown(page)).toEqual([])
    expect(await page.evaluate(() => 'hacked' in window)).toBe(false)
    expect(await page.locator('img').count()).toBe(0)
    expect(troubles).toEqual([])
  }
})

test('works by keyboard: skip link, pickers, and focus returns to what opened a panel', async () => {
  const { page } = await open()
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.keyboard.press('Tab')
  await expectSoon(() => page.evaluate(() => document.activeElement?.textContent)).toBe('跳到内容')
  await page.keyboard.press('Enter')
  await expectSoon(() => page.evaluate(() => document.activeElement?.id)).toBe('content')

  const region = page.getByRole('button', { name: '地区：山东省' })
  await region.focus()
  await page.keyboard.press('Enter')
  await page.getByRole('dialog', { name: '地区：山东省' }).waitFor()
  await page.keyboard.press('Escape')
  await expectSoon(() => region.evaluate((element) => element === document.activeElement)).toBe(true)
})

test('scales the wall into any screen, dark, without the rail, and leaves it by Esc', async () => {
  const { page } = await open({ path: '/government/cockpit?wall=1', size: { width: 1280, height: 800 } })
  const stage = page.locator('[data-scale]')
  await stage.waitFor()
  await expectSoon(() => stage.boundingBox()).toMatchObject({ x: 0, y: 40, width: 1280, height: 720 })
  await expectSoon(() => page.getByRole('navigation').count()).toBe(0)
  await expectSoon(() => page.evaluate(() => document.documentElement.dataset['theme'])).toBe('dark')
  await page.keyboard.press('Escape')
  await page.getByRole('navigation', { name: '主导航' }).waitFor()
})

test('prints the figures without rail, pickers and buttons', async () => {
  const { page } = await open()
  await page.getByRole('article', { name: '集群规模' }).waitFor()
  await page.emulateMedia({ media: 'print' })
  await expectSoon(() => page.getByRole('navigation', { name: '主导航' }).isVisible()).toBe(false)
  await expectSoon(() => page.getByRole('button', { name: '前一个月' }).isVisible()).toBe(false)
  await expectSoon(() => page.getByRole('article', { name: '集群规模' }).isVisible()).toBe(true)
})

test('stands still where less motion is asked for', async () => {
  const { page } = await open()
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.getByRole('button', { name: '集群规模的证据' }).click()
  const duration = await page
    .locator('dialog')
    .evaluate((dialog) => getComputedStyle(dialog).animationDuration)
  expect(Number.parseFloat(duration)).toBeLessThan(0.001)
})

test('loads at most 350 KB of gzipped script before the charts', async () => {
  const { page, server } = await open({ path: '/login' })
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.goto(`${server.address}/government/cockpit`)
  await page.locator('canvas').first().waitFor()
  await page.waitForLoadState('networkidle')
  const names = await page.evaluate(() => [
    ...new Set(
      performance
        .getEntriesByType('resource')
        .map(({ name }) => new URL(name).pathname)
        .filter((name) => name.endsWith('.js')),
    ),
  ])
  const scripts = await Promise.all(
    names.map(async (name) => {
      const response = await page.request.get(server.address + name)
      return [name, gzipSync(await response.body()).byteLength] as const
    }),
  )
  const charts = scripts.filter(([name]) => name.includes('echarts'))
  // In as many files as other pages share with this one.
  expect(charts).not.toHaveLength(0)
  const first = scripts.filter(([name]) => !name.includes('echarts'))
  const kilobytes = first.reduce((sum, [, size]) => sum + size, 0) / 1024
  console.log(`cockpit first load: ${kilobytes.toFixed(0)} KB gzip in ${first.length} scripts`)
  expect(kilobytes).toBeGreaterThan(50)
  expect(kilobytes).toBeLessThanOrEqual(350)
})
