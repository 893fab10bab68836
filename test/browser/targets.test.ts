import { expect, test } from 'vitest'
import { enterRow, expectSoon, openScreens, outgrown, wall } from './screen.ts'

const open = openScreens()
const address = '/government/targets?region=370523'

test('lists gaps and ranked firms; a gap narrows the list and stays in the address', async () => {
  const { page, server, troubles } = await open({ path: address, size: wall })
  const gaps = page.getByRole('region', { name: '短板环节' })
  const rows = page.getByRole('table', { name: '目标企业' }).locator('tbody tr')
  await rows.first().waitFor()
  await gaps.getByRole('button', { name: /天然橡胶.*未满足 63\.0 亿元/ }).waitFor()
  await expectSoon(() => rows.count()).toBe(50)
  expect(await rows.first().getByRole('img').getAttribute('aria-label')).toMatch(/环节匹配 19，未满足需求 18/)
  await gaps.getByRole('button', { name: /钢帘线/ }).click()
  await page.getByRole('heading', { name: '目标企业：钢帘线' }).waitFor()
  await expectSoon(() => server.requests.join('\n')).toMatch(/targets\?[^\n]*segment=steel-cord/)
  expect(new URL(page.url()).searchParams.get('gap')).toBe('steel-cord')
  await page.reload()
  await page.getByRole('heading', { name: '目标企业：钢帘线' }).waitFor()
  expect(troubles).toEqual([])
})

test('filters by province and listing, and the download asks for the same list', async () => {
  const { page, server } = await open({ path: address, size: wall })
  const rows = page.getByRole('table', { name: '目标企业' }).locator('tbody tr')
  await rows.first().waitFor()
  await page.getByLabel('省份').selectOption({ label: '浙江省（30）' })
  await expectSoon(() => rows.count()).toBe(30)
  await page.getByLabel('上市').selectOption('true')
  await expectSoon(() => rows.count()).toBe(6)
  await page.getByText('全部', { exact: true }).first().click()
  await expectSoon(() => server.requests.join('\n')).toMatch(/targets\?[^\n]*reach=all/)
  await expectSoon(
    async () => (await page.getByRole('link', { name: 'XLSX' }).getAttribute('href')) ?? '',
  ).toMatch(
    /^\/api\/chains\/rubber-tyre\/targets\/file\?.*region=370523.*listed=true.*reach=all.*format=xlsx$/,
  )
})

test('the reason card says why, what changes, on which assumptions, and what is not known', async () => {
  const { page, server, troubles } = await open({ path: address })
  const rows = page.getByRole('table', { name: '目标企业' }).locator('tbody tr')
  await enterRow(rows.nth(1))
  const card = page.getByRole('dialog', { name: '演示江苏省第2橡胶有限公司' })
  await card.getByRole('figure', { name: '产业链完整度 71 % → 76 %' }).waitFor()
  await card.getByText('假设：其他企业和需求不变').waitFor()
  const points = card.getByRole('region', { name: '得分与依据' })
  await points.getByText('−6').waitFor()
  // No data is a dash, not a nought.
  await points.locator('[data-state=unknown]').getByText('—').waitFor()
  await points.locator('[data-state=estimated]').getByText('估算', { exact: true }).waitFor()
  await card.getByRole('region', { name: '尚不掌握' }).getByText('是否有扩产意愿').waitFor()
  expect(await card.getByRole('link', { name: /导出尽调材料/ }).getAttribute('href')).toMatch(
    /^\/api\/chains\/rubber-tyre\/targets\/9133\w+\/dossier\?.*region=370523.*segment=natural-rubber$/,
  )
  await points.getByRole('button', { name: '打开原始行' }).first().click()
  await page.getByRole('dialog', { name: '原始行：招商目标企业' }).waitFor()
  await expectSoon(() => server.requests.join('\n')).toContain('GET /api/rows/industry/target-enterprise/77')
  expect(troubles).toEqual([])
})

test('a listed company without a credit code has no file to open; Esc closes the card', async () => {
  const { page } = await open({ path: `${address}&target=999914.SZ&of=steel-cord` })
  const card = page.getByRole('dialog', { name: /第5橡胶有限公司/ })
  await card.getByRole('link', { name: /导出尽调材料/ }).waitFor()
  await expectSoon(() => card.getByRole('button', { name: '企业档案' }).count()).toBe(0)
  await page.keyboard.press('Escape')
  await card.waitFor({ state: 'detached' })
  expect(new URL(page.url()).searchParams.get('target')).toBeNull()
})

test('shows how points are given and the backtest beside size alone, with intervals', async () => {
  const { page } = await open({ path: address, size: wall })
  await page.getByText('评分口径与回测').click()
  const backtest = page.getByRole('region', { name: '回测' })
  await backtest.getByText('2.7 %（0.0～5.4）').waitFor()
  await backtest.getByText('+1.3 个百分点（−2.7～+6.3）').first().waitFor()
  await backtest.getByText('不能说评分优于只看规模').waitFor()
  const rules = page.getByRole('region', { name: '评分口径' }).locator('tbody tr')
  await expectSoon(() => rules.last().textContent()).toContain('−15')
})

test('the investment map leads to the firms of a gap', async () => {
  const { page } = await open({ path: '/government/investment-map?region=370523', size: wall })
  await page.getByRole('link', { name: '看全部目标企业与理由' }).click()
  await page.getByRole('region', { name: '目标企业' }).waitFor()
  const { pathname, searchParams } = new URL(page.url())
  expect([pathname, searchParams.get('reach')]).toEqual(['/government/targets', 'all'])
  expect(searchParams.get('gap')).not.toBeNull()
})

test('says what went wrong, and what to do where nothing is found', async () => {
  const failed = await open({ path: address, instead: { '/api/chains/rubber-tyre/targets': 500 } })
  await failed.page.getByText('服务器出错，请稍后重试。').first().waitFor()
  const none = await open({ path: `${address}&province=110000` })
  await none.page.getByText('没有符合条件的企业').waitFor()
  expect(await none.page.getByLabel('省份').inputValue()).toBe('110000')
})

test.each([
  ['at a desk', undefined],
  ['on a wall', wall],
])('long and hostile names stay in their places %s', async (_, size) => {
  const { page, troubles } = await open({
    path: address,
    ...(size !== undefined && { size }),
    rewrite: (text, name) =>
      name === 'name' || name === 'title' ? `${text}<img src=x onerror=alert(1)>超长名称`.repeat(3) : text,
  })
  await page.getByRole('table', { name: '目标企业' }).locator('tbody tr').first().waitFor()
  expect(await outgrown(page)).toEqual([])
  expect(troubles).toEqual([])
})
