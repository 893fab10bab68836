import { glob } from 'node:fs/promises'
import path from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Connector, Pack } from '../connectors/contract.ts'
import type { AlertRule } from '../server/alerts/contract.ts'
import { rules } from '../server/alerts/registry.ts'
import { readChainStandards } from '../server/chain/chain-standard.ts'
import type { Dataset } from '../server/datasets/contract.ts'
import { datasets } from '../server/datasets/registry.ts'
import { readConnectors, readPacks } from '../server/ingest/connectors.ts'
import type { Metric } from '../server/metrics/contract.ts'
import { metrics } from '../server/metrics/registry.ts'
import { projectRoot, readSources } from './imports.ts'

/**
 * Adding one is adding one file: these are the folders, and what a file in each must say. The files are
 * listed here without the registries, so that a registry which looks in the wrong place is found out.
 */
const chinese = /\p{Script=Han}/u
const kebabCase = /^[a-z0-9]+(-[a-z0-9]+)*$/

async function filesOf(folder: string, pattern: string): Promise<string[]> {
  const files = await Array.fromAsync(glob(pattern, { cwd: path.join(projectRoot, folder) }))
  return files.map((file) => file.split(path.sep).join('/')).toSorted()
}

async function defaultsOf<T>(folder: string, pattern: string, end: string): Promise<Map<string, T>> {
  const found = new Map<string, T>()
  for (const file of await filesOf(folder, pattern)) {
    const module = (await import(path.join(projectRoot, folder, file))) as { default?: T }
    if (module.default === undefined) throw new Error(`${folder}/${file} 没有默认导出`)
    found.set(file.slice(0, -end.length), module.default)
  }
  return found
}

const warehouses = '{public,industry,enterprise}/*.ts'
const found = {
  datasets: await defaultsOf<Dataset>('server/datasets', warehouses, '.ts'),
  connectors: await defaultsOf<Connector>('connectors', warehouses, '.ts'),
  metrics: await defaultsOf<Metric>('server/metrics/named', '*.ts', '.ts'),
  rules: await defaultsOf<AlertRule>('server/alerts/rules', '*.ts', '.ts'),
  packs: await defaultsOf<Pack>('seeds/packs', '*.ts', '.ts'),
  pages: await defaultsOf<{ readonly title: string; readonly icon: string }>(
    'web/pages',
    '**/*.page.ts',
    '.page.ts',
  ),
}
const chainFiles = (await filesOf('seeds/chains', '*.json')).map((file) => file.slice(0, -'.json'.length))

let tests: ReadonlyMap<string, string>

beforeAll(async () => {
  const sources = await readSources()
  tests = new Map([...sources].filter(([file]) => /^test\/.*\.test\.tsx?$/.test(file)))
})

describe('the folders', () => {
  test.each([
    ['datasets', found.datasets.size, 28],
    ['connectors', found.connectors.size, 40],
    ['metrics', found.metrics.size, 12],
    ['rules', found.rules.size, 4],
    ['packs', found.packs.size, 2],
    ['pages', found.pages.size, 5],
    ['chains', chainFiles.length, 2],
  ])('%s are not empty: %i of at least %i', (_, count, least) => {
    expect(count).toBeGreaterThanOrEqual(least)
  })

  test('give ids in kebab-case, each once in its kind', () => {
    for (const ids of Object.values(found))
      for (const id of ids.keys()) for (const part of id.split('/')) expect(part).toMatch(kebabCase)
    for (const id of chainFiles) expect(id).toMatch(kebabCase)
  })

  test('are what the registries hold, to the last file', async () => {
    const pairs = [
      [datasets, found.datasets],
      [await readConnectors(), found.connectors],
      [await readPacks(), found.packs],
      [metrics, found.metrics],
      [rules, found.rules],
    ] as const
    for (const [registry, files] of pairs) expect(new Set(registry.keys())).toEqual(new Set(files.keys()))
    expect((await readChainStandards()).map((chain) => chain.id)).toEqual(chainFiles)
  })

  test('hold no file at a level where none would look for it', async () => {
    const deeper = [
      ...(await filesOf('server/datasets', '{public,industry,enterprise}/*/**/*.ts')),
      ...(await filesOf('connectors', '{public,industry,enterprise}/*/**/*.ts')),
      ...(await filesOf('server/metrics/named', '*/**/*.ts')),
      ...(await filesOf('server/alerts/rules', '*/**/*.ts')),
      ...(await filesOf('seeds/packs', '*/**/*.ts')),
      ...(await filesOf('seeds/chains', '*/**')),
    ]
    expect(deeper).toEqual([])
    for (const id of found.pages.keys()) expect(id).toMatch(/^(government|enterprise|platform)\/[^/]+$/)
  })
})

describe.each([...found.datasets])('dataset %s', (_, contract) => {
  test('says its title, who answers for it, and the unit of each figure', () => {
    for (const text of [contract.title, contract.summary, contract.steward]) expect(text).toMatch(chinese)
    for (const column of Object.values(contract.columns)) {
      expect(column.title).toMatch(chinese)
      if (['integer', 'decimal', 'money'].includes(column.type)) expect(column.unit).toBeTruthy()
    }
  })
})

describe.each([...found.connectors])('connector %s', (id, connector) => {
  test('says its title, whose data it is and under which licence, and feeds a dataset of its warehouse', () => {
    expect(connector.title).toMatch(chinese)
    expect(connector.publisher).toBeTruthy()
    expect(connector.licence).toBeTruthy()
    expect([...found.datasets.keys()]).toContain(connector.dataset)
    expect(connector.dataset.split('/')[0]).toBe(id.split('/')[0])
  })

  test('is run by a pack, or named by a test of its own', () => {
    const packed = [...found.packs.values()].some((pack) => pack.connectors.some((item) => item.id === id))
    const named = [...tests].some(
      ([file, source]) => file.startsWith('test/connectors/') && source.includes(`connectors/${id}.ts`),
    )
    expect(packed || named).toBe(true)
  })
})

describe.each([...found.packs])('pack %s', (_, pack) => {
  test('says its title and what is in it, and its connectors exist', () => {
    expect(pack.title).toMatch(chinese)
    expect(pack.summary).toMatch(chinese)
    expect(pack.connectors.length).toBeGreaterThan(0)
    for (const { id } of pack.connectors) expect([...found.connectors.keys()]).toContain(id)
  })
})

test('the metrics are the twelve promised', () => {
  expect([...found.metrics.keys()]).toEqual([
    'above-scale-count',
    'chain-completeness',
    'cluster-scale',
    'concentration',
    'electricity-index',
    'enterprise-count',
    'herfindahl',
    'honours',
    'listed-count',
    'local-supply-ratio',
    'location-quotient',
    'net-migration',
  ])
})

describe.each([...found.metrics])('metric %s', (id, metric) => {
  test('says title, unit, definition, formula, where it is defined, and who could supply what is missing', () => {
    expect(metric.title).toMatch(chinese)
    for (const text of [metric.definition, metric.formula, metric.standard])
      expect(text.length).toBeGreaterThan(4)
    // '' is the unit of a pure ratio.
    expect(metric.unit).toBeTypeOf('string')
    expect(metric.missing.reason).toMatch(chinese)
    expect(metric.missing.supplier).toMatch(chinese)
    expect(Object.values(metric.inputs).length).toBeGreaterThan(0)
    for (const input of Object.values(metric.inputs)) expect(input.title).toMatch(chinese)
  })

  test('is computed from datasets that exist', () => {
    expect(metric.datasets.length).toBeGreaterThan(0)
    for (const dataset of metric.datasets) expect([...found.datasets.keys()]).toContain(dataset)
  })

  test('has a test that names it', () => {
    const naming = [...tests].filter(
      ([file, source]) => file.startsWith('test/metrics/') && source.includes(`describe('${id}'`),
    )
    expect(naming).toHaveLength(1)
  })
})

test('the alert rules are the four promised', () => {
  expect([...found.rules.keys()]).toEqual([
    'address-moved-out',
    'early-migration-score',
    'electricity-anomaly',
    'single-source-segment',
  ])
})

describe.each([...found.rules])('alert rule %s', (id, rule) => {
  test('says title and when it fires, reads datasets that exist, and has a test of its own', () => {
    expect(rule.title).toMatch(chinese)
    expect(rule.definition).toMatch(chinese)
    expect(rule.datasets.length).toBeGreaterThan(0)
    for (const dataset of rule.datasets) expect([...found.datasets.keys()]).toContain(dataset)
    const own = tests.get(`test/alerts/rules/${id}.test.ts`) ?? ''
    expect(own).toContain(id)
  })
})

describe.each(await readChainStandards())('chain $id', (chain) => {
  test('says its title and date, and the source and date of every segment and link', () => {
    expect(chain.title).toMatch(chinese)
    expect(chain.date).toMatch(/^\d{4}-\d{2}-\d{2}$/)
    const sources = new Map(chain.sources.map((source) => [source.id, source]))
    for (const source of sources.values()) {
      expect(source.title).toMatch(chinese)
      expect(source.publisher).toBeTruthy()
    }
    for (const part of [...chain.segments, ...chain.links]) {
      expect([...sources.keys()]).toContain(part.source)
      expect(part.date).toMatch(/^\d{4}-\d{2}-\d{2}$/)
    }
    for (const segment of chain.segments) expect(segment.unit).toBeTruthy()
  })
})

describe.each([...found.pages])('page %s', (id, page) => {
  test('says its title and icon, and is opened by a browser test', () => {
    expect(page.title).toMatch(chinese)
    expect(page.icon).toBeTruthy()
    const opened = [...tests].some(
      ([file, source]) => file.startsWith('test/browser/') && source.includes(`/${id}`),
    )
    expect(opened).toBe(true)
  })
})
