import { expect, test } from 'vitest'
import { enterRow, atRest, expectSoon, openScreens } from './screen.ts'

const open = openScreens()

const figures = [
  '集群规模',
  '产业集聚度',
  '企业数量',
  '上市挂牌',
  '产业链完整度',
  '本地配套率',
  '净迁入企业',
  '区位商',
  '集中度 HHI',
  '用电指数',
]

test('shows every figure with its unit and opens the evidence of each', async () => {
  const { page, troubles } = await open()
  for (const name of figures) {
    const figure = page.getByRole('article', { name, exact: true })
    await figure
      .getByRole('button', { name: /的证据$/ })
      .first()
      .click()
    const drawer = page.getByRole('dialog', { name: /^证据：/ })
    await drawer.getByRole('heading', { name: '口径' }).waitFor()
    await drawer.getByRole('heading', { name: '记录' }).waitFor()
    await page.keyboard.press('Escape')
    await drawer.waitFor({ state: 'detached' })
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '')
    await expectSoon(focused).toMatch(/的证据$/)
  }
  for (const label of ['规上 312', '荣誉 31']) await page.getByText(label).waitFor()
  expect(troubles).toEqual([])
})

test('walks from a figure to its records, more of them, the row, and the original text', async () => {
  const { page, server } = await open()
  await page.getByRole('button', { name: '集群规模的证据' }).click()
  const drawer = page.getByRole('dialog')
  await drawer.getByText('Σ 环节企业营业收入').waitFor()
  await drawer.getByText('共 120 条，已显示 50 条').waitFor()
  await drawer.getByRole('button', { name: '加载更多' }).click()
  await drawer.getByText('共 120 条，已显示 100 条').waitFor()
  expect(
    server.requests.some((request) => request.includes('/evidence') && request.includes('cursor=50')),
  ).toBe(true)

  await drawer.getByRole('button', { name: '第 73 行' }).click()
  await drawer.getByText('above-scale-annual.csv.gz', { exact: true }).waitFor()
  await drawer.getByText('91370523DEM000730X,2025,123456789.00,').waitFor()
  await drawer.getByText('SHA-256 9f86d081884c7d65').waitFor()
  // A missing value is said, not shown as zero.
  expect(await drawer.getByRole('row', { name: '研发费用' }).getByRole('cell').textContent()).toBe('—')

  await page.keyboard.press('Escape')
  await drawer.getByText('共 120 条，已显示 100 条').waitFor()
  await page.keyboard.press('Escape')
  await drawer.waitFor({ state: 'detached' })
})

test('keeps Tab inside the open drawer', async () => {
  const { page } = await open()
  await page.getByRole('button', { name: '集群规模的证据' }).click()
  await page.getByRole('dialog').getByText('共 120 条').waitFor()
  for (let step = 0; step < 8; step += 1) {
    await page.keyboard.press(step % 2 === 0 ? 'Shift+Tab' : 'Tab')
    // Between the last and the first control focus may leave for the browser's own, never for the page.
    const outside = await page.evaluate(() => {
      const active = document.activeElement
      return active !== document.body && active?.closest('dialog') === null
    })
    expect(outside).toBe(false)
  }
})

test('says what is missing and who could supply it, and marks estimates with their method', async () => {
  const { page } = await open({ path: '/government/cockpit?region=370500' })
  const missing = page.getByRole('article', { name: '区位商', exact: true })
  await missing.getByText('可由 县统计局 提供').waitFor()
  expect(await missing.getByText('—').count()).toBe(1)
  expect(await missing.locator('.hatched').count()).toBe(1)
  const estimated = page
    .getByRole('article', { name: '本地配套率', exact: true })
    .getByText('估算', { exact: true })
  expect(await estimated.getAttribute('title')).toContain('FLQ')
})

test('shows the regions as a map with what it is, and as a table that leads one level down', async () => {
  const { page } = await open()
  const card = page.getByRole('region', { name: '产业分布与迁移' })
  await card.locator('canvas').first().waitFor()
  await card.getByText('示意底图，无审图号').waitFor()
  await card.getByText('无数据').waitFor()
  await card.getByText('表', { exact: true }).click()
  await card.getByText('共 136 条').waitFor()
  await enterRow(card.getByRole('row', { name: /广饶县/ }))
  await page.waitForURL(/region=370500/)
  await card.getByText('共 5 条').waitFor()
  await card.getByRole('row', { name: /广饶县/ }).click()
  await page.waitForURL(/region=370523/)
  await card.getByRole('button', { name: '山东省' }).click()
  await expectSoon(() => card.getByText('共 136 条').count()).toBe(1)
})

test('leads down by a click on the map', async () => {
  const { page } = await open()
  const canvas = page.getByRole('region', { name: '产业分布与迁移' }).locator('canvas').first()
  await canvas.waitFor()
  const region = () => new URL(page.url()).searchParams.get('region') ?? ''
  // Until the map is drawn a click goes nowhere; once it leads down, a second would lead further.
  for (let attempt = 0; attempt < 10 && region() === ''; attempt++) {
    const box = await atRest(canvas)
    await page.mouse.click(box.x + box.width / 2, box.y + box.height * 0.6)
    await page.waitForURL(/region=/, { timeout: 3_000 }).catch(() => undefined)
  }
  expect(region()).toMatch(/^37\d\d00$/)
})

test('shades by the measure chosen', async () => {
  const { page, server } = await open()
  await page.getByLabel('底色').selectOption({ label: '净迁入企业数' })
  await expectSoon(() => server.requests.join('\n')).toMatch(/\/api\/metrics\/net-migration\/regions\?/)
  await page.getByRole('list', { name: /净迁入企业数图例/ }).waitFor()
})

test('shades by what is known where the first measure has no value anywhere', async () => {
  const { regionValues } = await import('./fixtures/figures.ts')
  const known = regionValues('concentration', '370000', 'county')
  const empty = { ...known, items: known.items.map((item) => ({ ...item, value: null })) }
  const { page } = await open({ instead: { '/api/metrics/concentration/regions': empty } })
  await page.getByRole('list', { name: /企业数量图例/ }).waitFor()
  await page.getByLabel('底色').selectOption({ label: '产业集聚度' })
  await expectSoon(() => page.getByText('所选范围没有“产业集聚度”的数据').count()).toBe(1)
})

test('gives every segment of the chain its verdict in words, and leads to it', async () => {
  const { page } = await open()
  const strip = page.getByRole('region', { name: '产业链强弱' })
  await strip.getByRole('link').nth(20).waitFor()
  const cells = strip.locator('li li a')
  await expectSoon(() => cells.count()).toBe(68)
  const labels = await cells.evaluateAll((links) =>
    links.map((link) => link.getAttribute('aria-label') ?? ''),
  )
  for (const label of labels) expect(label).toMatch(/：(强|中|弱|缺|单点|过度依赖|未判定)，\d+ 家/)
  expect(await cells.first().getAttribute('href')).toMatch(/^\/government\/chain-map\?.*segment=/)
})

test('says what went wrong and can try again', async () => {
  const { page } = await open({ instead: { '/api/metrics/cluster-scale': 500, '/api/alerts': 403 } })
  const figure = page.getByRole('article', { name: '集群规模' })
  await figure.getByText('服务器出错').first().waitFor()
  await figure.getByRole('button', { name: '重试' }).waitFor()
  const alerts = page.getByRole('region', { name: '实时告警' })
  await alerts.getByText('没有查看权限').waitFor()
  expect(await alerts.getByRole('button', { name: '重试' }).count()).toBe(0)
})

test('looks back at a month with the alerts of then', async () => {
  const { page, server } = await open({ path: '/government/cockpit?asOf=2025-12' })
  const list = page.getByRole('region', { name: '告警', exact: true })
  await list.getByText('山东省在 2025-12 及以前没有告警。').waitFor()
  await expectSoon(() =>
    server.requests.some(
      (request) => request.includes('/api/metrics/cluster-scale?') && request.includes('asOf=2025-12'),
    ),
  ).toBe(true)
  await page.getByRole('button', { name: '后一个月' }).click()
  await page.waitForURL(/asOf=2026-01/)
})

test('says that nothing is there where nothing is', async () => {
  const none = { items: [], nextCursor: null, latest: 0 }
  const { page } = await open({ instead: { '/api/chains': none, '/api/alerts': none } })
  await expectSoon(() => page.getByText('尚未载入产业链').count()).toBe(1)
})
