import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { ChainStandardError, parseChain, readChainStandards } from '../../server/chain/chain-standard.ts'

const chains = await readChainStandards()

describe.each(chains)('产业链标准 $id', (chain) => {
  test('segments: enough of them, in known stages, coded, named and sourced', () => {
    expect(chain.segments.length).toBeGreaterThanOrEqual(chain.id === 'rubber-tyre' ? 45 : 20)
    const stages = new Set(chain.stages.map((stage) => stage.id))
    const sources = new Set(chain.sources.map((source) => source.id))
    for (const segment of chain.segments) {
      expect(stages, segment.id).toContain(segment.stage)
      expect(sources, segment.id).toContain(segment.source)
      expect(segment.date, segment.id).toMatch(/^\d{4}-\d{2}-\d{2}$/)
      for (const code of segment.industryCodes) expect(code, segment.id).toMatch(/^[A-T]\d{2,4}$/)
      expect(segment.products.length, segment.id).toBeGreaterThan(0)
    }
  })

  test('no stage is empty and positions within a stage are 1, 2, 3 …', () => {
    for (const stage of chain.stages) {
      const orders = chain.segments.filter((each) => each.stage === stage.id).map((each) => each.order)
      expect(orders.toSorted((one, other) => one - other)).toEqual(orders.map((_, index) => index + 1))
      expect(orders.length, stage.id).toBeGreaterThan(0)
    }
  })

  test('links: known ends, no self-loop, sourced, weights of one buyer sum to 1 at most', () => {
    const segments = new Set(chain.segments.map((segment) => segment.id))
    const totals = new Map<string, number>()
    for (const link of chain.links) {
      expect(segments).toContain(link.from)
      expect(segments).toContain(link.to)
      expect(link.from).not.toBe(link.to)
      expect(chain.sources.map((source) => source.id)).toContain(link.source)
      expect(link.date).toMatch(/^\d{4}-\d{2}-\d{2}$/)
      totals.set(link.to, (totals.get(link.to) ?? 0) + link.weight)
    }
    for (const [buyer, total] of totals) expect(total, buyer).toBeLessThanOrEqual(1 + 1e-9)
  })

  test('goods flow downstream, but for recycling that says so', () => {
    const stage = new Map(chain.stages.map((each) => [each.id, each.order]))
    const order = new Map(chain.segments.map((segment) => [segment.id, stage.get(segment.stage)!]))
    for (const link of chain.links)
      if (link.loop === undefined)
        expect(order.get(link.from)!, `${link.from} → ${link.to}`).toBeLessThanOrEqual(order.get(link.to)!)
      else expect(link.loop.length).toBeGreaterThan(4)
  })

  test('every segment trades with another', () => {
    const linked = new Set(chain.links.flatMap((link) => [link.from, link.to]))
    expect(chain.segments.map((segment) => segment.id).filter((id) => !linked.has(id))).toEqual([])
  })
})

test('two industries, so nothing is tyre-only', () => {
  expect(chains.map((chain) => chain.id)).toEqual(['petroleum-equipment', 'rubber-tyre'])
})

const standard = fileURLToPath(
  new URL('../../../shared/data/gb4754_2017/industry_codes.csv', import.meta.url),
)

test.skipIf(!existsSync(standard))('every code stands in GB/T 4754-2017 (缺少真实数据时跳过)', async () => {
  const text = await readFile(standard, 'utf8')
  const codes = new Set(text.split('\n').map((line) => line.split(',')[0]))
  for (const chain of chains)
    for (const segment of chain.segments)
      for (const code of segment.industryCodes) expect(codes, `${segment.id} ${code}`).toContain(code)
})

describe('a wrong chain file says what is wrong', () => {
  const sound = () => structuredClone(smallChain)

  test('a sound one is taken, makers are making', () => {
    const chain = parseChain('small', sound())
    expect(chain.segments.map((segment) => segment.activities)).toEqual([['making'], ['trade']])
  })

  test('shape: path and reason', () => {
    const content = sound()
    content.links[0]!.weight = 3
    expect(() => parseChain('small', content)).toThrow(/\/links\/0\/weight/)
    expect(() => parseChain('small', null)).toThrow(ChainStandardError)
    expect(() => parseChain('small', { ...sound(), extra: 1 })).toThrow(/small/)
  })

  test.each<[string, (content: typeof smallChain) => void]>([
    ['与文件名', (content) => (content.id = 'other')],
    ['环节「goods」重复', (content) => content.segments.push({ ...content.segments[0]! })],
    ['阶段「nowhere」不存在', (content) => (content.segments[0]!.stage = 'nowhere')],
    ['环节「goods」的来源「hearsay」不存在', (content) => (content.segments[0]!.source = 'hearsay')],
    ['不是制造环节', (content) => (content.segments[1]!.activities = ['making'])],
    ['既列入又排除', (content) => content.segments[0]!.excludeWords.push('货物')],
    ['的采购环节不存在', (content) => (content.links[0]!.to = 'nobody')],
    ['指向自身', (content) => (content.links[0]!.to = 'goods')],
    ['重复', (content) => content.links.push({ ...content.links[0]! })],
    ['超过 1', (content) => content.links.push({ ...content.links[0]!, weight: 0.9 })],
    ['由下游指向上游', (content) => content.links.push({ ...content.links[0]!, from: 'shop', to: 'goods' })],
  ])('%s', (message, spoil) => {
    const content = sound()
    spoil(content)
    expect(() => parseChain('small', content)).toThrow(message)
  })

  test('an undeclared circle within a stage', () => {
    const content = sound()
    content.segments[1]!.stage = 'up'
    content.segments[1]!.order = 2
    content.links.push({ ...content.links[0]!, from: 'shop', to: 'goods' })
    expect(() => parseChain('small', content)).toThrow('供需循环')
  })

  test('all problems come at once, and broken JSON is named by its file', async () => {
    const content = sound()
    content.segments[0]!.stage = 'nowhere'
    content.links[0]!.to = 'nobody'
    expect(() => parseChain('small', content)).toThrow(/不存在[\s\S]*不存在/)

    const directory = await mkdtemp(join(tmpdir(), 'chains-'))
    await writeFile(join(directory, 'broken.json'), '{"id":')
    await expect(readChainStandards(directory)).rejects.toThrow(/broken[\s\S]*JSON/)
    await rm(directory, { recursive: true })
  })
})

const smallChain = {
  id: 'small',
  title: '小链',
  description: '一产一销。',
  version: '1.0.0',
  date: '2026-01-01',
  method: { segmentWeight: '估算', linkWeight: '估算', essential: '必需' },
  sources: [{ id: 'estimate', title: '估算', publisher: '本平台', date: '2026-01-01', kind: 'estimate' }],
  stages: [
    { id: 'up', title: '上游', order: 1 },
    { id: 'down', title: '下游', order: 2 },
  ],
  segments: [
    {
      id: 'goods',
      title: '货物',
      stage: 'up',
      order: 1,
      industryCodes: ['C2911'],
      products: ['货物'],
      strongWords: ['货物'],
      excludeWords: ['货物运输'],
      weight: 3,
      makers: true,
      unit: '件',
      source: 'estimate',
      date: '2026-01-01',
    },
    {
      id: 'shop',
      title: '商店',
      stage: 'down',
      order: 1,
      industryCodes: ['F5172'],
      products: ['货物'],
      strongWords: [] as string[],
      excludeWords: [] as string[],
      weight: 1,
      makers: false,
      activities: ['trade'],
      unit: '件',
      source: 'estimate',
      date: '2026-01-01',
    },
  ] as {
    id: string
    title: string
    stage: string
    order: number
    industryCodes: string[]
    products: string[]
    strongWords: string[]
    excludeWords: string[]
    weight: number
    makers: boolean
    activities?: string[]
    unit: string
    source: string
    date: string
  }[],
  links: [
    {
      from: 'goods',
      to: 'shop',
      weight: 0.4,
      essential: true,
      estimated: true,
      source: 'estimate',
      date: '2026-01-01',
    },
  ],
}
