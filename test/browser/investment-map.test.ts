import { expect, test } from 'vitest'
import { expectSoon, openScreens, outgrown, wall } from './screen.ts'

const open = openScreens()
const address = '/government/investment-map'

test('shows the gaps of the region, the largest unmet demand first, the first one with its targets', async () => {
  const { page, server, troubles } = await open({ path: `${address}?region=370500`, size: wall })
  const rows = page.locator('button[aria-expanded][aria-controls^=targets-]')
  await rows.first().waitFor()
  const unmet = await rows.evaluateAll((elements) =>
    elements.map((element) => {
      const [, number = '', unit = ''] = /未满足([\d,.]+) (亿元|万元)/.exec(element.textContent) ?? []
      return Number(number.replaceAll(',', '')) * (unit === '亿元' ? 1e8 : 1e4)
    }),
  )
  expect(unmet.length).toBeGreaterThan(5)
  expect(unmet).toEqual(unmet.toSorted((a, b) => b - a))
  await rows.first().getByText('完整度 71 % → 76 %').waitFor()
  await expectSoon(() => rows.first().getAttribute('aria-expanded')).toBe('true')
  const target = page.getByRole('listitem').filter({ hasText: '第1股份有限公司' }).last()
  await target.getByText('70 分').waitFor()
  // The score is the sum of its points, and each point says what it rests on.
  expect(await target.getByRole('img').getAttribute('aria-label')).toMatch(
    /环节匹配 30，未满足需求 20，已有本地客户 35，风险：分支机构 −15$/,
  )
  await target.getByRole('button', { name: '打开原始行' }).click()
  await page.getByRole('dialog', { name: '原始行：供应交易' }).waitFor()
  await expectSoon(() => server.requests.join('\n')).toContain(
    'GET /api/rows/enterprise/supply-transaction/34665?batch=',
  )
  expect(troubles).toEqual([])
})

test('opens another gap, keeps it in the address, and an enterprise from it', async () => {
  const { page } = await open({ path: `${address}?region=370500`, size: wall })
  const rows = page.locator('button[aria-expanded][aria-controls^=targets-]')
  await rows.nth(3).click()
  await expectSoon(() => rows.nth(3).getAttribute('aria-expanded')).toBe('true')
  const gap = new URL(page.url()).searchParams.get('gap')
  expect(await rows.nth(3).getAttribute('aria-controls')).toBe(`targets-${gap}`)
  await page.reload()
  await expectSoon(() => rows.nth(3).getAttribute('aria-expanded')).toBe('true')
  await page.getByRole('button', { name: '企业档案' }).first().click()
  const drawer = page.getByRole('dialog', { name: '演示东营某炭黑有限公司' })
  await drawer.waitFor()
  await page.keyboard.press('Escape')
  await drawer.waitFor({ state: 'detached' })
  await expectSoon(() => new URL(page.url()).searchParams.get('gap')).toBe(gap)
})

test('shades by the chosen measure; the table holds the same values; a click leads down and the path up', async () => {
  const { page, server, troubles } = await open({ path: address, size: wall })
  const map = page.getByRole('img', { name: /分布图/ })
  await map.waitFor()
  await expectSoon(() => map.getAttribute('aria-label')).toContain('未满足需求')
  await page.getByLabel('底色').selectOption('gaps')
  await expectSoon(() => map.getAttribute('aria-label')).toContain('短板环节')
  await page.getByText('表', { exact: true }).click()
  const cities = page.getByRole('table', { name: '山东省-短板环节' }).locator('tbody tr')
  await expectSoon(() => cities.count()).toBe(16)
  await cities.filter({ hasText: '东营市' }).click()
  await expectSoon(() => new URL(page.url()).searchParams.get('region')).toBe('370500')
  await expectSoon(() => new URL(page.url()).searchParams.get('measure')).toBe('gaps')
  await page.getByRole('heading', { name: '东营市的短板' }).waitFor()
  await expectSoon(() =>
    server.requests.some(
      (request) => request.includes('gap-regions?region=370500') && request.includes('level=county'),
    ),
  ).toBe(true)
  await page.getByRole('button', { name: '山东省', exact: true }).click()
  await page.getByRole('heading', { name: '山东省的短板' }).waitFor()
  expect(troubles).toEqual([])
})

test('draws all 136 counties of the province on demand', async () => {
  const { page } = await open({ path: `${address}?level=county`, size: wall })
  const map = page.getByRole('img', { name: /分布图/ })
  await map.waitFor()
  const label = async () => {
    const numbers = (await map.getAttribute('aria-label'))?.match(/\d+/g)?.map(Number) ?? []
    return numbers.reduce((sum, value) => sum + value, 0)
  }
  await expectSoon(label).toBe(136)
})

test('a segment that is no gap here is said to be none, and the gaps are shown', async () => {
  const { page } = await open({ path: `${address}?region=370500&gap=gone` })
  await page.getByText('所选环节在东营市不是短板').waitFor()
  const first = page.locator('button[aria-expanded][aria-controls^=targets-]').first()
  await expectSoon(() => first.getAttribute('aria-expanded')).toBe('true')
})

test('says in words that there is no gap, and what to do', async () => {
  const empty = { items: [], nextCursor: null, total: 0 }
  const { page } = await open({
    path: `${address}?region=370500`,
    instead: { '/api/chains/rubber-tyre/gaps': empty, '/api/chains/rubber-tyre/gap-regions': empty },
  })
  await page.getByText('没有短板环节').waitFor()
  await page.getByText('没有各地的汇总').waitFor()
  await expectSoon(() => page.getByText('可由 链主企业').count()).toBe(2)
})

test('nothing reaches beyond its card at a desk, with hostile names', async () => {
  const hostile = '<b onclick=alert(1)>很长很长的名称'.repeat(3)
  const { page, troubles } = await open({
    path: `${address}?region=370500`,
    rewrite: (text, name) => (['name', 'detail'].includes(name) && !text.endsWith('市') ? hostile : text),
  })
  await page.locator('button[aria-expanded][aria-controls^=targets-]').first().waitFor()
  expect(await page.locator('main b[onclick]').count()).toBe(0)
  await expectSoon(async () =>
    (await outgrown(page)).filter((part) => part.startsWith('东营市的短板')),
  ).toEqual([])
  expect(troubles).toEqual([])
})
