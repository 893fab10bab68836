import { expect, test } from 'vitest'
import type { ExplorerQuery } from '../../server/api/schemas/explorer.ts'
import { enterRow, desk, expectSoon, openScreens, wall } from './screen.ts'

const screens = openScreens()
const open = (options: Parameters<typeof screens>[0] = {}) =>
  screens({ path: '/platform/explorer', ...options })

const asked = (query: object) => `/platform/explorer?q=${encodeURIComponent(JSON.stringify(query))}`
const byCity = {
  subject: 'dataset:public/above-scale-annual',
  measures: [{ of: 'sum', field: 'revenue' }],
  by: [{ field: 'firm_county_code', grain: 'city' }],
  filters: [],
  chart: 'bar',
}

test('starts from an example, and the address holds the question', async () => {
  const { page, troubles } = await open()
  await page.getByRole('button', { name: /各市规上企业营业收入与从业人数/ }).click()
  const table = page.getByRole('table')
  await table.getByRole('row', { name: /东营市/ }).waitFor()
  // One unit for the column, chosen by its largest figure.
  await table.getByRole('columnheader', { name: '营业收入合计（亿元）' }).waitFor()
  expect(await table.getByRole('row', { name: /东营市/ }).textContent()).toContain('959.03')
  const query = JSON.parse(new URL(page.url()).searchParams.get('q') ?? '') as ExplorerQuery
  expect(query.by).toEqual([{ field: 'firm_county_code', grain: 'city' }])
  await page.goBack()
  await page.getByRole('heading', { name: '从示例开始' }).waitFor()
  expect(troubles).toEqual([])
})

test('asks anew with every change', async () => {
  const { page } = await open({ path: asked(byCity) })
  const sent: ExplorerQuery[] = []
  page.on('request', (request) => {
    if (request.url().endsWith('/api/explorer/query'))
      sent.push(JSON.parse(request.postData() ?? '{}') as ExplorerQuery)
  })
  await page.getByRole('row', { name: /东营市/ }).waitFor()
  await page.getByLabel('度量 1').selectOption({ label: '从业人员平均人数 · 合计' })
  await expectSoon(() => sent.at(-1)?.measures).toEqual([{ of: 'sum', field: 'staff' }])
  await page.getByRole('button', { name: '添加筛选' }).click()
  await page.getByRole('combobox', { name: '筛选 1', exact: true }).selectOption({ label: '营业收入' })
  await page.getByLabel('营业收入不小于（万元）').fill('200')
  await page.getByLabel('营业收入不小于（万元）').press('Enter')
  // 万元 on the screen, yuan in the query.
  await expectSoon(() => sent.at(-1)?.filters).toEqual([{ field: 'revenue', is: 'range', from: 2_000_000 }])
  await page.getByRole('button', { name: '去掉筛选 1' }).click()
  await expectSoon(() => new URL(page.url()).searchParams.get('q')?.includes('"filters":[]')).toBe(true)
})

test('hatches what is withheld, with the reason, and opens no rows', async () => {
  const { page } = await open({ path: asked(byCity) })
  await page
    .getByRole('row', { name: /日照市/ })
    .getByRole('button')
    .waitFor()
  await page.getByLabel('对外口径（小单元保护）').click()
  const cell = page.getByRole('row', { name: /日照市/ }).getByTitle('不足 4 家或两家占比过高，不予显示')
  await cell.waitFor()
  expect(await cell.getAttribute('class')).toContain('hatched')
  await expectSoon(() =>
    page
      .getByRole('row', { name: /东营市/ })
      .getByRole('button')
      .count(),
  ).toBe(0)
  await page.getByText('1 处不足').waitFor()
})

test('goes down from a number to its rows and to the original row', async () => {
  const { page } = await open({ path: asked(byCity) })
  await page
    .getByRole('row', { name: /东营市/ })
    .getByRole('button')
    .click()
  const drawer = page.getByRole('dialog', { name: '记录：东营市' })
  await drawer.getByText('共 340 条，已显示 2 条').waitFor()
  await enterRow(drawer.getByRole('row', { name: /91370523DEM0000147/ }))
  const row = page.getByRole('dialog', { name: /原始行/ })
  await row.waitFor()
  expect(await row.isVisible()).toBe(true)
})

test('saves, copies and deletes a view', async () => {
  const { page } = await open({ path: asked(byCity) })
  await page.getByRole('row', { name: /东营市/ }).waitFor()
  await page.getByRole('button', { name: '视图' }).click()
  await page.getByLabel('视图名称').fill('各市营收')
  await page.getByRole('button', { name: '保存', exact: true }).click()
  const views = page.getByRole('list', { name: '保存的视图' })
  await views.getByRole('button', { name: /各市营收/ }).waitFor()
  await views.getByRole('button', { name: '复制' }).click()
  await views.getByText('各市营收（副本）').waitFor()
  const copy = views.getByRole('listitem').filter({ hasText: '副本' })
  await copy.getByRole('button', { name: '删除' }).click()
  await copy.getByRole('button', { name: '确认删除' }).click()
  await expectSoon(() => views.getByRole('listitem').count()).toBe(1)
})

test('writes the picture with its source to a file', async () => {
  const { page } = await open({ path: asked(byCity) })
  await page.locator('canvas').first().waitFor()
  await page.getByRole('button', { name: '导出' }).click()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: /PNG 图片/ }).click(),
  ])
  expect(download.suggestedFilename()).toMatch(/\.png$/)
})

test('says so where nothing fits, and where the link is broken', async () => {
  const { page, server } = await open({
    path: asked({ ...byCity, filters: [{ field: 'year', is: 'period', from: '1999' }] }),
  })
  await page.getByText('没有符合条件的数据').waitFor()
  await page.goto(`${server.address}/platform/explorer?q=%7Bbroken`)
  const words = page.getByText('链接中的问题不完整')
  await words.waitFor()
  expect(await words.isVisible()).toBe(true)
})

test.each([desk, wall])('stands at $width × $height without overflow', async (size) => {
  const { page } = await open({
    path: asked({ ...byCity, measures: [...byCity.measures, { of: 'count' }] }),
    size,
  })
  await page.getByRole('row', { name: /东营市/ }).waitFor()
  await page.locator('canvas').first().waitFor()
  const overflow = () =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  await expectSoon(overflow).toBe(0)
  const right = await page.getByRole('button', { name: '导出' }).boundingBox()
  expect((right?.x ?? 0) + (right?.width ?? 0)).toBeLessThanOrEqual(size.width)
})
