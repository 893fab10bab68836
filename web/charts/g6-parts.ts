/** The parts of G6 that the screens draw with; loaded when the first diagram is. */
import { BaseEdge, ExtensionCategory, Graph, register, type BaseEdgeStyleProps } from '@antv/g6'
import type { LinkPath } from './chain-diagram/link-routes.ts'

export interface RoutedEdgeStyle extends BaseEdgeStyleProps {
  readonly route: LinkPath
}

/** An edge whose path is given, not derived from its nodes. */
class RoutedEdge extends BaseEdge {
  protected override getKeyPath(attributes: Required<BaseEdgeStyleProps>) {
    const { route } = attributes as unknown as RoutedEdgeStyle
    return route.map((command) => [...command]) as ReturnType<BaseEdge['getKeyPath']>
  }
}

register(ExtensionCategory.EDGE, 'routed', RoutedEdge)

export { Graph }
