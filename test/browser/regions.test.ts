import { expect, test } from 'vitest'
import { desk, expectSoon, openScreens, outgrown, wall } from './screen.ts'

const open = openScreens()

test.each([desk, wall])('shows the tree and lets the system administrator extend it at %o', async (size) => {
  const { page, server } = await open({ size, role: 'system-admin', path: '/platform/regions' })
  const added = page.getByRole('region', { name: '增设的功能区' })
  await added.getByText('虚构经济开发区').waitFor()
  await page.getByText('计划单列市', { exact: true }).first().waitFor()
  await expectSoon(() => outgrown(page)).toEqual([])

  await page.getByRole('button', { name: '撤销虚构经济开发区' }).click()
  await added.getByRole('alert').waitFor()

  await page.getByRole('button', { name: '增设地区' }).click()
  const form = page.getByRole('form', { name: '增设地区' })
  await form.getByLabel('所属城市').selectOption({ label: '东营市' })
  await form.getByText('以 3705 开头').waitFor()
  await form.getByRole('textbox', { name: '代码' }).fill('370572')
  await form.getByRole('textbox', { name: '名称', exact: true }).fill('虚构高新区')
  await form.getByRole('textbox', { name: '设立依据' }).fill('虚构文〔2026〕2 号')
  await form.getByRole('button', { name: '增设', exact: true }).click()
  await form.waitFor({ state: 'detached' })
  expect(server.requests.join('\n')).toContain('/api/regions/added')
})

test('is only looked at by the security administrator', async () => {
  const { page } = await open({ role: 'security-admin', path: '/platform/regions' })
  await page.getByText('虚构经济开发区').waitFor()
  await expectSoon(() => page.getByRole('button', { name: /增设地区|撤销/ }).count()).toBe(0)
})
