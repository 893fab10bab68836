import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { projectRoot, readSources } from '../imports.ts'

/** Traps that a look at the source alone can rule out. */
let sources: readonly (readonly [file: string, text: string])[]

beforeAll(async () => {
  sources = [...(await readSources())]
    .filter(([file]) => !file.startsWith('test/'))
    .map(([file, text]) => [file, text.replaceAll(/\/\*[\s\S]*?\*\//g, '')])
})

const filesWith = (pattern: RegExp, ...folders: readonly string[]) =>
  sources
    .filter(([file, text]) => folders.some((folder) => file.startsWith(folder)) && pattern.test(text))
    .map(([file]) => file)

test('the search finds what is there', () => {
  expect(filesWith(/\bsql\.raw\(/, 'server/warehouse')).toContain('server/warehouse/tables.ts')
  expect(filesWith(/text\/csv/, 'web')).not.toEqual([])
})

describe('raw SQL', () => {
  test('is written nowhere near a request: parameters only', () => {
    const raw = /\bsql\.(raw|id|ref|table|lit)\(|CompiledQuery\.raw|\bpool\.query\b|\bexecuteQuery\(/
    const found = filesWith(raw, 'server/api', 'server/realtime', 'server/access', 'server/composition')
    // The table's name stands in a contract; the row is a parameter.
    expect(found).toEqual(['server/composition/source-row.ts'])
  })

  // Names of contracts, tables and columns of ours. A file added here is to be read by a second person.
  test('made of parts elsewhere is known by its file', () => {
    const found = filesWith(/\bsql\.(raw|lit)\(/, 'server').filter(
      (file) => !file.startsWith('server/warehouse/migrations/'),
    )
    expect(found.toSorted()).toEqual([
      'server/alerts/migration-facts.ts',
      'server/alerts/read.ts',
      'server/fusion/enterprise-alias.ts',
      'server/fusion/judgement.ts',
      'server/fusion/refresh.ts',
      'server/fusion/subjects.ts',
      'server/metrics/cluster.ts',
      'server/warehouse/roles.ts',
      'server/warehouse/rollups.ts',
      'server/warehouse/row-security.ts',
      'server/warehouse/source-ref.ts',
      'server/warehouse/tables.ts',
    ])
  })

  test('sets nothing that would outlive its transaction on a pooled connection', () => {
    expect(filesWith(/[`']\s*set\s+(?!local\b)[a-z_."]+\s*(=|to)\s/i, 'server')).toEqual([])
    expect(filesWith(/set_config\([^)]*,\s*false\s*\)/i, 'server')).toEqual([])
  })
})

describe('pages', () => {
  test('never run text as code or markup', () => {
    const running = /\beval\(|\bnew Function\(|dangerouslySetInnerHTML|insertAdjacentHTML|document\.write\(/
    expect(filesWith(running, 'web', 'server', 'connectors')).toEqual([])
    // G6 takes the elements that React draws into, not text.
    expect(filesWith(/innerHTML/, 'web')).toEqual(['web/charts/chain-diagram/graph-data.ts'])
  })

  test('write spreadsheets in one place, where cells that begin like formulas are escaped', () => {
    expect(filesWith(/text\/csv|spreadsheetml/, 'web', 'server/api')).toEqual(['web/parts/csv.ts'])
  })
})

describe('numbers and days', () => {
  test('from files are never read by parseFloat or by Date', () => {
    const readers = ['server/ingest', 'connectors']
    expect(filesWith(/\bparseFloat\(/, ...readers)).toEqual([])
    expect(filesWith(/\bDate\.parse\(/, ...readers)).toEqual([])
  })
})

describe('packages', () => {
  test('hold no SheetJS from npm, which stays vulnerable', async () => {
    const lock = JSON.parse(await readFile(path.join(projectRoot, 'package-lock.json'), 'utf8')) as {
      packages: Record<string, unknown>
    }
    const names = Object.keys(lock.packages)
    expect(names.length).toBeGreaterThan(100)
    expect(names.filter((name) => /node_modules\/(xlsx|sheetjs)$/.test(name))).toEqual([])
  })

  test('with a reader of workbooks are for tests only', async () => {
    const manifest = JSON.parse(await readFile(path.join(projectRoot, 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>
    }
    expect(Object.keys(manifest.dependencies).filter((name) => /xlsx|excel/.test(name))).toEqual([])
  })
})

describe('the outside', () => {
  test('is asked by the one function that knows the allow-list', () => {
    const asking =
      /[=:]\s*fetch\s*[,;)}]|(await|return)\s+fetch\(|globalThis\.fetch|\bhttps?\.(get|request)\(/
    expect(filesWith(asking, 'server', 'connectors')).toEqual(['server/ingest/http.ts'])
  })
})
