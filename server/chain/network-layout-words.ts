/** What an answer of the network leaves out, in words; empty where it shows all there is and all that was asked. */
export function hiddenWords({
  nodes,
  edges,
  traded,
  asOf,
  month,
}: {
  readonly nodes: number
  readonly edges: number
  /** Whether the realm holds supply transactions of the chain at all. */
  readonly traded: boolean
  readonly asOf: string | undefined
  readonly month: string
}): string[] {
  if (!traded) return ['没有供应交易，画不出企业网络；需要企业本身或链主企业提供供应交易。']
  const words: string[] = []
  if (nodes > 0 || edges > 0) {
    words.push(`未画与所选地区或辖区没有交易的企业 ${count(nodes)} 家、关系 ${count(edges)} 条。`)
  }
  if (asOf !== undefined && asOf.slice(0, 7) < month) {
    words.push(`企业网络只有最新一期（${month}），不随“截至 ${asOf}”变化。`)
  }
  return words
}

const count = (value: number): string => value.toLocaleString('zh-CN')
