import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { once } from 'node:events'
import path from 'node:path'
import { build } from 'vite'

/** One segment of the picture, placed: upper left corner and size in CSS pixels. */
export interface DrawnNode {
  readonly id: string
  readonly title: string
  readonly figures: string
  readonly colour: string
  readonly x: number
  readonly y: number
}

export interface DrawnLink {
  readonly source: string
  readonly target: string
  readonly width: number
}

export interface Drawing {
  readonly width: number
  readonly height: number
  readonly cardWidth: number
  readonly cardHeight: number
  readonly nodes: readonly DrawnNode[]
  readonly links: readonly DrawnLink[]
}

export const engines = ['g6', 'echarts', 'cytoscape'] as const
export type Engine = (typeof engines)[number]

const folder = path.resolve(import.meta.dirname, '../../node_modules/.cache/chain-engines')

/** Each page draws the graph of drawing.json and sets `firstPicture` once it is painted. */
const scripts: Readonly<Record<Engine, string>> = {
  g6: `
import { Graph } from '@antv/g6'
const drawing = await (await fetch('drawing.json')).json()
const card = (node) => {
  const element = document.createElement('div')
  element.style.cssText = 'box-sizing:border-box;height:100%;border:1px solid;border-radius:6px;background:#fff;text-align:center;white-space:pre-line'
  element.style.borderColor = node.colour
  element.textContent = node.title + '\\n' + node.figures
  return element
}
const graph = new Graph({ container: 'picture', width: 1296, height: 860, animation: false,
  canvas: { enableMultiLayer: false }, behaviors: [{ type: 'drag-canvas', enable: true }],
  data: {
    nodes: drawing.nodes.map((node) => ({ id: node.id, type: 'html',
      style: { x: node.x, y: node.y, size: [drawing.cardWidth, drawing.cardHeight], innerHTML: card(node) } })),
    edges: drawing.links.map((link) => ({ source: link.source, target: link.target, type: 'cubic-horizontal',
      style: { stroke: '#cfd8e1', lineWidth: link.width } })),
  } })
graph.render().then(painted)`,
  echarts: `
import { GraphChart } from 'echarts/charts'
import { init, use } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'
use([GraphChart, CanvasRenderer])
const drawing = await (await fetch('drawing.json')).json()
const chart = init(document.getElementById('picture'))
chart.on('finished', painted)
chart.setOption({ animation: false, series: [{
  type: 'graph', layout: 'none', roam: true, coordinateSystem: null,
  left: 0, top: 0, width: drawing.width, height: drawing.height,
  symbol: 'rect', symbolSize: [drawing.cardWidth, drawing.cardHeight],
  data: drawing.nodes.map((node) => ({ id: node.id, name: node.id,
    x: node.x + drawing.cardWidth / 2, y: node.y + drawing.cardHeight / 2,
    itemStyle: { color: '#fff', borderColor: node.colour, borderWidth: 1 },
    label: { show: true, formatter: node.title + '\\n' + node.figures, fontSize: 12, color: '#16202c' } })),
  links: drawing.links.map((link) => ({ source: link.source, target: link.target,
    lineStyle: { width: link.width, color: '#cfd8e1', curveness: 0.2 } })),
}] })`,
  cytoscape: `
import cytoscape from 'cytoscape'
const drawing = await (await fetch('drawing.json')).json()
const cy = cytoscape({ container: document.getElementById('picture'),
  layout: { name: 'preset' }, zoom: 1, pan: { x: 0, y: 0 }, autoungrabify: true,
  elements: [
    ...drawing.nodes.map((node) => ({ data: { id: node.id, label: node.title + '\\n' + node.figures, colour: node.colour },
      position: { x: node.x + drawing.cardWidth / 2, y: node.y + drawing.cardHeight / 2 } })),
    ...drawing.links.map((link) => ({ data: { source: link.source, target: link.target, width: link.width } })),
  ],
  style: [
    { selector: 'node', style: { shape: 'round-rectangle', width: drawing.cardWidth, height: drawing.cardHeight,
      'background-color': '#fff', 'border-width': 1, 'border-color': 'data(colour)', label: 'data(label)',
      'text-wrap': 'wrap', 'text-valign': 'center', 'font-size': 12, color: '#16202c' } },
    { selector: 'edge', style: { width: 'data(width)', 'line-color': '#cfd8e1', 'curve-style': 'bezier' } },
  ] })
cy.one('render', painted)`,
}

const page = (engine: Engine) => `<!doctype html><meta charset="utf-8">
<style>body{margin:0;font:12px sans-serif}#picture{width:1296px;height:860px}</style>
<div id="picture"></div>
<script>
function painted() {
  requestAnimationFrame(() => requestAnimationFrame(() => { window.firstPicture ??= performance.now() }))
}
</script>
<script type="module" src="./${engine}.js"></script>`

/** Builds the pages of the other engines and serves them: `<address>/echarts.html`. */
export async function serveEngines(
  drawing: Drawing,
): Promise<{ readonly address: string; readonly server: Server }> {
  await mkdir(folder, { recursive: true })
  for (const engine of engines) {
    await writeFile(path.join(folder, `${engine}.html`), page(engine))
    await writeFile(path.join(folder, `${engine}.js`), scripts[engine])
  }
  await build({
    root: folder,
    logLevel: 'error',
    configFile: false,
    base: './',
    build: {
      target: 'es2023',
      outDir: 'dist',
      emptyOutDir: true,
      chunkSizeWarningLimit: 2_000,
      rolldownOptions: { input: engines.map((engine) => path.join(folder, `${engine}.html`)) },
    },
  })
  const server = createServer((request, response) => {
    const name = new URL(request.url ?? '/', 'http://localhost').pathname
    if (name === '/drawing.json') {
      response.setHeader('content-type', 'application/json').end(JSON.stringify(drawing))
      return
    }
    readFile(path.join(folder, 'dist', path.normalize(name))).then(
      (content) =>
        response
          .setHeader('content-type', name.endsWith('.js') ? 'text/javascript' : 'text/html; charset=utf-8')
          .end(content),
      () => response.writeHead(404).end(),
    )
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const bound = server.address()
  return { server, address: `http://127.0.0.1:${typeof bound === 'object' ? bound?.port : ''}` }
}
