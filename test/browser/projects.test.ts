import { expect, test } from 'vitest'
import { desk, expectSoon, openScreens, outgrown, wall } from './screen.ts'

const open = openScreens()

test.each([desk, wall])('takes a project from the board a stage further at %o', async (size) => {
  const { page, server, troubles } = await open({ size, role: 'county', path: '/government/projects' })
  const lead = page.getByRole('region', { name: '线索' })
  const card = lead.getByRole('button', { name: /示例炭黑项目/ })
  await card.getByText('提交投资方案（逾期）').waitFor()
  await expectSoon(() => outgrown(page)).toEqual([])

  await card.press('Enter')
  const drawer = page.getByRole('dialog', { name: '示例炭黑项目' })
  await drawer.getByLabel('阶段').selectOption({ label: '签约' })
  await drawer.getByRole('button', { name: '推进' }).click()
  await expectSoon(() => drawer.locator('[aria-current=step]').textContent()).toBe('签约')
  await drawer.getByRole('checkbox').click()
  await drawer.getByText(/办完/).waitFor()
  await drawer
    .getByLabel('上传项目文件')
    .setInputFiles({ name: '合作协议.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7') })
  await drawer.getByRole('link', { name: '合作协议.pdf' }).waitFor()
  await drawer.getByRole('button', { name: '终止' }).click()
  await drawer.getByLabel('终止原因').fill('企业调整计划')
  await drawer.getByRole('button', { name: '确认终止' }).click()
  await drawer.getByText('已终止：企业调整计划').waitFor()
  expect(server.requests).toContain('POST /api/projects/1/stage')
  expect(troubles).toEqual([])
})

test('shows the calendar month by month', async () => {
  const { page } = await open({ role: 'county', path: '/government/projects?view=calendar&month=2026-11' })
  const calendar = page.getByRole('table', { name: '项目日程' })
  await calendar.getByRole('button', { name: '线索 · 示例炭黑项目' }).waitFor()
  await calendar.getByRole('button', { name: /逾期 提交投资方案/ }).waitFor()
  await page.getByRole('button', { name: '下一月' }).click()
  await page.getByRole('heading', { name: '2026 年 12 月' }).waitFor()
  await expectSoon(() => calendar.getByRole('button').count()).toBe(0)
})

test('registers a lead that another page hands over', async () => {
  const { page, server } = await open({
    role: 'county',
    path: '/government/projects?add=yes&firm=600000.SH&firmName=%E7%A4%BA%E4%BE%8B%E8%82%A1%E4%BB%BD&segment=carbon-black',
  })
  const drawer = page.getByRole('dialog', { name: '登记招商线索' })
  await expectSoon(() => drawer.getByLabel('企业', { exact: true }).inputValue()).toBe('示例股份')
  await expectSoon(() => drawer.getByLabel(/^环节/).inputValue()).toBe('carbon-black')
  await drawer.getByRole('button', { name: '登记', exact: true }).click()
  await page.getByRole('dialog', { name: '示例股份项目' }).waitFor()
  expect(server.requests).toContain('POST /api/projects')
})

test('points out wordings of an incentive with clause and quote', async () => {
  const { page } = await open({ role: 'county', path: '/government/projects?view=incentive' })
  await page.getByRole('textbox', { name: '政策文本' }).fill('企业承诺十年内不迁出本县。')
  await page.getByRole('button', { name: '检查', exact: true }).click()
  const results = page.getByRole('region', { name: '检查结果' })
  await results.getByText('第九条第一项').waitFor()
  await expectSoon(() => results.getByText('1 处需要核对').count()).toBe(1)
  await results.getByText('没有发现不等于通过审查。').waitFor()
})
