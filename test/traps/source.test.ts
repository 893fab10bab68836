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
    // Names of tables and columns stand in contracts; what was asked for are parameters.
    expect(found).toEqual(['server/composition/source-row.ts'])
  })

  // Names of contracts, tables and columns of ours. A file added here is to be read by a second person.
  test('made of parts elsewhere is known by its file', () => {
    const found = filesWith(/\bsql\.(raw|lit)\(/, 'server').filter(
      (file) => !file.startsWith('server/warehouse/migrations/'),
    )
    expect(found.toSorted()).toEqual([
      'server/alerts/read.ts',
      'server/catalogue/preview.ts',
      'server/exchange/delivered-rows.ts',
      'server/explorer/run.ts',
      'server/explorer/subjects.ts',
      'server/explorer/views.ts',
      'server/fusion/conflicts.ts',
      'server/fusion/coverage.ts',
      'server/fusion/enterprise-alias.ts',
      'server/fusion/judgement.ts',
      'server/fusion/refresh.ts',
      'server/fusion/review-detail.ts',
      'server/fusion/subjects.ts',
      'server/governance/duplicate-decisions.ts',
      'server/governance/measure.ts',
      'server/governance/quarantined-record.ts',
      'server/governance/rule-results.ts',
      'server/lineage/figures/holdings.ts',
      'server/metrics/cluster.ts',
      'server/migration/facts.ts',
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
    // By the server in documents/csv.ts and documents/workbook.ts, by pages in parts/csv.ts.
    const escaping = /\[=\+\\-@|\[\\s=\+\\-@/
    expect(filesWith(escaping, 'web', 'server').toSorted()).toEqual([
      'server/documents/csv.ts',
      'server/documents/workbook.ts',
      'web/parts/csv.ts',
    ])
    expect(filesWith(/\.join\(','\)\s*\)?\.join\('\\r\\n'\)/, 'server')).toEqual([])
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

  test('that could read workbooks only write them: what comes in goes through our own reader', () => {
    expect(filesWith(/['"]exceljs['"]/, 'server', 'connectors', 'web')).toEqual([
      'server/documents/workbook.ts',
    ])
    expect(filesWith(/\.xlsx\.(read|load)|readFile\(.*xlsx/i, 'server', 'connectors')).toEqual([])
  })
})

describe('the outside', () => {
  test('is asked by the one function that knows the allow-list', () => {
    const asking =
      /[=:]\s*fetch\s*[,;)}]|(await|return)\s+fetch\(|globalThis\.fetch|\bhttps?\.(get|request)\(/
    expect(filesWith(asking, 'server', 'connectors')).toEqual(['server/ingest/http.ts'])
  })
})
