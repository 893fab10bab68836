/** The picture as PNG or SVG, with title, region, month, sources with their dates and 演示数据. */
import type { ChainGraph } from '../../../../server/api/schemas/chain.ts'
import type { DiagramLink } from '../../../charts/chain-diagram/graph-data.ts'
import { pngBlob } from '../../../charts/drawing/drawing-png.ts'
import { svgText } from '../../../charts/drawing/drawing-svg.ts'
import { createRuler } from '../../../charts/drawing/shapes.ts'
import type { Palette } from '../../../charts/palette.ts'
import { readChainSources, sourceText } from '../../../data/atlas.ts'
import type { ScopeQuery } from '../../../data/queries.ts'
import { strengthTitles } from '../../../data/vocabulary.ts'
import { drawFramedChain } from './export-drawing.ts'
import { layChain } from './export-layout.ts'
import type { ViewState } from './view-state.ts'
import { countVerdicts, verdictOrder } from './verdicts.ts'

export interface ExportedPicture {
  readonly graph: ChainGraph
  /** Links as they stand on the screen, the selection with them; null while the list does. */
  readonly drawn: readonly DiagramLink[] | null
  readonly view: Pick<ViewState, 'links' | 'essentialOnly'>
  readonly palette: Palette
  readonly query: ScopeQuery
}

/** @throws ApiProblem where the sources cannot be read: no picture goes out without them */
export async function savePicture(format: 'png' | 'svg', wanted: ExportedPicture): Promise<void> {
  const { graph, drawn, view, palette, query } = wanted
  const sources = await readChainSources(query)
  const paper = layChain(graph, view)
  const { layout } = paper
  const links = drawn ?? paper.links
  const ruler = createRuler(palette.colour.font)
  const counts = countVerdicts(graph.segments)
  const verdicts = verdictOrder
    .map((strength) => `${strengthTitles[strength]} ${counts.get(strength) ?? 0}`)
    .join('　')
  const drawing = drawFramedChain({ graph, layout, links, palette, ruler }, [
    `${verdicts}　｜　横条：本地配套率　线宽：采购额　虚线：推断关系　显示 ${links.length} / ${graph.links.length} 条关系${view.essentialOnly ? '，只画必需投入' : ''}`,
    `来源：${sources.map(sourceText).join('；')}；产业链标准库 ${graph.chain.version}。${graph.periodTitle}。${graph.realm === 'demonstration' ? '演示数据为虚构，不代表任何真实企业。' : ''}`,
  ])
  const blob =
    format === 'svg'
      ? new Blob([svgText(drawing)], { type: 'image/svg+xml' })
      : await pngBlob(drawing, palette.colour.font)
  if (blob !== null) save(blob, `${graph.chain.title}产业链图-${graph.region.name}-${graph.asOf}.${format}`)
}

function save(blob: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name.replaceAll(/[\\/:*?"<>|]/g, '-')
  link.click()
  URL.revokeObjectURL(link.href)
}
