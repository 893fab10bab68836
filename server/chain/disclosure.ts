import type { readChainGraph } from './graph.ts'

type Graph = Awaited<ReturnType<typeof readChainGraph>>

/**
 * The graph as other enterprises see it: who supplies and buys how much was given in confidence, and most
 * segments of a county are a firm or two. Verdicts and counts of registered firms stay.
 */
export function withoutTrade(graph: Graph): Graph {
  return {
    ...graph,
    segments: graph.segments.map((segment) => ({
      ...segment,
      reasons: [],
      supply: null,
      demand: null,
      localSupplyRatio: null,
      ratioMethod: null,
      hhi: null,
      cr1: null,
      externalSupplier: null,
      externalShare: null,
    })),
    links: graph.links.map((link) => ({ ...link, amount: null })),
    completeness: null,
  }
}
