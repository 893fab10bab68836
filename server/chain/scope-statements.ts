import type { WordHit } from './chain-words.ts'
import type { ScopeItem } from './scope-reading.ts'

/** A word of a chain with the item of the scope it names. */
export interface ScopeStatement {
  readonly hit: WordHit
  readonly item: ScopeItem
}

/** What the hits of a scope state. Words that are negated, or only describe another thing, state nothing. */
export function readStatements(
  scope: string,
  hits: readonly WordHit[],
  items: () => readonly ScopeItem[],
): ScopeStatement[] {
  return hits.flatMap((hit) => {
    const item = itemAt(items(), hit)
    if (item === null) return []
    const goods = hit.segment.makers || hit.segment.activities.includes('trade')
    return goods && !item.isVerb && !endsGoods(scope.slice(hit.end, item.end)) ? [] : [{ hit, item }]
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

const closing = /^(?:$|及|和|与|或|等|系列|产品|整机|成套|[a-z0-9[【"“-])/u
const ownParts = /^(?:及|和|与)(?:其|相关|专用)?(?:成套)?(?:设备及)?(?:零|部|配|附)*件$/u
const foreignParts = /(?:配件|零件|部件)$/u

/**
 * Whether a product's name may end here, given the rest of its item: 轮胎及橡胶制品, 促进剂NS and
 * 石油机械及其配件 name the product; 石油钻机刹车片, 载货汽车的前桥 and 农业机械及园艺工具配件 name another thing.
 */
export function endsGoods(rest: string): boolean {
  return closing.test(rest) && (!foreignParts.test(rest) || ownParts.test(rest))
}
