import { once } from 'node:events'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { build } from 'vite'
import { layNetwork } from '../../server/chain/network-layout.ts'
import { readChainStandards } from '../../server/chain/chain-standard.ts'
import { launchBrowser } from '../browser/browser.ts'
import { clusterNetwork } from '../browser/fixtures/cluster-network.ts'

/** First picture in ms, pictures a second while it is dragged, layout on the server in ms. */
const target = { firstPicture: 600, framesPerSecond: 50, layout: 2_000 }
const graph = { firms: 10_000, relations: 40_000 }
const rounds = 5
const size = { width: 1920, height: 1080 }
const drag = { milliseconds: 2_000, reach: 260, stepMs: 8 }
const folder = path.resolve(import.meta.dirname, '../../node_modules/.cache/network-engines')
const component = path.resolve(import.meta.dirname, '../../web/charts/network-canvas/network-canvas.tsx')
const tokens = path.resolve(import.meta.dirname, '../../web/styles/tokens.css')

const OWN = '企业网络画布'
const engines = { own: OWN, echarts: 'ECharts', cytoscape: 'Cytoscape' } as const
type Engine = keyof typeof engines

/** Every page draws the network of network.json at the places it gives and sets `firstPicture` once painted. */
const scripts: Readonly<Record<Engine, string>> = {
  own: `
import { createElement } from 'react'
import { createRoot } from 'react-dom/client'
import { NetworkCanvas } from ${JSON.stringify(component)}
import ${JSON.stringify(tokens)}
const data = await (await fetch('network.json')).json()
const nothing = () => {}
createRoot(document.getElementById('picture')).render(
  createElement(NetworkCanvas, { data, label: '企业网络', colouring: 'verdict', selected: null, onSelect: nothing }))
const look = () => document.querySelector('canvas')?.style.transform ? painted() : requestAnimationFrame(look)
look()`,
  echarts: `
import { GraphChart } from 'echarts/charts'
import { init, use } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'
use([GraphChart, CanvasRenderer])
const { nodes, edges, width, height } = await (await fetch('network.json')).json()
const chart = init(document.getElementById('picture'))
chart.on('finished', painted)
chart.setOption({ animation: false, series: [{
  type: 'graph', layout: 'none', roam: true, coordinateSystem: null, left: 0, top: 0, width: 1296, height: 729,
  data: nodes.x.map((x, node) => ({ id: String(node), name: nodes.name[node], x, y: nodes.y[node],
    symbolSize: 2 * nodes.radius[node], itemStyle: { color: '#8fa3b5' } })),
  links: edges.supplier.map((supplier, edge) => ({ source: String(supplier), target: String(edges.buyer[edge]),
    lineStyle: { width: 0.5, opacity: 0.1, color: '#8fa3b5', curveness: 0.2 } })),
}] })`,
  cytoscape: `
import cytoscape from 'cytoscape'
const { nodes, edges } = await (await fetch('network.json')).json()
const cy = cytoscape({ container: document.getElementById('picture'),
  layout: { name: 'preset' }, zoom: 0.81, pan: { x: 0, y: 0 }, autoungrabify: true,
  elements: [
    ...nodes.x.map((x, node) => ({ data: { id: String(node), size: 2 * nodes.radius[node] }, position: { x, y: nodes.y[node] } })),
    ...edges.supplier.map((supplier, edge) => ({ data: { id: 'e' + edge, source: String(supplier), target: String(edges.buyer[edge]) } })),
  ],
  style: [
    { selector: 'node', style: { width: 'data(size)', height: 'data(size)', 'background-color': '#8fa3b5' } },
    { selector: 'edge', style: { width: 0.5, opacity: 0.1, 'line-color': '#8fa3b5', 'curve-style': 'haystack' } },
  ] })
cy.one('render', painted)`,
}

interface Measured {
  readonly firstPicture: number
  readonly framesPerSecond: number
  /** Enlarged to three times: parts come into sight that were not painted. */
  readonly enlarged: number
}

/**
 * A network of ten thousand firms and forty thousand relations in headless Chromium without a GPU: the component in
 * a bare page, and the same marks and lines at the same places in ECharts' graph series and in Cytoscape. From opening
 * the address, data included; nothing is cached; medians of the rounds, taken in turn.
 */
export async function benchNetworkCanvas(): Promise<void> {
  const layout = await timeLayout()
  const network = clusterNetwork('rubber-tyre', '370500', graph)
  if (network === null) throw new Error('没有橡胶轮胎产业链标准')
  const pages = await servePages(JSON.stringify(network))
  const browser = await launchBrowser()
  const runs = new Map<Engine, Measured[]>()
  try {
    for (let round = 0; round < rounds; round += 1) {
      for (const engine of Object.keys(engines) as Engine[]) {
        const measured = await measure(browser, `${pages.address}/${engine}.html`)
        runs.set(engine, [...(runs.get(engine) ?? []), measured])
      }
    }
  } finally {
    await browser.close()
    pages.server.close()
  }
  console.log(`服务器排位 ${graph.firms} 家：${layout.toFixed(0)} ms（上限 ${target.layout}）`)
  console.log(
    `企业网络：${network.nodes.node.length} 家、${network.edges.amount.length} 条关系，` +
      `无头 Chromium ${size.width}×${size.height}，${rounds} 轮中位数`,
  )
  const own = summary(runs.get('own') ?? [])
  for (const [engine, list] of runs) {
    const { firstPicture, framesPerSecond, enlarged } = summary(list)
    const beside =
      engine === 'own'
        ? `（上限 ${target.firstPicture} ms，下限 ${target.framesPerSecond} 帧）`
        : `（本组件为其 ${(own.firstPicture / firstPicture).toFixed(2)} 倍时间，` +
          `${(own.framesPerSecond / framesPerSecond).toFixed(1)} 倍帧数）`
    console.log(
      `  ${engines[engine]}：首图 ${firstPicture.toFixed(0)} ms，拖动 ${framesPerSecond.toFixed(0)} 帧/秒，` +
        `放大后拖动 ${enlarged.toFixed(0)} 帧/秒${beside}`,
    )
  }
  const met =
    layout <= target.layout &&
    own.firstPicture <= target.firstPicture &&
    Math.min(own.framesPerSecond, own.enlarged) >= target.framesPerSecond
  if (!met) {
    process.exitCode = 1
    console.error('  没有达到目标')
  }
}

async function timeLayout(): Promise<number> {
  const [chain] = (await readChainStandards()).filter(({ id }) => id === 'rubber-tyre')
  if (chain === undefined) throw new Error('没有橡胶轮胎产业链标准')
  const firms = Array.from({ length: graph.firms }, (_, node) => ({
    node,
    segment: chain.segments[(node * 7) % chain.segments.length]?.id ?? '',
    trade: (node * 7919) % 1_000_003,
  }))
  const times = Array.from({ length: rounds }, () => {
    const started = performance.now()
    layNetwork(chain, firms)
    return performance.now() - started
  })
  return middle(times)
}

async function measure(browser: Browser, address: string): Promise<Measured> {
  const context = await browser.newContext({ viewport: size, locale: 'zh-CN' })
  try {
    const page = await context.newPage()
    await page.goto(address)
    let firstPicture = NaN
    while (!(firstPicture > 0)) {
      await new Promise((resolve) => setTimeout(resolve, 50))
      firstPicture = Number(await page.evaluate('window.firstPicture'))
    }
    // The second picture of a page that has just come would share the machine with what is still loading.
    await page.waitForTimeout(400)
    const framesPerSecond = await dragFrames(page)
    await page.mouse.move(648, 430)
    await page.mouse.wheel(0, -700)
    await page.waitForTimeout(600)
    return { firstPicture, framesPerSecond, enlarged: await dragFrames(page) }
  } finally {
    await context.close()
  }
}

/** Pictures a second while the pointer drags to and fro: what a person's hand would get. */
async function dragFrames(page: Page): Promise<number> {
  const from = { x: 648, y: 430 }
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  await page.evaluate(
    'window.frames_ = 0; window.counting ??= (function count() { window.frames_++; requestAnimationFrame(count); return true })()',
  )
  const started = performance.now()
  for (let step = 0; performance.now() < started + drag.milliseconds; step += 1) {
    const shift = Math.sin(step / 20) * drag.reach
    await page.mouse.move(from.x + shift, from.y + shift / 3)
    await new Promise((resolve) => setTimeout(resolve, drag.stepMs))
  }
  const frames = Number(await page.evaluate('window.frames_'))
  const seconds = (performance.now() - started) / 1_000
  await page.mouse.up()
  return frames / seconds
}

const html = (engine: Engine) => `<!doctype html><meta charset="utf-8">
<style>body{margin:0;font:12px sans-serif}#picture{width:1296px;height:860px}</style>
<div id="picture"></div>
<script>
function painted() {
  requestAnimationFrame(() => requestAnimationFrame(() => { window.firstPicture ??= performance.now() }))
}
</script>
<script type="module" src="./${engine}.js"></script>`

async function servePages(network: string): Promise<{ readonly address: string; readonly server: Server }> {
  await mkdir(folder, { recursive: true })
  for (const engine of Object.keys(engines) as Engine[]) {
    await writeFile(path.join(folder, `${engine}.html`), html(engine))
    await writeFile(path.join(folder, `${engine}.js`), scripts[engine])
  }
  await build({
    root: folder,
    logLevel: 'error',
    configFile: false,
    base: './',
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      target: 'es2023',
      outDir: 'dist',
      emptyOutDir: true,
      chunkSizeWarningLimit: 2_000,
      rolldownOptions: { input: Object.keys(engines).map((engine) => path.join(folder, `${engine}.html`)) },
    },
  })
  const types: Readonly<Record<string, string>> = {
    '.js': 'text/javascript',
    '.css': 'text/css',
    '.html': 'text/html; charset=utf-8',
  }
  const server = createServer((request, response) => {
    const name = new URL(request.url ?? '/', 'http://localhost').pathname
    if (name === '/network.json') {
      response.setHeader('content-type', 'application/json').end(network)
      return
    }
    readFile(path.join(folder, 'dist', path.normalize(name))).then(
      (content) => response.setHeader('content-type', types[path.extname(name)] ?? 'font/woff2').end(content),
      () => response.writeHead(404).end(),
    )
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const bound = server.address()
  return { server, address: `http://127.0.0.1:${typeof bound === 'object' ? bound?.port : ''}` }
}

const middle = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN

function summary(list: readonly Measured[]): Measured {
  return {
    firstPicture: middle(list.map(({ firstPicture }) => firstPicture)),
    framesPerSecond: middle(list.map(({ framesPerSecond }) => framesPerSecond)),
    enlarged: middle(list.map(({ enlarged }) => enlarged)),
  }
}

if (import.meta.main) await benchNetworkCanvas()
