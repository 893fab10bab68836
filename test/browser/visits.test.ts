import { expect, test } from 'vitest'
import { desk, expectSoon, openScreens, outgrown, wall } from './screen.ts'

const open = openScreens()

test.each([desk, wall])('takes a visit from the list to its end at %o', async (size) => {
  const { page, server, troubles } = await open({ size, role: 'county', path: '/government/visits' })
  const row = page.getByRole('row', { name: /示例甲轮胎有限公司/ })
  await row.getByText('2020-01-01 逾期').waitFor()
  await page.getByText('1 件逾期').waitFor()
  await expectSoon(() => outgrown(page)).toEqual([])

  await row.press('Enter')
  const drawer = page.getByRole('dialog', { name: '示例甲轮胎有限公司' })
  const step = drawer.locator('[aria-current=step]')
  await expectSoon(() => step.textContent()).toBe('待走访')
  await drawer.getByRole('button', { name: '添加诉求' }).click()
  await drawer.getByLabel('诉求 1', { exact: true }).fill('扩建用地不足')
  await drawer.getByRole('button', { name: '记录 1 项诉求' }).click()
  await expectSoon(() => step.textContent()).toBe('待帮扶')

  await drawer.getByLabel('牵头部门').fill('自然资源局')
  await drawer.getByLabel('帮扶措施').fill('对接标准厂房')
  await drawer.getByRole('button', { name: '登记帮扶' }).click()
  await expectSoon(() => step.textContent()).toBe('帮扶中')

  await drawer.getByLabel('回访结果').selectOption({ label: '部分解决' })
  await drawer.getByRole('button', { name: '登记回访' }).click()
  await drawer.getByText('部分解决，满意度 5 分').waitFor()
  await drawer.getByLabel('办结小结').fill('厂房已对接')
  await drawer.getByRole('button', { name: '办结' }).click()
  await expectSoon(() => step.textContent()).toBe('已办结')
  await drawer.getByText('厂房已对接').waitFor()
  expect(server.requests).toContain('POST /api/visits/1/close')
  expect(troubles).toEqual([])
})

test('arranges a visit for a firm that another page names', async () => {
  const { page, server } = await open({
    role: 'county',
    path: '/government/visits?arrange=yes&firm=91370523DEM000014Q&cause=moved&reason=%E5%B7%B2%E8%BF%81%E8%87%B3%E5%AF%BF%E5%85%89',
  })
  const drawer = page.getByRole('dialog', { name: '安排走访' })
  await expectSoon(() => drawer.getByLabel('缘由').inputValue()).toBe('moved')
  await expectSoon(() => drawer.getByLabel('为什么走访').inputValue()).toBe('已迁至寿光')
  await drawer.getByRole('button', { name: '安排走访' }).click()
  await page.getByRole('dialog', { name: '示例甲轮胎有限公司' }).waitFor()
  expect(server.requests).toContain('POST /api/visits')
})

test('lets a reviewer look and offers nothing to change', async () => {
  const { page } = await open({ role: 'reviewer', path: '/government/visits?visit=1' })
  const drawer = page.getByRole('dialog', { name: '示例甲轮胎有限公司' })
  await drawer.getByText('迁移监测得分 62 分').waitFor()
  await expectSoon(() => drawer.getByRole('button', { name: /记录|登记|办结/ }).count()).toBe(0)
  await expectSoon(() => page.getByRole('button', { name: '安排走访' }).count()).toBe(0)
})
