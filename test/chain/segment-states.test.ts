import { describe, expect, test } from 'vitest'
import { completeness, herfindahl, judgeRegion, type ChainInputs } from '../../server/chain/segment-states.ts'
import type { Flow } from '../../server/chain/flows.ts'

const guangrao = '370523'
const shouguang = '370783'

function flow(segment: string, supplier: string, from: string | null, to: string, amount: number): Flow {
  return {
    segment,
    supplier,
    supplier_name: `名称${supplier}`,
    supplier_county_code: from,
    buyer_county_code: to,
    amount,
  }
}

const inputs: ChainInputs = {
  segments: ['carbon-black', 'bead-wire', 'silica', 'natural-rubber', 'tyre', 'wheel'],
  links: [{ from: 'wheel', to: 'tyre' }],
  members: [
    { segment: 'carbon-black', county_code: guangrao, enterprises: 5, above_scale: 2 },
    { segment: 'bead-wire', county_code: guangrao, enterprises: 1, above_scale: 1 },
    { segment: 'natural-rubber', county_code: guangrao, enterprises: 2, above_scale: 0 },
    { segment: 'tyre', county_code: shouguang, enterprises: 9, above_scale: 9 },
  ],
  firms: [
    { county_code: guangrao, enterprises: 100 },
    { county_code: shouguang, enterprises: 100 },
  ],
  flows: [
    ...['a', 'b', 'c', 'd', 'e'].map((supplier) => flow('carbon-black', supplier, guangrao, guangrao, 18)),
    flow('carbon-black', 'f', shouguang, guangrao, 10),
    flow('bead-wire', 'g', guangrao, guangrao, 20),
    flow('bead-wire', 'h', shouguang, guangrao, 9),
    flow('bead-wire', 'i', shouguang, guangrao, 9),
    flow('silica', 'j', shouguang, guangrao, 100),
    flow('natural-rubber', 'k', guangrao, guangrao, 20),
    flow('natural-rubber', 'l', guangrao, guangrao, 17),
    flow('natural-rubber', 'EXT:某国', null, guangrao, 63),
  ],
  base: '370000',
}

describe('segment verdicts of a region', () => {
  const verdicts = new Map(judgeRegion(guangrao, inputs).map((verdict) => [verdict.segment, verdict]))

  test('a segment with its demand met by several local suppliers is strong', () => {
    expect(verdicts.get('carbon-black')).toMatchObject({
      strength: 'strong',
      enterprises: 5,
      aboveScale: 2,
      supply: 90,
      demand: 100,
      localSupplyRatio: 0.9,
      ratioMethod: 'measured',
    })
    expect(verdicts.get('carbon-black')!.hhi).toBeCloseTo(0.2, 12)
  })

  test('demand without any local firm is a missing link, named with the demand', () => {
    expect(verdicts.get('silica')).toMatchObject({ strength: 'missing', demand: 100, supply: 0 })
    expect(verdicts.get('silica')!.reasons[0]).toContain('没有本地企业')
  })

  test('one local supplier is a single source even when imports compete', () => {
    expect(verdicts.get('bead-wire')).toMatchObject({ strength: 'single-source', cr1: 1 })
  })

  test('half of all purchases from one external supplier is over-dependence', () => {
    expect(verdicts.get('natural-rubber')).toMatchObject({
      strength: 'over-dependent',
      externalSupplier: '名称EXT:某国',
      externalShare: 0.63,
    })
  })

  test('nothing made and nothing bought is not judged, and is no zero', () => {
    expect(verdicts.get('wheel')).toMatchObject({ strength: 'unknown', localSupplyRatio: null, hhi: null })
  })

  test('trade within the province is local to the province', () => {
    const province = judgeRegion('370000', inputs).find((verdict) => verdict.segment === 'silica')
    expect(province).toMatchObject({ localPurchases: 100, localSupplyRatio: 1, demand: 100 })
  })

  test('without any transaction demand is inferred from the buyers the chain standard names', () => {
    const silent = judgeRegion(shouguang, { ...inputs, flows: [] })
    expect(silent.find((verdict) => verdict.segment === 'wheel')).toMatchObject({
      strength: 'missing',
      demand: null,
    })
    expect(silent.find((verdict) => verdict.segment === 'tyre')).toMatchObject({
      strength: 'strong',
      locationQuotient: 2,
      ratioMethod: null,
    })
  })
})

describe('what cannot be judged', () => {
  test('firms without trade and without a region to compare with are neither strong nor weak', () => {
    const verdicts = judgeRegion('370000', { ...inputs, flows: [] })
    expect(verdicts.find((verdict) => verdict.segment === 'tyre')).toMatchObject({
      strength: 'unknown',
      enterprises: 9,
      locationQuotient: null,
    })
  })
})

describe('concentration and completeness', () => {
  test('HHI of 20, 50, 20, 10 is 0.34 (REAT manual)', () => {
    expect(herfindahl([20, 50, 20, 10])).toBeCloseTo(0.34, 12)
  })

  test('completeness weighs what is wanted and caps each segment at its demand', () => {
    const weights = new Map([
      ['a', 3],
      ['b', 1],
      ['c', 5],
    ])
    const verdicts = [
      { segment: 'a', supply: 50, demand: 100 },
      { segment: 'b', supply: 900, demand: 100 },
      { segment: 'c', supply: 10, demand: 0 },
    ]
    expect(completeness(verdicts, weights)).toBeCloseTo((3 * 0.5 + 1) / 4, 12)
    expect(completeness([], weights)).toBeNull()
  })
})
