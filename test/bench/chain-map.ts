import type { Browser, Page } from 'playwright-core'
import { buildWeb } from '../../server/composition/web-build.ts'
import { layColumns, supplyDepths } from '../../web/charts/chain-diagram/column-layout.ts'
import { chooseLinks, linkWidth } from '../../web/pages/government/chain-map/links-shown.ts'
import { launchBrowser } from '../browser/browser.ts'
import { openFixtureServer } from '../browser/fixtures/server.ts'
import { tradedGraph } from '../browser/fixtures/supply-chain.ts'
import { engines, serveEngines, type Drawing } from './chain-engines.ts'

/** Upper bound of the first picture, ms, and lower bound of pictures a second while it is dragged. */
const target = { firstPicture: 1_500, framesPerSecond: 20 }
const rounds = 5
const size = { width: 1920, height: 1080 }
/** How long the picture is dragged, and how far each way. */
const drag = { milliseconds: 2_000, reach: 260, stepMs: 8 }

/** The whole page: framework, session and data included. */
const OWN = '产业全景图谱整页'
const titles = { g6: 'G6', echarts: 'ECharts', cytoscape: 'Cytoscape' } as const

interface Measured {
  /** From opening the address to the painted picture, scripts and data included. */
  readonly firstPicture: number
  /** Until the picture can be moved. */
  readonly movable: number
  readonly framesPerSecond: number
}

/**
 * The chain map with the real chain standard (68 segments, 287 links, those drawn by default) in headless
 * Chromium without a GPU: the application's own page, and the same cards and links at the same places in
 * ECharts' graph series and in Cytoscape, each in a bare page. Nothing is cached; medians of the rounds,
 * taken in turn.
 */
export async function benchChainMap(): Promise<void> {
  await buildWeb()
  const { drawing, total } = sameDrawing()
  const screens = await openFixtureServer()
  const others = await serveEngines(drawing)
  const browser = await launchBrowser()
  const runs = new Map<string, Measured[]>()
  const add = (name: string, measured: Measured) => runs.set(name, [...(runs.get(name) ?? []), measured])
  try {
    for (let round = 0; round < rounds; round++) {
      add(OWN, await measureApplication(browser, screens.address, drawing.nodes.length))
      for (const engine of engines) {
        add(titles[engine], await measurePage(browser, `${others.address}/${engine}.html`, '#picture'))
      }
    }
  } finally {
    await browser.close()
    others.server.close()
    await screens.close()
  }
  console.log(
    `产业链图：${drawing.nodes.length} 个环节，画 ${drawing.links.length} / ${total} 条关系，` +
      `无头 Chromium ${size.width}×${size.height}，${rounds} 轮中位数`,
  )
  const own = summary(runs.get(OWN) ?? [])
  for (const [name, list] of runs) {
    const { firstPicture, movable, framesPerSecond } = summary(list)
    const ratio =
      name === OWN
        ? `（上限 ${target.firstPicture} ms，下限 ${target.framesPerSecond} 帧）`
        : `（本页为其 ${(own.firstPicture / firstPicture).toFixed(2)} 倍时间，` +
          `${(own.framesPerSecond / framesPerSecond).toFixed(2)} 倍帧数；空白页面，只有图）`
    console.log(
      `  ${name}：首图 ${firstPicture.toFixed(0)} ms，可拖动 ${movable.toFixed(0)} ms，` +
        `拖动 ${framesPerSecond.toFixed(0)} 帧/秒${ratio}`,
    )
  }
  if (own.firstPicture > target.firstPicture || own.framesPerSecond < target.framesPerSecond) {
    process.exitCode = 1
    console.error('  没有达到目标')
  }
}

/** The cards and links that the page draws by default, for the other engines. */
function sameDrawing(): { readonly drawing: Drawing; readonly total: number } {
  const graph = tradedGraph('rubber-tyre', '370500')
  if (graph === null) throw new Error('没有橡胶轮胎产业链标准')
  const groups = graph.stages.map(({ id }) => {
    const members = graph.segments.filter((segment) => segment.stage === id).map((segment) => segment.id)
    return { id, members, depths: supplyDepths(members, graph.links) }
  })
  const limits = { minimumWidth: 112, minimumHeight: 47, maximumWidth: 224, maximumHeight: 84 }
  const layout = layColumns(groups, { width: 1296, height: 860 }, limits)
  const shown = chooseLinks(graph.links, graph.segments, {
    limit: 'main',
    essentialOnly: false,
    selected: null,
  })
  const most = Math.max(...shown.links.map(({ amount }) => amount ?? 0))
  const drawing: Drawing = {
    width: layout.width,
    height: layout.height,
    cardWidth: layout.cardWidth,
    cardHeight: layout.cardHeight,
    nodes: graph.segments.map((segment) => {
      const placed = layout.cards.get(segment.id)!
      const gap = segment.strength === 'missing'
      return {
        id: segment.id,
        title: segment.title,
        figures: `${segment.enterprises} 家 ${Math.round((segment.localSupplyRatio ?? 0) * 100)} %`,
        colour: gap ? '#c8473f' : '#8fa3b5',
        x: placed.x,
        y: placed.y,
      }
    }),
    links: shown.links.map((link) => ({
      source: link.supplier,
      target: link.buyer,
      width: linkWidth(link.amount, most),
    })),
  }
  return { drawing, total: graph.links.length }
}

/** Noted by the page itself: all cards and links stand and two frames have passed; then, that it can be moved. */
const watchForCards = (cards: number) => `
  const look = () => {
    const drawn = document.querySelectorAll('[data-card] button').length >= ${cards}
    const live = document.querySelector('[data-ready=true]') !== null
    const links = live || document.querySelectorAll('[data-ready] svg path').length > 0
    if (drawn && links && window.firstSeen === undefined) {
      window.firstSeen = true
      requestAnimationFrame(() => requestAnimationFrame(() => { window.firstPicture = performance.now() }))
    }
    if (drawn && live) window.movable = performance.now()
    else requestAnimationFrame(look)
  }
  requestAnimationFrame(look)`

async function measureApplication(browser: Browser, address: string, cards: number): Promise<Measured> {
  return await measurePage(
    browser,
    `${address}/government/chain-map?region=370500`,
    '[data-ready=true]',
    watchForCards(cards),
  )
}

async function measurePage(
  browser: Browser,
  address: string,
  picture: string,
  script?: string,
): Promise<Measured> {
  const context = await browser.newContext({ viewport: size, locale: 'zh-CN' })
  try {
    const page = await context.newPage()
    if (script !== undefined) await page.addInitScript(script)
    await page.goto(address)
    // Asked again and again: the page's policy allows no waiting by a function made from text.
    let firstPicture = NaN
    let movable = NaN
    while (!(firstPicture > 0 && movable > 0)) {
      await new Promise((resolve) => setTimeout(resolve, 50))
      firstPicture = Number(await page.evaluate('window.firstPicture'))
      movable = Number(await page.evaluate('window.movable ?? window.firstPicture'))
    }
    return { firstPicture, movable, framesPerSecond: await dragFrames(page, picture) }
  } finally {
    await context.close()
  }
}

/** Pictures a second while the pointer drags to and fro: what a person's hand would get. */
async function dragFrames(page: Page, picture: string): Promise<number> {
  const box = await page.locator(picture).boundingBox()
  if (box === null) throw new Error(`页面没有 ${picture}`)
  // Between two rows of cards, where every engine takes the drag for the picture's.
  const from = { x: box.x + box.width / 2, y: box.y + 46 }
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  await page.evaluate(
    'window.frames_ = 0; (function count() { window.frames_++; requestAnimationFrame(count) })()',
  )
  const started = performance.now()
  const until = started + drag.milliseconds
  for (let step = 0; performance.now() < until; step++) {
    const shift = Math.sin(step / 20) * drag.reach
    await page.mouse.move(from.x + shift, from.y + shift / 3)
    await new Promise((resolve) => setTimeout(resolve, drag.stepMs))
  }
  const frames = Number(await page.evaluate('window.frames_'))
  const seconds = (performance.now() - started) / 1_000
  await page.mouse.up()
  return frames / seconds
}

function summary(list: readonly Measured[]): Measured {
  const middle = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN
  return {
    firstPicture: middle(list.map(({ firstPicture }) => firstPicture)),
    movable: middle(list.map(({ movable }) => movable)),
    framesPerSecond: middle(list.map(({ framesPerSecond }) => framesPerSecond)),
  }
}

if (import.meta.main) await benchChainMap()
