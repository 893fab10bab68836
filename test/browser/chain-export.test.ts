import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { expectSoon, openScreens, wall } from './screen.ts'
import { tradedGraph } from './fixtures/supply-chain.ts'

const open = openScreens()
const address = '/government/chain-map?region=370500'
const graph = tradedGraph('rubber-tyre', '370500')!
const panel = (page: Page) => page.getByRole('complementary', { name: '说明' })

/** The picture is there when its cards are. */
async function drawn(page: Page): Promise<void> {
  await page.locator('[data-ready=true] [data-card] button').first().waitFor()
}

/** A file of the menu of exports, which stands open. */
async function exported(page: Page, title: string) {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: title }).click(),
  ])
  const chunks: Buffer[] = []
  for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer)
  return { name: download.suggestedFilename(), content: Buffer.concat(chunks) }
}

test('exports a picture that says what it is, as PNG and as SVG, and leads to the files', async () => {
  const { page } = await open({ path: `${address}&segment=carbon-black`, size: wall })
  await drawn(page)
  await page.getByRole('button', { name: '导出产业链图' }).click()
  const png = await exported(page, 'PNG 图片')
  expect(png.name).toBe('橡胶轮胎产业链图-东营市-2026-10.png')
  expect(png.content.subarray(1, 4).toString('latin1')).toBe('PNG')
  // Twice the picture's own size, so that it can be printed.
  expect(png.content.readUInt32BE(16)).toBeGreaterThan(2_000)
  const svg = await exported(page, 'SVG 矢量图')
  expect(svg.name).toBe('橡胶轮胎产业链图-东营市-2026-10.svg')
  const text = svg.content.toString('utf8')
  for (const words of ['橡胶轮胎产业链图', '东营市', '演示数据', '炭黑', 'Noto Sans SC']) {
    expect(text).toContain(words)
  }
  // Lines are broken where there is no room, so the words may be apart.
  const plain = text.replaceAll(/<\/?text[^>]*>|\n/g, '')
  expect(plain).toContain('供应交易（截至 2026-10-31）')
  expect(text.match(/<rect/g)!.length).toBeGreaterThan(graph.segments.length * 2)
  const file = page.getByRole('link', { name: /XLSX 工作簿/ })
  expect(await file.getAttribute('href')).toBe(
    '/api/chains/rubber-tyre/graph/file?region=370500&realm=demonstration&format=xlsx',
  )
})

test('a picture whose sources cannot be read is not exported', async () => {
  const { page } = await open({
    path: address,
    size: wall,
    instead: { '/api/chains/rubber-tyre/graph/file': 500 },
  })
  await drawn(page)
  await page.getByRole('button', { name: '导出产业链图' }).click()
  await page.getByRole('button', { name: /SVG 矢量图/ }).click()
  await expectSoon(() =>
    page.getByRole('dialog', { name: '导出产业链图' }).getByRole('status').textContent(),
  ).toBe('服务器出错，请稍后重试。')
})

test.each([
  { width: 1366, height: 768 },
  { width: 1920, height: 1080 },
])('keeps a view under a name and brings all of it back by keyboard at $width', async (size) => {
  const { page, troubles } = await open({
    path: `${address}&asOf=2026-08&segment=carbon-black&reach=2&colour=ratio&links=all`,
    size,
  })
  await drawn(page)
  const views = page.getByRole('button', { name: '保存的视图' })
  await views.press('Enter')
  await page.getByRole('textbox', { name: '视图名称' }).fill('炭黑周边')
  await page.keyboard.press('Enter')
  const view = page.getByRole('button', { name: /^炭黑周边/ })
  await view.waitFor()
  const box = await page.getByRole('dialog', { name: '保存的视图' }).boundingBox()
  expect((box?.x ?? size.width) + (box?.width ?? 0)).toBeLessThanOrEqual(size.width)
  await page.keyboard.press('Escape')
  await page.goto(new URL('/government/chain-map?region=370523&realm=actual', page.url()).href)
  await drawn(page)
  await views.press('Enter')
  await view.press('Enter')
  const kept = {
    region: '370500',
    asOf: '2026-08',
    realm: 'demonstration',
    chain: 'rubber-tyre',
    segment: 'carbon-black',
    reach: '2',
    colour: 'ratio',
    links: 'all',
  }
  await expectSoon(() => Object.fromEntries(new URL(page.url()).searchParams)).toEqual(kept)
  await panel(page).getByRole('heading', { name: '炭黑' }).waitFor()
  expect(troubles).toEqual([])
})
