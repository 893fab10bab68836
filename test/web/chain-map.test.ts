import { describe, expect, test } from 'vitest'
import type { Neighbourhood } from '../../server/api/schemas/enterprise.ts'
import { chooseLinks, linkWidth, segmentsWithin } from '../../web/pages/government/chain-map/links-shown.ts'
import { firmColumns, firmLinks, linksDrawn } from '../../web/pages/government/chain-map/network-links.ts'
import { findSegments } from '../../web/pages/government/chain-map/segment-search.ts'
import { tradedGraph } from '../browser/fixtures/supply-chain.ts'

const graph = tradedGraph('rubber-tyre', '370500')!
const choose = (choice: Partial<Parameters<typeof chooseLinks>[2]>) =>
  chooseLinks(graph.links, graph.segments, {
    limit: 'main',
    essentialOnly: false,
    selected: null,
    ...choice,
  })

describe('links drawn', () => {
  test('by default the largest trade, and one link to each segment nobody supplies', () => {
    const { links, least } = choose({})
    const left = graph.links.filter((link) => !links.includes(link))
    expect(Math.max(...left.map(({ amount }) => amount ?? 0))).toBeLessThanOrEqual(least!)
    for (const { id, strength } of graph.segments) {
      const own = graph.links.some(({ supplier }) => supplier === id)
      if (strength === 'missing' && own) {
        expect(links.some(({ supplier }) => supplier === id)).toBe(true)
      }
    }
    expect(links.length).toBeLessThan(60)
  })

  test('the selection keeps all of its own links, also those that were hidden', () => {
    const own = graph.links.filter(
      ({ supplier, buyer }) => supplier === 'carbon-black' || buyer === 'carbon-black',
    )
    const { links } = choose({ limit: '1e9', essentialOnly: true, selected: 'carbon-black' })
    for (const link of own) expect(links).toContain(link)
  })

  test('where no trade is known the standard alone says who supplies whom', () => {
    const untraded = graph.links.map((link) => ({ ...link, amount: null, inferred: true }))
    const { links, least } = chooseLinks(untraded, [], {
      limit: 'main',
      essentialOnly: false,
      selected: null,
    })
    expect(least).toBeNull()
    expect(links.length).toBeGreaterThan(10)
    expect(links.every(({ essential }) => essential)).toBe(true)
  })

  test('a wider line is more trade; none is the thinnest', () => {
    expect(linkWidth(null, 100)).toBe(1)
    expect(linkWidth(100, 100)).toBe(5)
    expect(linkWidth(25, 100)).toBe(3)
    expect(linkWidth(5, 0)).toBe(1)
  })

  test('the neighbourhood follows supply upwards and downwards, not sideways', () => {
    const link = (supplier: string, buyer: string) => ({ ...graph.links[0]!, supplier, buyer })
    const links = [link('a', 'b'), link('b', 'c'), link('c', 'd'), link('x', 'c')]
    expect([...segmentsWithin(links, 'b', 1)].toSorted()).toEqual(['a', 'b', 'c'])
    expect([...segmentsWithin(links, 'b', 2)].toSorted()).toEqual(['a', 'b', 'c', 'd'])
  })
})

describe('search', () => {
  test('the name comes before the products, the nearest name first', () => {
    const found = findSegments(graph.segments, '炭黑', null)
    expect(found[0]?.segment.id).toBe('carbon-black')
    expect(found[0]?.product).toBeNull()
    expect(findSegments(graph.segments, '钢丝圈', null)[0]).toMatchObject({
      segment: { id: 'bead-wire' },
      product: '钢丝圈',
    })
    expect(findSegments(graph.segments, '  ', null)).toEqual([])
  })

  test('letters ask the pinyin table, other text does not', () => {
    const asked: string[] = []
    const pinyin = (name: string, letters: string) => {
      asked.push(letters)
      return name === '白炭黑' && letters === 'bth'
    }
    expect(findSegments(graph.segments, 'bth', pinyin).map(({ segment }) => segment.id)).toEqual(['silica'])
    asked.length = 0
    findSegments(graph.segments, '炭', pinyin)
    expect(asked).toEqual([])
  })
})

describe('network of a firm', () => {
  const node = (id: string, hop: number): Neighbourhood['nodes'][number] => ({
    id,
    name: id,
    hop,
    region: null,
    external: false,
    segment: null,
    segmentTitle: null,
  })
  const trade = (supplier: string, buyer: string, amount: number, segment = 's') => ({
    supplier,
    buyer,
    segment,
    amount,
    transactions: 1,
    lastMonth: '2026-10',
  })
  const network: Neighbourhood = {
    centre: 'm',
    hops: 2,
    nodes: [node('m', 0), node('a', -1), node('b', 1), node('c', 1), node('d', 2)],
    links: [
      trade('a', 'm', 5),
      trade('m', 'b', 3),
      trade('m', 'b', 4, 't'),
      trade('m', 'c', 9),
      trade('b', 'd', 1),
      trade('c', 'd', 2),
      trade('b', 'c', 8),
    ],
    hidden: { nodes: 0, links: 0 },
    reach: { upstream: 1, downstream: 3 },
  }
  const links = firmLinks(network.links)

  test('trade of a pair in several segments is one link', () => {
    expect(links.find(({ supplier, buyer }) => supplier === 'm' && buyer === 'b')).toMatchObject({
      amount: 7,
    })
    expect(links).toHaveLength(6)
  })

  test('each firm hangs on its strongest link toward the centre; the selection shows all of its own', () => {
    const pairs = (selected: string | null) =>
      linksDrawn(network, links, selected)
        .map(({ supplier, buyer }) => supplier + buyer)
        .toSorted()
    expect(pairs(null)).toEqual(['am', 'cd', 'mb', 'mc'])
    expect(pairs('b')).toEqual(['am', 'bc', 'bd', 'cd', 'mb', 'mc'])
  })

  test('columns run from the farthest supplier to the farthest customer, the largest trade first', () => {
    const columns = firmColumns(network, links, { columns: 4, rows: 1 })
    expect(columns.map(({ hop }) => hop)).toEqual([-1, 0, 1, 2])
    expect(columns[2]).toMatchObject({ total: 2, members: ['c'] })
    expect(firmColumns(network, links, { columns: 5, rows: 1 })[2]?.members).toEqual(['c', 'b'])
  })
})
