import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { partnersOf } from '../../web/pages/government/chain-map/cluster-network-figures.ts'
import { clusterNetwork, partyOf } from './fixtures/cluster-network.ts'
import { boxesOf, expectSoon, openScreens, overlaps, wall } from './screen.ts'

const open = openScreens()
const address = '/government/chain-map?region=370500&level=firms'
const network = clusterNetwork('rubber-tyre', '370500')!
const { nodes, edges } = network

const picture = (page: Page) => page.getByRole('application', { name: /企业网络/ })
const panel = (page: Page) => page.getByRole('complementary', { name: '说明' })
const focus = (page: Page) => new URL(page.url()).searchParams.get('focus')

/** The picture is there once its bitmap has been put in its place. */
async function drawn(page: Page): Promise<void> {
  await page
    .locator('[role=application][data-ready=true] canvas[style*=translate]')
    .first()
    .waitFor({ state: 'attached' })
}

/** How many colours a coarse grid of pixels has, and where the bitmap stands. */
const seen = (page: Page) =>
  picture(page)
    .locator('canvas')
    .first()
    .evaluate((element) => {
      const canvas = element as HTMLCanvasElement
      const data = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data
      const colours = new Set<number>()
      for (let at = 0; data !== undefined && at < data.length; at += 44)
        colours.add(((data[at] ?? 0) << 16) | ((data[at + 1] ?? 0) << 8) | (data[at + 2] ?? 0))
      return { colours: colours.size, transform: canvas.style.transform }
    })

describe('the enterprise network', () => {
  test.each([
    { width: 1920, height: 1080 },
    { width: 1366, height: 768 },
  ])('is one view of the chain and says what it draws at $width × $height', async (size) => {
    const { page, troubles } = await open({ path: '/government/chain-map?region=370500', size })
    await page.getByText('企业网络', { exact: true }).click()
    await drawn(page)
    await expectSoon(async () => (await seen(page)).colours).toBeGreaterThan(20)
    await page
      .getByText(`画 600 家企业、${edges.amount.length.toLocaleString('zh-CN')} / 3,000 条关系`)
      .waitFor()
    await page.getByRole('main').getByText('演示数据').first().waitFor()
    await page
      .getByText(/来源：供应交易/)
      .first()
      .waitFor()
    const heads = '[role=application] >> xpath=preceding-sibling::div/span'
    await expectSoon(async () => (await boxesOf(page, heads)).length).toBe(network.stages.length)
    await expectSoon(async () => overlaps(await boxesOf(page, heads))).toEqual([])
    expect(troubles).toEqual([])
  })

  test('finds a firm, shows its partners, opens its record and its neighbourhood', async () => {
    const { page, troubles } = await open({ path: address, size: wall })
    await drawn(page)
    const chosen = edges.supplier[0] ?? 0
    const name = nodes.name[chosen] ?? ''
    await page.getByRole('combobox', { name: /^找企业/ }).fill(name.replace('有限公司', ''))
    await page.getByRole('option', { name: new RegExp(name) }).click()
    const side = panel(page)
    await side.getByRole('heading', { name }).waitFor()
    const { suppliers, customers } = partnersOf(network, chosen)
    await side
      .getByText(`${suppliers.length + customers.length}`, { exact: false })
      .first()
      .waitFor()
    await side
      .getByRole('button', { name: nodes.name[customers[0]?.position ?? -1] ?? '', exact: true })
      .last()
      .waitFor()
    await picture(page).press('Enter')
    await page.getByRole('dialog').getByText('企业名称').first().waitFor()
    await page.keyboard.press('Escape')
    await side.getByRole('button', { name: '供需网络' }).click()
    await expectSoon(() => new URL(page.url()).searchParams.get('firm')).toBe(
      partyOf(nodes.node[chosen] ?? 0),
    )
    expect(troubles).toEqual([])
  })

  test('is walked with the arrow keys along its trade', async () => {
    const { page } = await open({ path: address, size: wall })
    await drawn(page)
    await picture(page).press('ArrowRight')
    await expectSoon(() => focus(page)).not.toBeNull()
    const from = nodes.party.indexOf(focus(page) ?? '')
    const { customers, suppliers } = partnersOf(network, from)
    const [key, to] = customers[0] === undefined ? ['ArrowLeft', suppliers[0]] : ['ArrowRight', customers[0]]
    await picture(page).press(key)
    await expectSoon(() => focus(page)).toBe(nodes.party[to?.position ?? -1])
    await picture(page).press('Escape')
    await expectSoon(() => focus(page)).toBeNull()
  })

  test('takes a click on a mark for a choice and a drag for a move', async () => {
    const { page } = await open({ path: address, size: wall })
    await drawn(page)
    await expectSoon(async () => (await seen(page)).colours).toBeGreaterThan(20)
    const before = (await seen(page)).transform
    const box = (await picture(page).boundingBox())!
    const scale = Math.min(box.width / network.width, box.height / network.height)
    const largest = nodes.radius.indexOf(Math.max(...nodes.radius))
    const at = {
      x: box.x + (box.width - network.width * scale) / 2 + (nodes.x[largest] ?? 0) * scale,
      y: box.y + Math.min(6, (box.height - network.height * scale) / 2) + (nodes.y[largest] ?? 0) * scale,
    }
    await page.mouse.move(at.x, at.y)
    await page
      .getByRole('tooltip')
      .getByText(nodes.name[largest] ?? '')
      .waitFor()
    await page.mouse.down()
    await page.mouse.move(at.x + 40, at.y + 30, { steps: 4 })
    await page.mouse.up()
    await expectSoon(async () => (await seen(page)).transform).not.toBe(before)
    expect(focus(page)).toBeNull()
    await page.mouse.click(at.x + 40, at.y + 30)
    await expectSoon(() => focus(page)).toBe(nodes.party[largest])
  })

  test('is narrowed to a segment with its partners, and read as a list', async () => {
    const { page } = await open({ path: address, size: wall })
    await drawn(page)
    const carbon = network.segments.findIndex(({ id }) => id === 'carbon-black')
    const count = nodes.segment.filter((segment) => segment === carbon).length
    await page.getByRole('combobox', { name: '环节', exact: true }).selectOption('segment:carbon-black')
    await expectSoon(() => panel(page).textContent()).toContain(`产业链 ${count} 家企业与`)
    await page.getByText('列表', { exact: true }).click()
    const rows = page.getByRole('table').getByRole('row')
    await expectSoon(() => rows.count()).toBe(count + 1)
    await rows.nth(1).click()
    await expectSoon(() => focus(page)).not.toBeNull()
    await panel(page).getByRole('button', { name: '企业档案' }).waitFor()
  })

  test('leaves the house with title, month, source and 演示数据', async () => {
    const { page } = await open({ path: address, size: wall })
    await drawn(page)
    const save = async (format: string) => {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: format, exact: true }).click(),
      ])
      expect(download.suggestedFilename()).toContain('橡胶轮胎产业链企业网络-东营市')
      return await readFile(await download.path())
    }
    const svg = (await save('SVG')).toString('utf8')
    for (const words of [
      '橡胶轮胎产业链企业网络',
      '东营市',
      '12 个月',
      '来源：供应交易',
      '演示数据',
      '演示企业1号有限公司',
    ])
      expect(svg).toContain(words)
    expect(svg.match(/<circle /g)).toHaveLength(nodes.node.length)
    const png = await save('PNG')
    expect(png.subarray(1, 4).toString()).toBe('PNG')
    expect(png.readUInt32BE(16)).toBeGreaterThan(3_000)
  })

  test('says where there is no trade and leads to the firms by place and segment', async () => {
    const { page } = await open({ path: `${address}&realm=actual`, size: wall })
    await page.getByText(/没有供应交易，画不出企业网络/).waitFor()
    const circle = page.getByRole('link', { name: /^东营市 .+ \d+ 家$/ }).first()
    await circle.click()
    await expectSoon(() => new URL(page.url()).searchParams.get('segment')).not.toBeNull()
    expect(new URL(page.url()).searchParams.get('region')).toBe('370500')
  })
})
