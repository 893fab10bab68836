import { describe, expect, it } from 'vitest'
import { readConnectors, readPacks } from '../../server/ingest/connectors.ts'
import { datasets } from '../../server/datasets/registry.ts'

const connectors = await readConnectors()
const packs = await readPacks()
const chinese = /\p{Script=Han}/u

it('finds the connectors and the packs by their folders', () => {
  expect(connectors.size).toBeGreaterThan(30)
  expect([...packs.keys()]).toEqual(expect.arrayContaining(['demo', 'shandong-open-data']))
})

describe.each([...connectors])('%s', (id, connector) => {
  it('says what it is, whose it is and under which licence', () => {
    expect(connector.title).toMatch(chinese)
    expect(connector.publisher).toBeTruthy()
    expect(connector.licence).toBeTruthy()
  })

  it('feeds a dataset of the warehouse whose folder it is in', () => {
    expect([...datasets.keys()]).toContain(connector.dataset)
    expect(connector.dataset.split('/')[0]).toBe(id.split('/')[0])
  })

  it('maps headers to columns that exist, and constants to columns that exist', () => {
    const columns = Object.keys(datasets.get(connector.dataset)?.columns ?? {})
    for (const [from, to] of Object.entries(connector.columns ?? {})) {
      expect(columns).toContain(to.startsWith('=') ? from : to)
    }
    expect(connector.columns !== undefined && connector.parse !== undefined).toBe(false)
  })

  it('expects a yield that is possible', () => {
    const { minimum, maximum } = connector.expectedYield ?? { minimum: 0, maximum: 0 }
    expect(minimum).toBeLessThanOrEqual(maximum)
  })
})

describe.each([...packs])('pack %s', (_, pack) => {
  it('lists connectors that exist, each once', () => {
    expect(pack.connectors.length).toBeGreaterThan(0)
    const ids = pack.connectors.map(({ id }) => id)
    for (const id of ids) expect([...connectors.keys()], id).toContain(id)
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('never mixes fictional and real enterprises', () => {
    const ofEnterprises = pack.connectors.filter(({ id }) => connectors.get(id)?.demonstration !== undefined)
    for (const { id } of ofEnterprises) expect(connectors.get(id)?.demonstration, id).toBe(pack.demonstration)
  })
})

it('has a use for every connector: in a pack, or by options of the operator', () => {
  const inPacks = new Set([...packs.values()].flatMap((pack) => pack.connectors.map(({ id }) => id)))
  const unused = [...connectors].filter(([id, { needs }]) => !inPacks.has(id) && needs === undefined)
  expect(unused.map(([id]) => id)).toEqual([])
})
