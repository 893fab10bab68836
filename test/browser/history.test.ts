import { expect, test } from 'vitest'
import { enterRow, expectSoon, openScreens } from './screen.ts'

const screens = openScreens()
const open = (options: Parameters<typeof screens>[0] = {}) =>
  screens({ role: 'operator', path: '/platform/history?dataset=public/enterprise-registration', ...options })

test('filters, sorts and pages by the server, and keeps it in the address', async () => {
  const { page, server, troubles } = await open()
  const table = page.getByRole('table', { name: '企业登记信息的标准记录' })
  await table.getByText('演示炭黑1号有限公司').waitFor()
  await page.getByText('共 120 条，第 1 / 3 页').waitFor()
  await page.getByRole('button', { name: '下一页' }).click()
  await page.getByText('共 120 条，第 2 / 3 页').waitFor()
  await table.getByText('演示轮胎51号有限公司').waitFor()

  await page.getByLabel('添加筛选').selectOption({ label: '企业名称' })
  await page.getByLabel('企业名称包含').fill('模具')
  await page.getByText('共 40 条，第 1 / 1 页').waitFor()
  const capital = page.getByRole('columnheader', { name: '注册资本（元）' })
  await capital.getByRole('button').click()
  await expectSoon(() => capital.getAttribute('aria-sort')).toBe('ascending')
  await capital.getByRole('button').click()
  await expectSoon(() => capital.getAttribute('aria-sort')).toBe('descending')
  await page.getByLabel('时点', { exact: true }).fill('2026-10-01')
  await expectSoon(() => server.requests.at(-1)).toMatch(/rows\?.*asOf=2026-10-01/)
  const asked = new URL(`http://x${server.requests.at(-1)?.slice(4)}`).searchParams
  expect([asked.get('sort'), asked.get('filter.name'), asked.get('cursor')]).toEqual([
    '-registered_capital',
    '模具',
    null,
  ])
  await expectSoon(() => page.url()).toContain('at=2026-10-01')
  const address = new URL(page.url()).searchParams
  expect([address.get('f.name'), address.get('sort'), address.get('at')]).toEqual([
    '模具',
    '-registered_capital',
    '2026-10-01',
  ])
  const file = await page.getByRole('link', { name: '导出 CSV' }).getAttribute('href')
  expect(file).toContain('filter.name=')
  expect(file).toContain('asOf=2026-10-01')
  expect(troubles).toEqual([])
})

test('says what is hidden, and never shows it as missing', async () => {
  const { page } = await open()
  const row = page.getByRole('row', { name: /演示模具2号/ })
  const hidden = row.getByTitle('因数据等级对您隐去')
  await hidden.waitFor()
  expect(await hidden.textContent()).toBe('已隐去')
})

test('shows a row three ways: raw, standard and its versions', async () => {
  const { page } = await open()
  await enterRow(page.getByRole('row', { name: /演示炭黑1号/ }))
  const drawer = page.getByRole('dialog', { name: '企业登记信息 · 记录 1' })
  const raw = drawer.getByRole('region', { name: '原始' })
  await raw.getByText('→ 注册资本（换算）').waitFor()
  await raw.getByText('未入仓').waitFor()
  await drawer.getByRole('region', { name: '标准' }).getByText('3,000.00').waitFor()
  const history = drawer.getByRole('region', { name: '历史' })
  expect(await history.locator('del').textContent()).toBe('1,286.50')
  await history.getByRole('button', { name: /2025-10-31 至 2026-10-31/ }).click()
  await drawer.getByRole('region', { name: '标准' }).getByText('1,286.50').waitFor()
})

test('marks what changed between two days', async () => {
  const { page } = await open({
    path: '/platform/history?view=differences&dataset=public/enterprise-registration',
  })
  const table = page.getByRole('table', { name: '企业登记信息的差异' })
  await table.getByRole('row', { name: /变更/ }).locator('del', { hasText: '1,286.50' }).waitFor()
  await table.getByRole('row', { name: /新增/ }).waitFor()
  expect(await page.getByLabel('从哪天').inputValue()).toBe('2026-10-30')
})
