import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { importsOf, projectRoot, readSources, type Import } from './imports.ts'

/** Data flows from top to bottom; a file imports from its own layer and those above, never from below. */
const layers: readonly (readonly string[])[] = [
  ['server/domain'],
  ['server/algorithms'],
  ['server/datasets', 'server/documents'],
  ['server/api/schemas'],
  ['connectors', 'seeds'],
  ['server/warehouse'],
  ['server/ingest'],
  ['server/fusion'],
  ['server/chain'],
  ['server/metrics'],
  ['server/migration'],
  ['server/alerts'],
  ['server/scenario', 'server/attraction', 'server/capabilities'],
  ['server/access'],
  ['server/audit'],
  ['server/catalogue'],
  ['server/visits', 'server/projects'],
  ['server/atlas'],
  ['server/collection', 'server/governance', 'server/exchange', 'server/explorer', 'server/lineage'],
  ['server/api', 'server/realtime'],
  ['server/backup'],
  ['server/composition'],
  ['server/config.ts', 'server/main.ts', 'server/commands', 'server/bootstrap.mjs'],
]
/** What the web may know of the server, as types only. */
const sharedWithWeb = ['server/api/schemas', 'server/domain']
const bannedNames = /(^|\/)(utils?|commons?|helpers?|managers?|misc|index)(\.[^/]*)?(\/|$)/i

let sources: ReadonlyMap<string, string>
let imports: readonly Import[]

beforeAll(async () => {
  sources = await readSources()
  imports = [...sources].flatMap(([file, source]) => importsOf(file, source))
})

/** Longest matching prefix wins: server/api/schemas stands higher than server/api. */
function layerOf(file: string): number {
  let best = -1
  let length = 0
  for (const [rank, prefixes] of layers.entries()) {
    for (const prefix of prefixes) {
      if ((file === prefix || file.startsWith(`${prefix}/`)) && prefix.length > length) {
        best = rank
        length = prefix.length
      }
    }
  }
  return best
}

function isBackward({ from, to }: Import): boolean {
  const target = layerOf(to)
  return layerOf(from) >= 0 && target > layerOf(from)
}

function isForbiddenForWeb({ from, to, typeOnly }: Import): boolean {
  if (!from.startsWith('web/') || !/^(server|connectors|seeds|test)\//.test(to)) return false
  return !typeOnly || !sharedWithWeb.some((prefix) => to.startsWith(`${prefix}/`))
}

function shown(found: readonly Import[]): string[] {
  return found.map(({ from, to }) => `${from} → ${to}`)
}

describe('the checks themselves', () => {
  test('see the imports of this project', () => {
    const own = imports.filter(({ from }) => from === 'test/architecture.test.ts')
    expect(shown(own)).toContain('test/architecture.test.ts → test/imports.ts')
    expect(shown(imports)).toContain('server/warehouse/database.ts → server/warehouse/schema.ts')
    expect(imports.filter(({ from }) => from.startsWith('server/')).length).toBeGreaterThan(50)
  })

  test('read every form of import', () => {
    const source = [
      `import type { A } from './a.ts'`,
      `import b, {\n  c,\n} from '../b.ts'`,
      `export { d } from './d.ts'`,
      `import './e.css'`,
      `const f = await import('./f.ts')`,
      `import pg from 'pg'`,
    ].join('\n')
    expect(
      importsOf('server/chain/x.ts', source).map(({ to, typeOnly }) => `${to}${typeOnly ? ' (type)' : ''}`),
    ).toEqual([
      'server/chain/a.ts (type)',
      'server/b.ts',
      'server/chain/d.ts',
      'pg',
      'server/chain/e.css',
      'server/chain/f.ts',
    ])
  })

  test('recognise a step backwards and a leak into the web', () => {
    const from = 'server/ingest/engine.ts'
    expect(isBackward({ from, to: 'server/chain/graph.ts', typeOnly: true })).toBe(true)
    expect(isBackward({ from, to: 'server/warehouse/database.ts', typeOnly: false })).toBe(false)
    expect(
      isBackward({ from: 'server/metrics/hhi.ts', to: 'server/api/schemas/metric.ts', typeOnly: true }),
    ).toBe(false)
    const page = 'web/pages/cockpit.tsx'
    expect(isForbiddenForWeb({ from: page, to: 'server/api/schemas/metric.ts', typeOnly: true })).toBe(false)
    expect(isForbiddenForWeb({ from: page, to: 'server/api/schemas/metric.ts', typeOnly: false })).toBe(true)
    expect(isForbiddenForWeb({ from: page, to: 'server/warehouse/database.ts', typeOnly: true })).toBe(true)
  })
})

describe('imports', () => {
  test('every file of the server stands in a layer', () => {
    const unplaced = [...sources.keys()].filter((file) => file.startsWith('server/') && layerOf(file) < 0)
    expect(unplaced).toEqual([])
  })

  test('follow the flow of data', () => {
    expect(shown(imports.filter(isBackward))).toEqual([])
  })

  test('the domain imports nothing', () => {
    const leaving = imports.filter(
      ({ from, to }) => from.startsWith('server/domain/') && !to.startsWith('server/domain/'),
    )
    expect(shown(leaving)).toEqual([])
  })

  test('the web takes only types from the server', () => {
    expect(shown(imports.filter(isForbiddenForWeb))).toEqual([])
  })

  test('nothing but tests imports tests', () => {
    const leaking = imports.filter(({ from, to }) => to.startsWith('test/') && !from.startsWith('test/'))
    expect(shown(leaking)).toEqual([])
  })

  test('run in no circle', () => {
    expect(findCycles(imports.filter(({ typeOnly }) => !typeOnly))).toEqual([])
  })
})

describe('files', () => {
  test('have names that say what they hold', () => {
    expect([...sources.keys()].filter((file) => bannedNames.test(file))).toEqual([])
    expect([...sources.keys()].filter((file) => /[A-Z_]/.test(file))).toEqual([])
  })

  test('switch no check off and leave nothing for later', () => {
    // Written apart so that this file does not name them itself.
    const escapes = [
      '@ts-' + 'ignore',
      '@ts-' + 'expect-error',
      '@ts-' + 'nocheck',
      'lint-' + 'disable',
      'TO' + 'DO',
      'FIX' + 'ME',
    ]
    const found = [...sources].flatMap(([file, source]) =>
      escapes.filter((escape) => source.includes(escape)).map((escape) => `${file}: ${escape}`),
    )
    expect(found).toEqual([])
  })

  test('no two migrations carry the same number', async () => {
    const numbers = (await readdir(path.join(projectRoot, 'server/warehouse/migrations')))
      .filter((name) => name.endsWith('.ts'))
      .map((name) => Number(name.slice(0, 3)))
    expect(numbers.length).toBeGreaterThan(0)
    expect(new Set(numbers).size).toBe(numbers.length)
  })
})

function findCycles(edges: readonly Import[]): string[] {
  const targets = new Map<string, string[]>()
  for (const { from, to } of edges) {
    if (sources.has(to)) targets.set(from, [...(targets.get(from) ?? []), to])
  }
  const finished = new Set<string>()
  const cycles: string[] = []
  const visit = (file: string, trail: readonly string[]): void => {
    const start = trail.indexOf(file)
    if (start >= 0) {
      cycles.push([...trail.slice(start), file].join(' → '))
      return
    }
    if (finished.has(file)) return
    for (const target of targets.get(file) ?? []) visit(target, [...trail, file])
    finished.add(file)
  }
  for (const file of targets.keys()) visit(file, [])
  return cycles
}
