import type { LeftOut } from './product-build.ts'
import {
  lastOfPath,
  leaveOutRules,
  leftOutBy,
  productKey,
  productOfBusiness,
  productTitle,
} from './product-names.ts'

export interface ReadName {
  readonly key: string
  readonly title: string
  /** As the source has it, brackets and width made alike: an alias where it is not the title. */
  readonly written: string
}

export interface NameReader {
  /** The product a text names; null where a rule leaves it out. */
  read(text: string): ReadName | null
  /** Id of the rule that leaves it out. */
  rule(text: string): string | null
  /** Counts a row that a rule keeps out. */
  count(rule: string): void
  leftOut(): LeftOut[]
}

const furtherRules = [
  {
    id: 'same',
    title: '自身关系',
    description: '两端归一后是同一个产品的关系',
  },
  {
    id: 'family',
    title: '产业链标准的产品族',
    description: '标准把一个环节的产品词归在首个词下，这不是类属；由“所属环节”表示',
  },
]

/** @param names every name of the sources: 轮胎业务 is read as 轮胎 where 轮胎 is among them. */
export function createNameReader(names: Iterable<string>, standardWords: ReadonlySet<string>): NameReader {
  const known = new Set<string>()
  for (const name of names) known.add(productKey(lastOfPath(productTitle(name))))
  const leftOut = new Map<string, LeftOut>(
    [...leaveOutRules, ...furtherRules].map(({ id, title, description }) => [
      id,
      { rule: id, title, description, names: new Set(), rows: 0 },
    ]),
  )
  const titles = new Map<string, string>()
  const readings = new Map<string, ReadName | string>()

  const readAnew = (text: string): ReadName | string => {
    const written = productTitle(text)
    const last = lastOfPath(written)
    const business = standardWords.has(productKey(last)) ? null : productOfBusiness(last)
    const isProduct =
      business !== null && known.has(productKey(business)) && leftOutBy(business, standardWords) === null
    const title = isProduct ? business : last
    const rule = leftOutBy(title, standardWords)
    if (rule !== null) return rule.id
    const key = productKey(title)
    const first = titles.get(key)
    if (first === undefined) titles.set(key, title)
    return { key, title: first ?? title, written }
  }
  const reading = (text: string): ReadName | string => {
    let found = readings.get(text)
    if (found === undefined) {
      found = readAnew(text)
      readings.set(text, found)
      if (typeof found === 'string') leftOut.get(found)?.names.add(productTitle(text))
    }
    return found
  }

  return {
    read(text) {
      const found = reading(text)
      return typeof found === 'string' ? null : found
    },
    rule(text) {
      const found = reading(text)
      return typeof found === 'string' ? found : null
    },
    count(rule) {
      const entry = leftOut.get(rule)
      if (entry !== undefined) entry.rows += 1
    },
    leftOut: () => [...leftOut.values()],
  }
}
