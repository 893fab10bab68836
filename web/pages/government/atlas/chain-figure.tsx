/** 产业链图: the chain by stages, drawn as for a report. */
import { useMemo } from 'react'
import type { ChainGraph } from '../../../../server/api/schemas/chain.ts'
import { createRuler } from '../../../charts/drawing/shapes.ts'
import { DrawingView } from '../../../charts/drawing/drawing-view.tsx'
import { usePalette } from '../../../charts/palette.ts'
import { Link } from 'react-router'
import { StrengthLegend } from '../../../parts/strength-badge.tsx'
import { useScope } from '../../../shell/scope.tsx'
import { drawChain } from '../chain-map/export-drawing.ts'
import { layChain } from '../chain-map/export-layout.ts'
import { countVerdicts } from '../chain-map/verdicts.ts'
import styles from './atlas.module.css'

export function ChainFigure({ graph }: { readonly graph: ChainGraph }) {
  const palette = usePalette()
  const { href } = useScope()
  const { drawing, shown } = useMemo(() => {
    const laid = layChain(graph, { links: 'main', essentialOnly: false })
    const ruler = createRuler(palette.colour.font)
    return { drawing: drawChain({ graph, ...laid, palette, ruler }), shown: laid.links.length }
  }, [graph, palette])
  return (
    <>
      <div className={styles.wide}>
        <DrawingView drawing={drawing} />
      </div>
      <div className={styles.key}>
        <StrengthLegend counts={Object.fromEntries(countVerdicts(graph.segments))} />
        <span>
          横条：本地配套率　线宽：采购额　虚线：推断关系　显示 {shown} / {graph.links.length} 条关系
        </span>
        <Link to={href('/government/chain-map')} data-print="no">
          在产业全景图谱中打开
        </Link>
      </div>
    </>
  )
}
