import { expect, test } from 'vitest'
import { enterRow, expectSoon, openScreens } from './screen.ts'

const open = openScreens()

test('takes a firm from the template to mended rows', async () => {
  const { page, server, troubles } = await open({ role: 'enterprise', path: '/enterprise/submit' })
  const template = await page.getByRole('link', { name: '下载填报模板（XLSX）' }).getAttribute('href')
  expect(template).toMatch(/^\/api\/datasets\/enterprise\/[a-z-]+\/template$/)
  await page.getByLabel('选择要交的文件').setInputFiles({
    name: '填报.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('统一社会信用代码,企业名称\n1,甲'),
  })
  await page.getByRole('button', { name: '提交并校验' }).click()
  const result = page.getByRole('region', { name: /校验结果/ })
  await result.getByText('未通过的行 2').waitFor()
  // Both faults of one row, and one that cannot be mended here.
  const table = result.getByRole('table', { name: '未通过的行' })
  await table.getByText('“注册资本”的值“12亿”不是金额').waitFor()
  await table.getByText('只接收本企业的记录，这一行不能改正').waitFor()
  expect(await result.getByRole('button', { name: '重新提交 0 行' }).isDisabled()).toBe(true)

  await table.getByLabel('第 3 行 成立日期').fill('2026-02-28')
  await table.getByLabel('第 3 行 注册资本').fill('1200000000')
  await result.getByRole('button', { name: '重新提交 1 行' }).click()
  await expectSoon(() => server.requests.filter((request) => request.includes('corrections'))).toHaveLength(1)
  expect(troubles).toEqual([])
})

test('shows a file that cannot be read, with what it should be', async () => {
  const { page } = await open({ role: 'enterprise', path: '/enterprise/submit' })
  await page.getByLabel('选择要交的文件').setInputFiles({
    name: '错的.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('甲\n乙'),
  })
  await page.getByRole('button', { name: '提交并校验' }).click()
  const failure = page.getByRole('alert')
  await failure.getByText('缺少列：统一社会信用代码').waitFor()
  await failure.getByText('应为：表头含 统一社会信用代码、企业名称').waitFor()
  expect(await page.getByRole('region', { name: /校验结果 · / }).count()).toBe(0)
})

test('opens an earlier submission by the keyboard', async () => {
  const { page } = await open({ role: 'enterprise', path: '/enterprise/submit' })
  await enterRow(page.getByRole('table', { name: '提交记录' }).getByRole('row').nth(1))
  const result = page.getByRole('region', { name: /校验结果 · / })
  await result.waitFor()
  expect(await result.getByRole('list', { name: '行数守恒' }).textContent()).toMatch(/^读取3,114=/)
})
