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
  transporting,
} from './scope-reading.ts'
import { endsGoods, readStatements, type ScopeStatement } from './scope-statements.ts'
import { acceptedConfidence, SegmentEvidence, type SegmentFinding } from './segment-evidence.ts'

export interface ClassifiableEnterprise {
  readonly name: string
  readonly businessScope: string | null
  /** GB/T 4754 code such as C2911. */
  readonly industryCode: string | null
  readonly products: readonly string[]
  readonly isBranch: boolean
}

/** What a finding contributes by where and how the word stands (本平台口径). */
const weights = {
  /** A plain word in a name needs company: 工程机械有限公司 may sell or repair. */
  name: { strong: 0.6, plain: 0.4 },
  /** Under a verb of the segment's activity. */
  stated: { strong: 0.75, plain: 0.62 },
  /** Under no verb, the name saying what the firm does. */
  implied: { strong: 0.6, plain: 0.55 },
  /** Under no verb and nothing else known. */
  bare: { strong: 0.35, plain: 0.3 },
  product: { strong: 0.75, plain: 0.65 },
  /** Supports what words have shown; a code is too wide to decide alone. */
  industry: 0.3,
} as const

/** From this many goods on, a scope tells of general trade; only what leads its list is a line of business. */
const generalTrade = 11
const leadingGoods = 3
/** Longer lists without any verb are goods dealt in (a cut-off 销售). */
const plainList = 8

/** What may follow a product in a maker's name: 钢帘线有限公司, never 收割机刀片厂. */
const endsName =
  /^(?:$|[(（)）]|制造|生产|加工|有限|股份|集团|总?厂|公司|实业|工业|科技|新?材料|制品|产品|化工|机械|设备|装备|车业|研究|开发|及)/u
const generalTradeFactor = 0.5

const activityBits: Readonly<Record<ChainActivity, number>> = {
  making,
  trade: trading,
  repair: repairing,
  lease: leasing,
  service: serving,
  transport: transporting,
  recovery: recovering,
}

interface CompiledChain {
  readonly id: string
  readonly words: ChainWords
  readonly segmentsOfCode: ReadonlyMap<string, readonly ChainSegment[]>
}

interface Firm {
  readonly name: string
  readonly scope: string
  readonly products: readonly string[]
  readonly written: ClassifiableEnterprise
  readonly business: Business
  readonly items: () => readonly ScopeItem[]
  /** Number of things dealt in. */
  readonly goods: () => number
  /** Number of things named without a verb. */
  readonly unstated: () => number
  /** The scope speaks of making something, or of nothing at all. */
  readonly mayMake: () => boolean
}

/** Compiles the chains once. The returned function is pure; findings come with the highest confidence first. */
export function createClassifier(
  chains: readonly ChainStandard[],
): (enterprise: ClassifiableEnterprise) => SegmentFinding[] {
  const compiled = chains.map(compileChain)
  return (enterprise) => {
    const name = normaliseText(enterprise.name)
    const scope = normaliseText(enterprise.businessScope ?? '')
    let read: readonly ScopeItem[] | null = null
    const items = () => (read ??= readScope(scope))
    const things = () => items().filter((item) => !item.isVerb)
    const firm: Firm = {
      name,
      scope,
      products: enterprise.products.map(normaliseText),
      written: enterprise,
      business: businessOf(name, enterprise.industryCode ?? ''),
      items,
      goods: () => things().filter((item) => item.activities & trading && !(item.activities & making)).length,
      unstated: () => things().filter((item) => item.activities === 0).length,
      mayMake: () =>
        items().every((item) => item.activities === 0) || items().some((item) => item.activities & making),
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
  const inName = chain.words.find(firm.name)
  const inProducts = firm.products.map((product) => chain.words.find(product))
  const inScope = readStatements(firm.scope, chain.words.find(firm.scope), firm.items)
  // Words with other meanings elsewhere count only in the company of words that have none, or of the industry code.
  const supported = [...inName, ...inProducts.flat(), ...inScope.map(({ hit }) => hit)].some(
    (hit) => !hit.contextual,
  )
  const code = firm.written.industryCode ?? ''
  const counts = (hit: WordHit) => supported || !hit.contextual || hit.segment.industryCodes.includes(code)

  const evidence = new SegmentEvidence(firm.written.isBranch)
  const stated = inScope.filter(({ hit }) => counts(hit))
  const made = addScope(chain, firm, stated, evidence)
  addName(firm, inName.filter(counts), stated, made, evidence)
  inProducts.forEach((hits, number) => addProduct(firm, number, hits.filter(counts), evidence))
  addIndustry(chain, firm, evidence)
  return evidence.findings(chain.id)
}

/** Returns the segments whose goods the scope says are made. */
function addScope(
  chain: CompiledChain,
  firm: Firm,
  stated: readonly ScopeStatement[],
  evidence: SegmentEvidence,
): ReadonlySet<ChainSegment> {
  const written = ({ start, end }: WordHit) => firm.written.businessScope!.slice(start, end)
  const made = new Set<ChainSegment>()
  for (const statement of stated) {
    const { hit } = statement
    if (!hit.segment.makers) continue
    const weight = makerWeight(statement, stated, firm)
    evidence.add(hit.segment, 'scope', written(hit), weight)
    if (weight >= acceptedConfidence) made.add(hit.segment)
  }
  for (const { hit, item } of stated) {
    if (hit.segment.makers) continue
    // What a firm makes it also sells: that is no dealing, under the same word or a longer one.
    const ownGoods =
      hit.segment.activities.includes('trade') &&
      (chain.words.makersOf(hit.word).some((maker) => made.has(maker)) ||
        stated.some((other) => made.has(other.hit.segment) && covers(other.hit, hit)))
    if (!ownGoods) evidence.add(hit.segment, 'scope', written(hit), serviceWeight(hit, item, firm))
  }
  return made
}

function covers(longer: WordHit, hit: WordHit): boolean {
  return longer.start <= hit.start && longer.end >= hit.end
}

function makerWeight({ hit, item }: ScopeStatement, all: readonly ScopeStatement[], firm: Firm): number {
  const kind = hit.strong ? 'strong' : 'plain'
  if (item.activities & making) return weights.stated[kind]
  if (item.activities !== 0 || firm.business === 'dealer') return 0
  // The scope says elsewhere what is done with these goods.
  if (all.some((other) => other.hit.segment === hit.segment && other.item.activities !== 0)) return 0
  return firm.business === 'maker' && firm.unstated() <= plainList
    ? weights.implied[kind]
    : weights.bare[kind]
}

function serviceWeight(hit: WordHit, item: ScopeItem, firm: Firm): number {
  const kind = hit.strong ? 'strong' : 'plain'
  const wanted = hit.segment.activities.reduce((bits, activity) => bits | activityBits[activity], 0)
  const done = item.activities & wanted
  const deals = (wanted & trading) !== 0
  // Made and sold, with service, by one clause: the maker's own goods.
  if (deals && item.activities & making && !(done & (recovering | repairing))) return 0
  const implied =
    (item.activities & ~researching) === 0 &&
    (deals ? item.activities === 0 && firm.business === 'dealer' : hit.strong)
  const weight = done !== 0 ? weights.stated[kind] : implied ? weights.implied[kind] : 0
  const general = deals && item.position >= leadingGoods && firm.goods() >= generalTrade
  return general ? weight * generalTradeFactor : weight
}

/**
 * A name counts for making unless it is a dealer's, or the scope names the same goods without making them,
 * or the scope says what else of the same stage is made (橡胶机械 in the name, 轮胎模具 in the scope), or says
 * much and nothing of making.
 */
function addName(
  firm: Firm,
  hits: readonly WordHit[],
  stated: readonly ScopeStatement[],
  made: ReadonlySet<ChainSegment>,
  evidence: SegmentEvidence,
): void {
  const madeStages = new Set([...made].map((segment) => segment.stage))
  for (const { segment, start, end, strong } of hits) {
    const named = stated.some((statement) => statement.hit.segment === segment)
    if (segment.makers) {
      const refuted = named ? !made.has(segment) : madeStages.has(segment.stage) || !firm.mayMake()
      if (firm.business === 'dealer' || refuted || !endsName.test(firm.name.slice(end))) continue
    } else if (firm.business !== 'dealer') continue
    evidence.add(
      segment,
      'name',
      firm.written.name.slice(start, end),
      weights.name[strong ? 'strong' : 'plain'],
    )
  }
}

function addProduct(firm: Firm, number: number, hits: readonly WordHit[], evidence: SegmentEvidence): void {
  const product = firm.products[number]!
  const dealer = firm.business === 'dealer'
  for (const { segment, start, end, strong } of hits) {
    if (dealer ? !segment.activities.includes('trade') : !segment.makers) continue
    if (!endsGoods(product.slice(end))) continue
    const written = firm.written.products[number]!.slice(start, end)
    evidence.add(segment, 'product', written, weights.product[strong ? 'strong' : 'plain'])
  }
}

function addIndustry(chain: CompiledChain, firm: Firm, evidence: SegmentEvidence): void {
  const code = firm.written.industryCode ?? ''
  for (const segment of chain.segmentsOfCode.get(code) ?? [])
    if (evidence.has(segment)) evidence.add(segment, 'industry', code, weights.industry)
}
