import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { atRest, boxesOf, expectSoon, nextFrames, openScreens, overlaps, wall } from './screen.ts'
import { tradedGraph } from './fixtures/supply-chain.ts'

const open = openScreens()
const address = '/government/chain-map?region=370500'
const graph = tradedGraph('rubber-tyre', '370500')!

/** The picture is there when its cards are. */
async function drawn(page: Page): Promise<void> {
  await page.locator('[data-ready=true] [data-card] button').first().waitFor()
}

const cards = (page: Page) => page.locator('[data-card] button')
const search = (page: Page) => page.getByRole('combobox', { name: /^搜索/ })
const panel = (page: Page) => page.getByRole('complementary', { name: '说明' })
const card = (page: Page, id: string) => page.locator(`[data-card="${id}"] button`)

describe('picture', () => {
  test('draws every segment once, in the column of its stage, none over another', async () => {
    const { page, troubles } = await open({ path: address, size: wall })
    await drawn(page)
    await expectSoon(() => cards(page).count()).toBe(graph.segments.length)
    await expectSoon(async () => overlaps(await boxesOf(page, '[data-card] button'))).toEqual([])
    await atRest(cards(page).last())
    const left = new Map<string, number>()
    for (const { id, stage } of graph.segments) {
      const box = await card(page, id).boundingBox()
      left.set(stage, Math.max(left.get(stage) ?? 0, box?.x ?? 0))
    }
    const order = graph.stages.toSorted((a, b) => a.order - b.order).map(({ id }) => left.get(id) ?? 0)
    expect(order).toEqual(order.toSorted((a, b) => a - b))
    expect(troubles).toEqual([])
  })

  test.each([
    { width: 1920, height: 1080 },
    { width: 1366, height: 768 },
  ])('names every segment whole at $width × $height', async (size) => {
    const { page } = await open({ path: address, size })
    await drawn(page)
    const cut = () =>
      cards(page).evaluateAll((elements) =>
        elements.flatMap((element) => {
          const title = element.querySelector('bdi')
          const box = element.getBoundingClientRect()
          const text = title?.getBoundingClientRect()
          const fits =
            text !== undefined &&
            text.right <= box.right &&
            text.bottom <= box.bottom &&
            !(title?.textContent ?? '').includes('…')
          return fits ? [] : [element.getAttribute('aria-label')]
        }),
      )
    await expectSoon(cut).toEqual([])
  })

  test('says how many links are drawn, and draws more or fewer as asked', async () => {
    const { page } = await open({ path: address, size: wall })
    await drawn(page)
    const status = page.getByText(/^显示 \d+ \/ 287 条关系/)
    const shown = async () => Number(/显示 (\d+)/.exec((await status.textContent()) ?? '')?.[1])
    await expectSoon(shown).toBeGreaterThan(20)
    expect(await shown()).toBeLessThan(60)
    await page.getByLabel('关系').selectOption('all')
    await expectSoon(shown).toBe(287)
    await page.getByText('只看必需投入').click()
    await expectSoon(shown).toBe(graph.links.filter(({ essential }) => essential).length)
    await page.getByLabel('关系').selectOption('traded')
    await expectSoon(shown).toBe(
      graph.links.filter(({ essential, amount }) => essential && amount !== null).length,
    )
    await expectSoon(() => page.url()).toContain('links=traded')
  })

  test('a link says who supplies whom, how much and how that is known', async () => {
    const { page } = await open({ path: `${address}&segment=carbon-black`, size: wall })
    await drawn(page)
    const from = await atRest(card(page, 'carbon-black'))
    const tip = page.getByText(/占采购方投入/)
    // Down through the space beside the card, where its links leave it.
    for (let y = from.y; y < from.y + from.height && !(await tip.isVisible()); y += 2) {
      await page.mouse.move(from.x + from.width + 3, y)
      await nextFrames(page)
    }
    await expectSoon(() => tip.textContent()).toMatch(/必需投入|一般投入/)
    await page.getByText(/^来源 投入产出表/).waitFor()
  })

  test('paints links and bands under the cards', async () => {
    const { page } = await open({ path: address, size: wall })
    await drawn(page)
    const inks = () =>
      page.locator('canvas').evaluateAll((canvases) =>
        Math.max(
          ...canvases.map((canvas) => {
            const element = canvas as HTMLCanvasElement
            const data = element.getContext('2d')?.getImageData(0, 0, element.width, element.height).data
            const seen = new Set<number>()
            for (let at = 0; data !== undefined && at < data.length; at += 404) {
              seen.add(((data[at] ?? 0) << 16) | ((data[at + 1] ?? 0) << 8) | (data[at + 2] ?? 0))
            }
            return seen.size
          }),
        ),
      )
    await expectSoon(inks).toBeGreaterThan(2)
  })
})

describe('finding', () => {
  test.each([
    ['炭黑', 'carbon-black'],
    ['tanhei', 'carbon-black'],
    ['钢丝圈', 'bead-wire'],
  ])('%s leads to the segment %s', async (typed, id) => {
    const { page } = await open({ path: address, size: wall })
    await drawn(page)
    await search(page).fill(typed)
    const option = page
      .getByRole('option')
      .filter({ hasText: graph.segments.find((segment) => segment.id === id)?.title ?? '' })
      .first()
    await option.click()
    await page.locator(`[data-card="${id}"] button[aria-pressed=true]`).waitFor()
    await expectSoon(() => new URL(page.url()).searchParams.get('segment')).toBe(id)
  })

  test('an enterprise found opens its record and its segment', async () => {
    const { page } = await open({ path: address, size: wall })
    await drawn(page)
    await search(page).fill('yanshi')
    await page.getByRole('option', { name: /演示东营某炭黑有限公司/ }).click()
    await page.getByRole('dialog', { name: '演示东营某炭黑有限公司' }).waitFor()
    await expectSoon(() => new URL(page.url()).searchParams.get('segment')).toBe('carbon-black')
  })

  test('a verdict pressed lets its segments stand out and stays in the address', async () => {
    const { page } = await open({ path: address, size: wall })
    await drawn(page)
    await page.getByRole('button', { name: /^缺 \d+ 个环节/ }).click()
    const missing = graph.segments.filter(({ strength }) => strength === 'missing').length
    await expectSoon(() => page.locator('[data-card] button[data-dim=false]').count()).toBe(missing)
    await page.reload()
    await drawn(page)
    await expectSoon(() => page.locator('[data-card] button[data-dim=false]').count()).toBe(missing)
  })
})

describe('explanation', () => {
  test('a segment opens with its reasons and evidence down to the source row', async () => {
    const { page, server, troubles } = await open({ path: address, size: wall })
    await drawn(page)
    await card(page, 'carbon-black').click()
    const side = panel(page)
    await side.getByRole('heading', { name: '为什么这样判断' }).waitFor()
    await side.getByRole('button', { name: '打开原始行' }).first().click()
    const row = page.getByRole('dialog', { name: '原始行：供应交易' })
    await row.getByRole('heading', { name: '原文' }).waitFor()
    await expectSoon(() => server.requests.join('\n')).toContain(
      'GET /api/rows/enterprise/supply-transaction/34665?batch=',
    )
    await page.keyboard.press('Escape')
    await row.waitFor({ state: 'detached' })
    // The browser's back button takes the selection back.
    await page.goBack()
    await expectSoon(() => page.locator('[data-card] button[aria-pressed=true]').count()).toBe(0)
    expect(troubles).toEqual([])
  })

  test('leads to the targets of a segment', async () => {
    const { page } = await open({ path: `${address}&segment=carbon-black`, size: wall })
    await panel(page).getByRole('link', { name: '招商目标' }).click()
    await page.waitForURL('**/government/investment-map?*')
    const { pathname, searchParams } = new URL(page.url())
    expect(pathname).toBe('/government/investment-map')
    expect(searchParams.get('gap')).toBe('carbon-black')
    expect(searchParams.get('region')).toBe('370500')
  })
})

describe('list', () => {
  test('holds the same segments with the same verdicts as the picture', async () => {
    const { page } = await open({ path: address, size: wall })
    await drawn(page)
    const pictured = await cards(page).evaluateAll((elements) =>
      elements.map((element) => [
        element.querySelector('bdi')?.textContent,
        element.querySelector('b')?.textContent,
      ]),
    )
    await page.getByText('列表', { exact: true }).click()
    const rows = page.locator('tbody tr')
    await expectSoon(() => rows.count()).toBe(graph.segments.length)
    const listed = await rows.evaluateAll((elements) =>
      elements.map((element) => [
        element.querySelectorAll('td')[1]?.textContent,
        element.querySelectorAll('td')[2]?.textContent,
      ]),
    )
    const sorted = (pairs: typeof listed) => pairs.map((pair) => pair.join(' ')).toSorted()
    expect(sorted(listed)).toEqual(sorted(pictured))
  })
})

describe('keyboard and care', () => {
  test('arrow keys move between cards, Enter opens, Esc lets go', async () => {
    const { page } = await open({ path: address, size: wall })
    await drawn(page)
    // One stop for the Tab key in the whole picture.
    await expectSoon(() => page.locator('[data-card] button[tabindex="0"]').count()).toBe(1)
    await page.locator('[data-card] button[tabindex="0"]').focus()
    const focused = () =>
      page.evaluate(() => document.activeElement?.closest<HTMLElement>('[data-card]')?.dataset['card'])
    const first = await focused()
    await page.keyboard.press('ArrowDown')
    await expectSoon(focused).not.toBe(first)
    const second = await focused()
    await page.keyboard.press('ArrowRight')
    await expectSoon(async () => [first, second].includes(await focused())).toBe(false)
    const third = await focused()
    await page.keyboard.press('Enter')
    await page.locator(`[data-card="${third}"] button[aria-pressed=true]`).waitFor()
    await expectSoon(() => new URL(page.url()).searchParams.get('segment')).toBe(third)
    await page.keyboard.press('Escape')
    await expectSoon(() => new URL(page.url()).searchParams.get('segment')).toBe(null)
  })

  test('brings a card into view that lies outside a small screen', async () => {
    const { page } = await open({ path: `${address}&segment=recovered-carbon-black` })
    await drawn(page)
    const box = async () => {
      const [inner, outer] = await Promise.all([
        card(page, 'recovered-carbon-black').boundingBox(),
        page.getByRole('group', { name: /产业链图/ }).boundingBox(),
      ])
      if (inner === null || outer === null) return false
      return inner.x >= outer.x && inner.x + inner.width <= outer.x + outer.width
    }
    await expectSoon(box).toBe(true)
  })

  test('a drag moves the picture and selects nothing', async () => {
    const { page } = await open({ path: `${address}&segment=natural-rubber` })
    await drawn(page)
    await panel(page).getByRole('heading', { name: '为什么这样判断' }).waitFor()
    const before = await atRest(card(page, 'carbon-black'))
    await page.mouse.move(before.x + 20, before.y + 20)
    await page.mouse.down()
    await page.mouse.move(before.x - 80, before.y + 20, { steps: 5 })
    await page.mouse.up()
    await expectSoon(async () => (await card(page, 'carbon-black').boundingBox())?.x).toBeLessThan(
      before.x - 50,
    )
    expect(new URL(page.url()).searchParams.get('segment')).toBe('natural-rubber')
  })

  test('hostile names stay text and break nothing', async () => {
    const hostile = '<img src=x onerror=alert(1)>"\u202e\u0000很长的名称'
    const { page, troubles } = await open({
      path: `${address}&segment=carbon-black`,
      size: wall,
      rewrite: (text, name) => (['title', 'name', 'detail', 'sentence'].includes(name) ? hostile : text),
    })
    await drawn(page)
    await panel(page).getByRole('heading', { name: '为什么这样判断' }).waitFor()
    expect(await page.locator('img').count()).toBe(0)
    await expectSoon(async () => overlaps(await boxesOf(page, '[data-card] button'))).toEqual([])
    expect(troubles).toEqual([])
  })

  test('a chain that is not there says what to do', async () => {
    const { page } = await open({
      path: address,
      instead: { '/api/chains/rubber-tyre/graph': 500 },
    })
    await page.getByRole('button', { name: '重试' }).waitFor()
    expect(await page.locator('[data-card]').count()).toBe(0)
  })
})
