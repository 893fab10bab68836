import type { ChainSegment, ChainStandard } from '../domain/chain.ts'
import { compileChainWords } from './chain-words.ts'
import { normaliseText } from './firm-text.ts'
import type { BuiltProduct, ProductNetwork } from './product-build.ts'
import { productKey } from './product-names.ts'

export interface ProductSegment {
  readonly chain: string
  readonly segment: string
  readonly product: string
  readonly word: string
  readonly match: 'word' | 'kind' | 'name'
}

/**
 * Which products belong to which segments of a chain: the standard's words themselves; names that end with such a
 * word, for the last word of a Chinese name says what the thing is (巨型工程子午线轮胎 is a 轮胎, 轮胎模具 is none);
 * and the kinds that the knowledge base states of them. Words with other meanings elsewhere name nothing alone.
 */
export function assignSegments(chain: ChainStandard, network: ProductNetwork): ProductSegment[] {
  const words = compileChainWords(chain)
  const exact = exactWords(chain)
  const found = new Map<string, ProductSegment>()
  const add = (segment: string, product: string, word: string, match: ProductSegment['match']) => {
    const name = `${segment} ${product}`
    if (!found.has(name)) found.set(name, { chain: chain.id, segment, product, word, match })
  }
  for (const product of network.products.values()) {
    const named = exact.get(product.key)
    if (named !== undefined) for (const { segment, word } of named) add(segment.id, product.id, word, 'word')
    else for (const { segment, word } of endings(product, words)) add(segment.id, product.id, word, 'name')
  }
  const taken = new Set([...found.values()].map(({ product }) => product))
  const standing = Map.groupBy(
    [...found.values()].filter(({ match }) => match === 'word'),
    ({ product }) => product,
  )
  for (const { relation, source, target, basis } of network.relations) {
    if (relation !== 'kind' || basis !== 'stated' || taken.has(target)) continue
    for (const { segment, word } of standing.get(source) ?? []) add(segment, target, word, 'kind')
  }
  return [...found.values()]
}

interface NamedSegment {
  readonly segment: ChainSegment
  readonly word: string
}

function exactWords(chain: ChainStandard): ReadonlyMap<string, readonly NamedSegment[]> {
  const exact = new Map<string, NamedSegment[]>()
  for (const segment of chain.segments) {
    for (const word of new Set([...segment.products, ...segment.strongWords])) {
      if (segment.contextWords.includes(word)) continue
      const key = productKey(word)
      const known = exact.get(key)
      if (known === undefined) exact.set(key, [{ segment, word }])
      else known.push({ segment, word })
    }
  }
  return exact
}

/** 橡胶非轮胎 is no 轮胎. */
const denied = /(?:非|不含|除|无)$/u

/** The longest words a name ends with. */
function endings(product: BuiltProduct, words: ReturnType<typeof compileChainWords>): NamedSegment[] {
  const text = normaliseText(product.name)
  const hits = words
    .find(text)
    .filter(
      ({ start, end, contextual }) =>
        end === text.length && !contextual && !denied.test(text.slice(0, start)),
    )
  const start = Math.min(...hits.map((hit) => hit.start))
  return hits
    .filter((hit) => hit.start === start)
    .map(({ segment }) => ({ segment, word: text.slice(start) }))
}
