import { expect, test } from 'vitest'
import { agreed, answers } from './fixtures/capabilities.ts'
import {
  boxesOf,
  desk,
  enterRow,
  expectSoon,
  openScreens,
  outgrown,
  overlaps,
  wall,
  type ScreenOptions,
} from './screen.ts'

const openScreen = openScreens()
const address = '/platform/verification'

const open = ({ instead, path = address, ...options }: ScreenOptions = {}) =>
  openScreen({ path, role: 'reviewer', ...options, instead: { ...answers, ...instead } })

test('counts and lists what was published beside what is computed', async () => {
  const { page, troubles } = await open()
  const figure = (name: string) => page.getByRole('article', { name, exact: true })
  await expectSoon(() => figure('能力组件').textContent()).toContain('2个')
  await expectSoon(() => figure('公布值').textContent()).toContain('3项')
  await expectSoon(() => figure('相符').textContent()).toContain('1项')
  await expectSoon(() => figure('不符').textContent()).toContain('2项')
  const table = page.getByRole('table', { name: '公布值与计算值' })
  const row = table.getByRole('row', { name: /2025 年 3 月全国制造业/ })
  // The digits that were published, and four beyond them.
  await expectSoon(() => row.textContent()).toContain('50.550.505001相符')
  await expectSoon(() => table.getByRole('row', { name: /未取反/ }).textContent()).toContain('50.43500')
  await expectSoon(() => table.getByRole('row', { name: /未取反/ }).textContent()).toContain('不符')
  // Nothing computed is no number, and says why.
  await expectSoon(() => table.getByRole('row', { name: /一个代码/ }).textContent()).toContain('是—逐字不符')
  await table.getByText('没有算出：没有加载行政区划').waitFor()
  await table.getByText('1 / 2 不符').waitFor()
  expect(troubles).toEqual([])
})

test('shows only what disagrees, and leads on where nothing does', async () => {
  const { page } = await open()
  await page.getByText('不符 2', { exact: true }).click()
  await page.waitForURL(/show=failing/)
  const rows = page.getByRole('table', { name: '公布值与计算值' }).locator('tr[data-clickable]')
  await expectSoon(() => rows.count()).toBe(2)
  const other = await open({
    path: `${address}?show=failing`,
    instead: { '/api/capabilities/verification': agreed },
  })
  await other.page.getByText('没有不符的值').waitFor()
})

test('hands the table out as files', async () => {
  const { page } = await open()
  for (const format of ['XLSX', 'CSV']) {
    const link = page.getByRole('link', { name: `导出 ${format}` })
    await expectSoon(() => link.getAttribute('href')).toBe(
      `/api/capabilities/verification/export?format=${format.toLowerCase()}`,
    )
  }
})

test('opens a case by keyboard: input, output, method, version, licence, and the call from outside', async () => {
  const { page, server, troubles } = await open()
  await enterRow(page.getByRole('row', { name: /2025 年 3 月全国制造业/ }))
  await page.waitForURL(/component=pmi&case=1/)
  const drawer = page.getByRole('dialog', { name: '采购经理指数（PMI）' })
  await drawer.getByText('1.0.0，许可：平台自有').waitFor()
  await drawer.getByText('国家统计局，2025 年 3 月（公布值）').waitFor()
  await drawer.getByRole('row', { name: 'PMI 50.5 50.50500 相符' }).waitFor()
  await expectSoon(() => drawer.getByLabel(/^输入（JSON/).inputValue()).toContain('"newOrders": 51.8')
  await drawer.getByText('"pmi": 50.504999999999995').waitFor()
  await drawer.getByText(`--data-binary '{"newOrders":51.8,"production":52.6`, { exact: false }).waitFor()
  await drawer.getByText('权重，合计为 1，无量纲').waitFor()
  await drawer.getByText('数值[]，可不给').waitFor()
  await expectSoon(() => server.requests.filter((one) => one.startsWith('POST'))).toEqual([
    'POST /api/capabilities/pmi/run',
  ])
  await page.keyboard.press('Escape')
  await expectSoon(() => page.getByRole('dialog').count()).toBe(0)
  await expectSoon(() => new URL(page.url()).search).toBe('')
  expect(troubles).toEqual([])
})

test('runs an edited input, and says in words what is no JSON and what the server refuses', async () => {
  const { page, server } = await open({
    path: `${address}?component=pmi`,
    instead: { '/api/capabilities/pmi/run': 422 },
  })
  const drawer = page.getByRole('dialog', { name: '采购经理指数（PMI）' })
  const field = drawer.getByLabel(/^输入（JSON/)
  const run = drawer.getByRole('button', { name: '试算', exact: true })
  await drawer.getByRole('alert').getByText('文件不能加载').waitFor()
  await field.fill('{"newOrders": }')
  await drawer.getByText(/^不是有效的 JSON/).waitFor()
  await expectSoon(() => run.isDisabled()).toBe(true)
  await drawer.getByRole('button', { name: '还原' }).click()
  await expectSoon(() => field.inputValue()).toContain('"stock": 50')
  await field.fill('{"newOrders": 60}')
  await drawer.getByText(`--data-binary '{"newOrders":60}'`, { exact: false }).waitFor()
  await run.click()
  await expectSoon(() => server.requests.filter((one) => one.startsWith('POST')).length).toBe(2)
})

test('counts the seconds of a long run, and stops it', async () => {
  const { page } = await open()
  await page.route('**/api/capabilities/pmi/run', () => undefined)
  await page.getByRole('button', { name: /采购经理指数/ }).click()
  const drawer = page.getByRole('dialog', { name: '采购经理指数（PMI）' })
  await drawer.getByText(/^正在计算，已 [2-9] 秒$/).waitFor()
  await drawer.getByRole('button', { name: '停止' }).click()
  await drawer.getByText('尚未试算').waitFor()
  await expectSoon(() => drawer.getByRole('button', { name: '试算', exact: true }).isEnabled()).toBe(true)
})

test('says what went wrong and can try again', async () => {
  const { page } = await open({ instead: { '/api/capabilities/verification': 500 } })
  await expectSoon(() => page.getByRole('button', { name: '重试' }).count()).toBe(1)
})

test.each([
  ['1920 × 1080', wall],
  ['1366 × 768', desk],
])('keeps every part in its place at %s, however long the words', async (_, size) => {
  const { page, troubles } = await open({
    size,
    rewrite: (text, name) =>
      name === 'caseTitle' || name === 'source' || name === 'summary' ? `${text}很长的说明`.repeat(8) : text,
  })
  await page.getByRole('row', { name: /2025 年 3 月全国制造业/ }).waitFor()
  await expectSoon(async () => overlaps(await boxesOf(page, 'main article, main section'))).toEqual([])
  await expectSoon(() => outgrown(page)).toEqual([])
  const sideways = () => page.locator('main').evaluate((main) => main.scrollWidth - main.clientWidth)
  await expectSoon(sideways).toBe(0)
  await page.getByRole('button', { name: /采购经理指数/ }).click()
  await page.getByRole('dialog').getByText('输入字段').waitFor()
  const wide = () =>
    page.getByRole('dialog').evaluate((dialog) => {
      const body = dialog.querySelector('header + div')
      return body === null ? -1 : body.scrollWidth - body.clientWidth
    })
  await expectSoon(wide).toBe(0)
  expect(troubles).toEqual([])
})
