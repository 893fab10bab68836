import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { black, lonely, tyre } from './fixtures/products.ts'
import { boxesOf, desk, expectSoon, openScreens, overlaps, wall } from './screen.ts'

const open = openScreens()
const address = '/government/products?realm=actual'
const cards = (page: Page) => page.locator('[data-card] button')
const parameter = (page: Page, name: string) => new URL(page.url()).searchParams.get(name)
const side = (page: Page) => page.getByRole('complementary', { name: '说明' })

async function drawn(page: Page): Promise<void> {
  await page.locator('[data-ready=true] [data-card] button').first().waitFor()
}

test('begins with what is known, what was left out and why, and finds a product by its pinyin', async () => {
  const { page, troubles } = await open({ path: address })
  await page.getByRole('table', { name: '上市公司最多的产品' }).getByText('汽车').waitFor()
  await page.getByText('2 个环节中，有产品的 1 个，有上市公司的 1 个').waitFor()
  await page.getByText('产品关系 110,152 条（2021-11-30）').waitFor()
  await page.getByText(/未纳入的名称 10,642 个/).click()
  await page.getByText('轮胎销售、汽车租赁').waitFor()
  const search = page.getByRole('combobox', { name: /搜索产品/ })
  await search.fill('luntai')
  await page.getByRole('option', { name: /轮胎 上市公司/ }).waitFor()
  await search.press('Enter')
  await expectSoon(() => parameter(page, 'product')).toBe(tyre.id)
  await drawn(page)
  expect(troubles).toEqual([])
})

test.each([
  ['desk', desk],
  ['wall', wall],
])('draws materials to the left and uses to the right at the %s', async (_, size) => {
  const { page, troubles } = await open({ path: `${address}&product=${tyre.id}&hops=2`, size })
  await drawn(page)
  const left = async (id: string) => (await page.locator(`[data-card="${id}"]`).boundingBox())?.x ?? NaN
  const [far, near, centre, use] = await Promise.all(
    ['000000000004', black.id, tyre.id, '000000000005'].map(left),
  )
  expect([far, near, centre, use]).toEqual([far, near, centre, use].toSorted((a, b) => (a ?? 0) - (b ?? 0)))
  await expectSoon(async () => overlaps(await boxesOf(page, '[data-card] button'))).toEqual([])
  // What has no room is said.
  await page.getByText(/画 \d+ \/ 45 种/).waitFor()
  expect(troubles).toEqual([])
})

test('a card explains itself, opens its row and its makers, and becomes the centre', async () => {
  const { page, server } = await open({ path: `${address}&product=${tyre.id}`, size: wall })
  await drawn(page)
  await page.locator(`[data-card="${black.id}"] button`).click()
  await side(page).getByRole('heading', { name: '炭黑' }).waitFor()
  await side(page).getByText('橡胶轮胎 › 上游·原材料 › 炭黑').waitFor()
  await side(page).getByRole('button', { name: '原始行' }).first().click()
  await page.getByRole('dialog', { name: /原始行：产品关系/ }).waitFor()
  await page.keyboard.press('Escape')
  await side(page).getByRole('button', { name: '生产企业' }).click()
  const drawer = page.getByRole('dialog', { name: '生产“炭黑”的企业' })
  await drawer
    .getByRole('row', { name: /示例炭黑11股份有限公司/ })
    .getByText('71.0 %')
    .waitFor()
  await drawer.getByText('不可相加').waitFor()
  await drawer.getByRole('button', { name: '导出 CSV' }).waitFor()
  await drawer.getByLabel('连同 2 种细分品种的企业').check()
  await expectSoon(() => server.requests.some((one) => one.includes('kinds=true'))).toBe(true)
  await page.keyboard.press('Escape')
  await side(page).getByRole('button', { name: '以此产品为中心' }).click()
  await expectSoon(() => parameter(page, 'product')).toBe(black.id)
  await page.goBack()
  await expectSoon(() => parameter(page, 'product')).toBe(tyre.id)
})

test('lists the relations of a product beside the picture', async () => {
  const { page } = await open({ path: `${address}&product=${tyre.id}` })
  await drawn(page)
  await page.getByText('列表', { exact: true }).click()
  const table = page.getByRole('table', { name: '轮胎的上游材料' })
  await table.getByRole('row', { name: /炭黑.*高.*产业链标准列出/ }).waitFor()
  await page.getByRole('group', { name: '关系' }).getByText('下游产品').click()
  await page.getByRole('table', { name: '轮胎的下游产品' }).getByText('汽车').waitFor()
  expect([parameter(page, 'view'), parameter(page, 'role')]).toEqual(['list', 'uses'])
})

test('finds the way between two products, and says where there is none', async () => {
  const { page, troubles } = await open({ path: `${address}&product=${tyre.id}`, size: wall })
  const search = side(page).getByRole('combobox', { name: /另一产品/ })
  await search.fill('炭黑')
  await page.getByRole('option', { name: /炭黑/ }).waitFor()
  await search.press('Enter')
  await side(page).getByText('“炭黑”经 1 步供应到“轮胎”').waitFor()
  await search.fill('独立')
  await page.getByRole('option', { name: /独立产品/ }).waitFor()
  await search.press('Enter')
  await side(page).getByText('没有“轮胎”与“独立产品”之间 8 步以内的供应路径').waitFor()
  expect(troubles).toEqual([])
})

test('a product without relations and one that does not exist say so', async () => {
  const { page } = await open({ path: `${address}&product=${lonely.id}` })
  await page.getByText('没有上下游的记载').waitFor()
  await side(page).getByText('不在已建标准的产业链内').waitFor()
  const unknown = await open({ path: `${address}&product=ffffffffffff` })
  await unknown.page.getByText('没有这个产品').waitFor()
  await unknown.page.getByRole('button', { name: '返回概览' }).last().click()
  await unknown.page.getByText('网络的规模与取舍').waitFor()
  expect(parameter(unknown.page, 'product')).toBeNull()
})

test('a segment of the chain shows its products and its listed makers here and elsewhere', async () => {
  const { page } = await open({
    path: '/government/chain-map?region=370000&realm=actual&segment=carbon-black',
    size: wall,
  })
  await side(page).getByText('橡胶轮胎 › 上游').first().waitFor()
  await side(page).getByText('示例炭黑11股份有限公司').waitFor()
  await side(page).getByText('山东省外 1 家').waitFor()
  await side(page)
    .getByRole('link', { name: /炭黑.*上市公司 4/ })
    .click()
  await expectSoon(() => parameter(page, 'product')).toBe(black.id)
  await drawn(page)
  await expectSoon(() => cards(page).count()).toBeGreaterThan(1)
})
