import type { ChainLink, ChainStandard } from '../domain/chain.ts'

/** What a chain of the right shape still says wrongly: each problem a sentence; none = the chain is sound. */
export function findProblems(id: string, chain: ChainStandard): string[] {
  const problems: string[] = []
  if (chain.id !== id) problems.push(`id「${chain.id}」与文件名「${id}」不同`)

  for (const [kind, entries] of [
    ['来源', chain.sources],
    ['阶段', chain.stages],
    ['环节', chain.segments],
  ] as const) {
    for (const repeated of repeatedIds(entries.map((entry) => entry.id)))
      problems.push(`${kind}「${repeated}」重复`)
  }

  const sources = new Set(chain.sources.map((source) => source.id))
  const stageOrders = new Map(chain.stages.map((stage) => [stage.id, stage.order]))
  const segmentStages = new Map(chain.segments.map((segment) => [segment.id, segment.stage]))

  for (const segment of chain.segments) {
    const name = `环节「${segment.id}」`
    if (!stageOrders.has(segment.stage)) problems.push(`${name}的阶段「${segment.stage}」不存在`)
    if (!sources.has(segment.source)) problems.push(`${name}的来源「${segment.source}」不存在`)
    if (segment.makers !== segment.activities.includes('making') && segment.makers)
      problems.push(`${name}是制造环节，activities 却不含 making`)
    if (!segment.makers && segment.activities.every((activity) => activity === 'making'))
      problems.push(
        `${name}不是制造环节，需在 activities 写明 trade、repair、lease、service、transport 或 recovery`,
      )
    for (const word of segment.contextWords)
      if (!segment.products.includes(word) && !segment.strongWords.includes(word))
        problems.push(`${name}的 contextWords「${word}」不在产品词中`)
    const excluded = new Set(segment.excludeWords)
    for (const word of [...segment.products, ...segment.strongWords])
      if (excluded.has(word)) problems.push(`${name}的词「${word}」既列入又排除`)
  }

  for (const repeated of repeatedIds(chain.links.map(linkName))) problems.push(`供需关系「${repeated}」重复`)
  const inputs = new Map<string, number>()
  for (const link of chain.links) {
    const name = `供需关系「${linkName(link)}」`
    const supplierStage = segmentStages.get(link.from)
    const buyerStage = segmentStages.get(link.to)
    if (supplierStage === undefined) problems.push(`${name}的供给环节不存在`)
    if (buyerStage === undefined) problems.push(`${name}的采购环节不存在`)
    if (link.from === link.to) problems.push(`${name}指向自身`)
    for (const source of [link.source, link.relationSource])
      if (source !== undefined && !sources.has(source)) problems.push(`${name}的来源「${source}」不存在`)
    const upstream = stageOrders.get(supplierStage ?? '') ?? 0
    const downstream = stageOrders.get(buyerStage ?? '') ?? Infinity
    if (upstream > downstream && link.loop === undefined)
      problems.push(`${name}由下游指向上游，须在 loop 说明`)
    inputs.set(link.to, (inputs.get(link.to) ?? 0) + link.weight)
  }
  for (const [buyer, total] of inputs)
    if (total > 1 + 1e-9) problems.push(`环节「${buyer}」的投入权重合计 ${total.toFixed(4)}，超过 1`)

  const circle = findCircle(chain.links.filter((link) => link.loop === undefined))
  if (circle !== null) problems.push(`未在 loop 说明的供需循环经过「${circle}」`)
  return problems
}

function linkName(link: ChainLink): string {
  return `${link.from} → ${link.to}`
}

function repeatedIds(ids: readonly string[]): string[] {
  return [...new Set(ids.filter((id, position) => ids.indexOf(id) !== position))]
}

/** A segment on a circle of the links, or null (Kahn's order: what is never free of suppliers is on or after one). */
function findCircle(links: readonly ChainLink[]): string | null {
  const waiting = new Map<string, number>()
  const buyers = new Map<string, string[]>()
  for (const link of links) {
    waiting.set(link.from, waiting.get(link.from) ?? 0)
    waiting.set(link.to, (waiting.get(link.to) ?? 0) + 1)
    buyers.set(link.from, [...(buyers.get(link.from) ?? []), link.to])
  }
  const free = [...waiting].filter(([, suppliers]) => suppliers === 0).map(([segment]) => segment)
  for (let segment = free.pop(); segment !== undefined; segment = free.pop()) {
    waiting.delete(segment)
    for (const buyer of buyers.get(segment) ?? []) {
      const left = (waiting.get(buyer) ?? 0) - 1
      waiting.set(buyer, left)
      if (left === 0) free.push(buyer)
    }
  }
  return waiting.keys().next().value ?? null
}
