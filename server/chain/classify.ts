import type { ChainActivity, ChainSegment, ChainStandard } from '../domain/chain.ts'
import { type ChainWords, compileChainWords, type WordHit } from './chain-words.ts'
import { type Business, businessOf, normaliseText } from './firm-text.ts'
import {
  leasing,
  making,
  readScope,
  recovering,
  repairing,
  researching,
  type ScopeItem,
  serving,
  trading,
} from './scope-reading.ts'

export interface ClassifiableEnterprise {
  readonly name: string
  readonly businessScope: string | null
  /** GB/T 4754 code such as C2911. */
  readonly industryCode: string | null
  readonly products: readonly string[]
  readonly isBranch: boolean
}

export interface SegmentReason {
  readonly field: 'name' | 'scope' | 'product' | 'industry'
  /** As written in the field. */
  readonly word: string
  /** Contribution of this finding alone, 0–1. */
  readonly weight: number
}

export interface SegmentFinding {
  readonly chain: string
  readonly segment: string
  /**
   * 0–1: 1 − Π(1 − weight) over the reasons. How far the fields agree, a score and not a probability:
   * 0.5 is the least that is reported, 0.6 rests on one plain statement, 0.8 and more on several that agree.
   */
  readonly confidence: number
  /** Best first. */
  readonly reasons: readonly SegmentReason[]
}

/** Findings below are not reported. */
export const acceptedConfidence = 0.5

/** What a finding contributes by where and how the word stands (本平台口径). */
const weights = {
  name: { strong: 0.6, plain: 0.5 },
  /** Under a verb of the segment's activity. */
  stated: { strong: 0.75, plain: 0.62 },
  /** Under no verb, the name saying what the firm does. */
  implied: { strong: 0.6, plain: 0.55 },
  /** Under no verb and nothing else known. */
  bare: { strong: 0.35, plain: 0.3 },
  product: { strong: 0.75, plain: 0.65 },
  industry: 0.3,
  /** The code belongs to this segment alone. */
  industryAlone: 0.55,
} as const

/** A branch seldom makes what its company's scope names. */
const branchFactor = 0.85
/** From this many goods on, a scope tells of general trade; only what leads its list is a line of business. */
const generalTrade = 13
const leadingGoods = 3
const generalTradeFactor = 0.5

const activityBits: Readonly<Record<ChainActivity, number>> = {
  making,
  trade: trading,
  repair: repairing,
  lease: leasing,
  service: serving,
  recovery: recovering,
}

/** What may follow a product's name in its item: 轮胎及橡胶制品, 促进剂NS, 工程机械设备, never 轮胎螺栓. */
const endsName = /^(?:$|及|和|与|或|等|系列|的|产品|整机|成套|设备|装置|[a-z0-9[【"“\-])/u

interface CompiledChain {
  readonly id: string
  readonly words: ChainWords
  readonly segmentsOfCode: ReadonlyMap<string, readonly ChainSegment[]>
}

interface Firm {
  readonly name: string
  readonly scope: string
  readonly written: ClassifiableEnterprise
  readonly business: Business
  readonly items: () => readonly ScopeItem[]
  /** Number of things dealt in. */
  readonly goods: () => number
}

/** Compiles the chains once. The returned function is pure; findings come with the highest confidence first. */
export function createClassifier(
  chains: readonly ChainStandard[],
): (enterprise: ClassifiableEnterprise) => SegmentFinding[] {
  const compiled = chains.map(compileChain)
  return (enterprise) => {
    const name = normaliseText(enterprise.name)
    const scope = normaliseText(enterprise.businessScope ?? '')
    let items: readonly ScopeItem[] | null = null
    const firm: Firm = {
      name,
      scope,
      written: enterprise,
      business: businessOf(name, enterprise.industryCode ?? ''),
      items: () => (items ??= readScope(scope)),
      goods: () =>
        firm.items().filter((item) => item.activities & trading && !(item.activities & making)).length,
    }
    return compiled
      .flatMap((chain) => classifyInChain(chain, firm))
      .sort((one, other) => other.confidence - one.confidence || (one.segment < other.segment ? -1 : 1))
  }
}

function compileChain(chain: ChainStandard): CompiledChain {
  const segmentsOfCode = new Map<string, ChainSegment[]>()
  for (const segment of chain.segments)
    for (const code of segment.industryCodes)
      segmentsOfCode.set(code, [...(segmentsOfCode.get(code) ?? []), segment])
  return { id: chain.id, words: compileChainWords(chain), segmentsOfCode }
}

function classifyInChain(chain: CompiledChain, firm: Firm): SegmentFinding[] {
  const evidence = new Evidence(firm.written.isBranch)
  const stated = readStatements(chain, firm)
  const made = new Set<ChainSegment>()
  for (const statement of stated) {
    if (!statement.hit.segment.makers) continue
    const weight = makerWeight(statement, stated, firm)
    evidence.add(statement.hit.segment, 'scope', statement.word, weight)
    if (weight >= acceptedConfidence) made.add(statement.hit.segment)
  }
  for (const { hit, item, word } of stated) {
    if (hit.segment.makers) continue
    // What a firm makes it also sells: that is no dealing.
    const ownGoods =
      hit.segment.activities.includes('trade') &&
      chain.words.makersOf(hit.word).some((maker) => made.has(maker))
    if (!ownGoods) evidence.add(hit.segment, 'scope', word, serviceWeight(hit, item, firm))
  }
  addName(chain, firm, stated, made, evidence)
  addProducts(chain, firm, evidence)
  addIndustry(chain, firm, evidence)
  return evidence.findings(chain.id)
}

/** A word of the scope with the item it stands in. */
interface Statement {
  readonly hit: WordHit
  readonly item: ScopeItem
  /** As written. */
  readonly word: string
}

/** Words that are negated, or only describe another thing (石油钻机刹车片), state nothing. */
function readStatements(chain: CompiledChain, firm: Firm): Statement[] {
  return chain.words.find(firm.scope).flatMap((hit) => {
    const item = itemAt(firm.items(), hit)
    if (item === null) return []
    const goods = hit.segment.makers || hit.segment.activities.includes('trade')
    if (goods && !endsName.test(firm.scope.slice(hit.end, item.end))) return []
    return [{ hit, item, word: firm.written.businessScope!.slice(hit.start, hit.end) }]
  })
}

/** The item a word ends in; null where the words are negated. */
function itemAt(items: readonly ScopeItem[], hit: WordHit): ScopeItem | null {
  let low = 0
  let high = items.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const item = items[middle]!
    if (item.end < hit.end) low = middle + 1
    else if (item.start >= hit.end) high = middle - 1
    else return item
  }
  return null
}

function makerWeight({ hit, item }: Statement, all: readonly Statement[], firm: Firm): number {
  const kind = hit.strong ? 'strong' : 'plain'
  if (item.activities & making) return weights.stated[kind]
  if (item.activities !== 0 || firm.business === 'dealer') return 0
  // The scope says elsewhere what is done with these goods.
  if (all.some((other) => other.hit.segment === hit.segment && other.item.activities !== 0)) return 0
  return firm.business === 'maker' ? weights.implied[kind] : weights.bare[kind]
}

function serviceWeight(hit: WordHit, item: ScopeItem, firm: Firm): number {
  const kind = hit.strong ? 'strong' : 'plain'
  const wanted = hit.segment.activities.reduce((bits, activity) => bits | activityBits[activity], 0)
  const done = item.activities & wanted
  const deals = (wanted & trading) !== 0
  // Made and sold by one clause: the maker's own goods.
  if (done === trading && item.activities & making) return 0
  const implied =
    (item.activities & ~researching) === 0 &&
    (deals ? item.activities === 0 && firm.business === 'dealer' : hit.strong)
  const weight = done !== 0 ? weights.stated[kind] : implied ? weights.implied[kind] : 0
  const general = deals && item.position >= leadingGoods && firm.goods() >= generalTrade
  return general ? weight * generalTradeFactor : weight
}

/**
 * A name counts for making unless it is a dealer's, or the scope names the same goods without making them,
 * or the scope says what else of the same stage is made (橡胶机械 in the name, 轮胎模具 in the scope).
 */
function addName(
  chain: CompiledChain,
  firm: Firm,
  stated: readonly Statement[],
  made: ReadonlySet<ChainSegment>,
  evidence: Evidence,
): void {
  const madeStages = new Set([...made].map((segment) => segment.stage))
  for (const hit of chain.words.find(firm.name)) {
    const { segment } = hit
    if (segment.makers) {
      const named = stated.some((statement) => statement.hit.segment === segment)
      const refuted = named ? !made.has(segment) : madeStages.has(segment.stage)
      if (firm.business === 'dealer' || refuted) continue
    } else if (firm.business !== 'dealer') continue
    const word = firm.written.name.slice(hit.start, hit.end)
    evidence.add(segment, 'name', word, weights.name[hit.strong ? 'strong' : 'plain'])
  }
}

function addProducts(chain: CompiledChain, firm: Firm, evidence: Evidence): void {
  for (const product of firm.written.products)
    for (const hit of chain.words.find(normaliseText(product))) {
      const dealer = firm.business === 'dealer'
      if (hit.segment.makers === dealer) continue
      if (!hit.segment.makers && !hit.segment.activities.includes('trade')) continue
      const kind = hit.strong ? 'strong' : 'plain'
      evidence.add(hit.segment, 'product', product.slice(hit.start, hit.end), weights.product[kind])
    }
}

/** The industry code supports what words have shown; alone it decides only where one segment has it. */
function addIndustry(chain: CompiledChain, firm: Firm, evidence: Evidence): void {
  const code = firm.written.industryCode ?? ''
  const segments = chain.segmentsOfCode.get(code) ?? []
  for (const segment of segments) {
    const weight = evidence.has(segment)
      ? weights.industry
      : segments.length === 1 && segment.makers
        ? weights.industryAlone
        : 0
    evidence.add(segment, 'industry', code, weight)
  }
}

/** Gathers reasons by segment; one word counts once a field, with its best weight. */
class Evidence {
  readonly #reasons = new Map<ChainSegment, Map<string, SegmentReason>>()
  readonly #isBranch: boolean

  constructor(isBranch: boolean) {
    this.#isBranch = isBranch
  }

  add(segment: ChainSegment, field: SegmentReason['field'], word: string, weight: number): void {
    if (weight === 0) return
    const reasons = this.#reasons.get(segment) ?? new Map<string, SegmentReason>()
    const key = `${field} ${word}`
    const adjusted = segment.makers && this.#isBranch ? weight * branchFactor : weight
    if ((reasons.get(key)?.weight ?? 0) < adjusted) reasons.set(key, { field, word, weight: round(adjusted) })
    this.#reasons.set(segment, reasons)
  }

  has(segment: ChainSegment): boolean {
    return this.#reasons.has(segment)
  }

  findings(chain: string): SegmentFinding[] {
    return [...this.#reasons].flatMap(([segment, byWord]) => {
      const reasons = [...byWord.values()].sort((one, other) => other.weight - one.weight)
      const confidence = round(1 - reasons.reduce((doubt, reason) => doubt * (1 - reason.weight), 1))
      return confidence < acceptedConfidence ? [] : [{ chain, segment: segment.id, confidence, reasons }]
    })
  }
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000
}
