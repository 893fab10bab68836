import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { longName } from './fixtures/atlas.ts'
import { tradedGraph } from './fixtures/supply-chain.ts'
import { desk, expectSoon, openScreens, outgrown, wall } from './screen.ts'

const open = openScreens()
const address = '/government/atlas?region=370500'
const graph = tradedGraph('rubber-tyre', '370500')!
const sheet = (page: Page, title: string) => page.getByRole('region', { name: title, exact: true })
const titles = [
  '产业链图',
  '技术路线图',
  '应用领域图',
  '区域分布图',
  '招商路线图',
  '企业清单',
  '项目清单',
  '集群清单',
  '问题清单',
  '政策清单',
]

test.each([
  ['desk', desk],
  ['wall', wall],
])(
  'shows five figures and five lists, each drawn or with who could supply it, at the %s',
  async (_, size) => {
    const { page, troubles } = await open({ path: address, size })
    for (const title of titles) await sheet(page, title).waitFor()
    const chain = sheet(page, '产业链图').getByRole('img', { name: /东营市橡胶轮胎产业链图/ })
    for (const { title } of graph.segments.slice(0, 5)) {
      await expectSoon(async () => (await chain.textContent())?.replaceAll(/\s/g, '')).toContain(title)
    }
    await sheet(page, '技术路线图').getByRole('link', { name: '炭黑', exact: true }).waitFor()
    await sheet(page, '应用领域图').getByText('本地采购额（近 12 个月）').waitFor()
    await sheet(page, '区域分布图').getByRole('img', { name: '东营市区域分布图' }).waitFor()
    await sheet(page, '招商路线图').getByRole('heading', { name: '一、补缺' }).waitFor()
    await sheet(page, '企业清单').getByText(longName).waitFor()
    await sheet(page, '企业清单').getByText('共 812 条，已显示 1 条').waitFor()
    await sheet(page, '政策清单')
      .getByText(/由工业和信息化部门提供/)
      .waitFor()
    await expectSoon(() => outgrown(page)).toEqual([])
    await expectSoon(() =>
      page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
    ).toBeLessThanOrEqual(0)
    expect(troubles).toEqual([])
  },
)

test('leads to the firm, the segment, the region and the files', async () => {
  const { page } = await open({ path: address })
  await sheet(page, '企业清单').getByText(longName).click()
  await expectSoon(() => new URL(page.url()).searchParams.get('enterprise')).not.toBeNull()
  await page.getByRole('dialog').waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  expect(await page.getByRole('link', { name: 'XLSX' }).getAttribute('href')).toBe(
    '/api/chains/rubber-tyre/atlas/file?region=370500&realm=demonstration&format=xlsx',
  )
  await sheet(page, '区域分布图').getByRole('button', { name: '广饶县' }).press('Enter')
  await expectSoon(() => new URL(page.url()).searchParams.get('region')).toBe('370523')
  await sheet(page, '技术路线图').getByRole('link', { name: '炭黑', exact: true }).click()
  await expectSoon(() => new URL(page.url()).pathname).toBe('/government/chain-map')
  await expectSoon(() => new URL(page.url()).searchParams.get('segment')).toBe('carbon-black')
})

test('goes on paper as A4 landscape, marked with region, month, sources and 演示数据 on every page', async () => {
  const { page } = await open({ path: address })
  await sheet(page, '政策清单').waitFor()
  const rules = await page.evaluate(() =>
    document.adoptedStyleSheets
      .flatMap(({ cssRules }) => [...cssRules].map(({ cssText }) => cssText))
      .join(''),
  )
  for (const words of ['演示数据', '东营市', '2026-10', '供应交易 2026-10-31', 'counter(page)']) {
    expect(rules).toContain(words)
  }
  await page.emulateMedia({ media: 'print' })
  expect(await page.getByRole('button', { name: '打印' }).isVisible()).toBe(false)
  const pdf = await page.pdf({ preferCSSPageSize: true })
  const boxes = [...pdf.toString('latin1').matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)]
  // A cover and ten sheets; long ones go on over several pages.
  expect(boxes.length).toBeGreaterThanOrEqual(11)
  for (const [, width, height] of boxes) {
    expect(Number(width)).toBeCloseTo(842, -1)
    expect(Number(height)).toBeCloseTo(595, -1)
  }
})

test('hostile names stay text, in the margins of the paper as well', async () => {
  const hostile = '"} body { display: none } <img src=x onerror=alert(1)>\u202e\\'
  const { page, troubles } = await open({
    path: address,
    rewrite: (text, name) => (['name', 'detail', 'version'].includes(name) ? hostile : text),
  })
  await sheet(page, '政策清单').waitFor()
  await page
    .getByRole('heading', { name: /onerror/ })
    .first()
    .waitFor()
  expect(await page.locator('img').count()).toBe(0)
  expect(await page.locator('body').isVisible()).toBe(true)
  const rules = await page.evaluate(() =>
    document.adoptedStyleSheets.map(({ cssRules }) => [...cssRules].map((rule) => rule.constructor.name)),
  )
  expect(rules).toEqual([['CSSPageRule']])
  expect(troubles).toEqual([])
})
