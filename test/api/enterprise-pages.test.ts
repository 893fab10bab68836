import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { listEnterprises } from '../../server/api/enterprise-list.ts'
import type { EnterpriseItem } from '../../server/api/schemas/enterprise.ts'
import type { Database } from '../../server/warehouse/database.ts'
import { openTestDatabase, openTestViewers } from '../database.ts'
import { viewAs } from '../../server/access/viewing.ts'
import type { Viewer } from '../../server/warehouse/viewer-database.ts'
import { golden, insertGolden } from './golden.ts'

let database: Database
let viewers: Database

const many = Array.from({ length: 1400 }, (_, at) =>
  golden({
    credit_code: `91370523MA${String(at).padStart(8, '0')}`,
    // Common words and rare ones; many equal revenues, many without.
    name: at % 700 === 0 ? `稀有金属${at}厂` : `广饶常见机械${at}厂`,
    search: `${at % 700 === 0 ? '稀有金属' : '广饶常见机械'}${at}厂 ${at % 700 === 0 ? 'xiyou' : 'changjian'}`,
    revenue: at % 3 === 0 ? null : (at % 20) * 100,
    county_code: '370503',
  }),
)

const official: Viewer = {
  kind: 'official',
  username: 'province',
  regionPrefix: '37',
  firms: [],
  own: null,
  clearance: 3,
}

type List = { items: EnterpriseItem[]; nextCursor: string | null }

beforeAll(async () => {
  database = await openTestDatabase()
  viewers = await openTestViewers(database)
  await insertGolden(database, many)
})
afterAll(async () => {
  await viewers.close()
  await database.close()
})

describe('pages', () => {
  async function pagesOf(filter: Record<string, string>, limit: number): Promise<string[]> {
    const found: string[] = []
    let cursor: string | null = null
    do {
      const text = await viewAs(official, () =>
        listEnterprises(
          { platform: database, database: viewers },
          {
            region: '370503',
            ...filter,
            limit,
            ...(cursor === null ? {} : { cursor }),
            ownCode: null,
          },
        ),
      )
      const page = JSON.parse(text) as List
      expect(page.items.length).toBeLessThanOrEqual(limit)
      found.push(...page.items.map(({ creditCode }) => creditCode))
      cursor = page.nextCursor
      if (cursor !== null) expect(page.items).toHaveLength(limit)
    } while (cursor !== null)
    return found
  }

  const ordered = (firms: typeof many) =>
    firms
      .toSorted((a, b) => (b.revenue ?? -1) - (a.revenue ?? -1) || (a.credit_code < b.credit_code ? -1 : 1))
      .map((firm) => firm.credit_code)

  test('of any size give every firm once, in one order', async () => {
    const all = ordered(many)
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 120, max: 500 }), async (limit) => {
        expect(await pagesOf({}, limit)).toEqual(all)
      }),
      { numRuns: 5 },
    )
  })

  test('of a search do too, for common words and rare ones', async () => {
    const common = many.filter(({ name }) => name.includes('常见'))
    expect(await pagesOf({ query: '常见' }, 150)).toEqual(ordered(common))
    expect(await pagesOf({ query: 'changjian' }, 499)).toEqual(ordered(common))
    expect(await pagesOf({ query: '稀有' }, 1)).toEqual(
      ordered(many.filter(({ name }) => name.includes('稀有'))),
    )
    const tens = many.filter(({ name }) => name.includes('99'))
    expect(await pagesOf({ query: '99' }, 7)).toEqual(ordered(tens))
  })

  test('cover any word as a plain comparison would', async () => {
    const letters = fc.constantFrom(
      '广',
      '饶',
      '常',
      '见',
      '机',
      '稀',
      '厂',
      '1',
      '9',
      'x',
      'c',
      'jian',
      '%',
      '_',
    )
    await fc.assert(
      fc.asyncProperty(fc.array(letters, { minLength: 1, maxLength: 3 }), async (parts) => {
        const query = parts.join('')
        // Digits alone also begin credit codes, which these firms do not have in their names.
        const isCode = /^[0-9][0-9a-z]{3,}$/.test(query)
        fc.pre(!isCode)
        const expected = ordered(many.filter(({ search }) => search.includes(query)))
        expect(await pagesOf({ query }, 500)).toEqual(expected)
      }),
      { numRuns: 60 },
    )
  })
})
