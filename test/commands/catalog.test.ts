import { glob } from 'node:fs/promises'
import { beforeAll, describe, expect, test } from 'vitest'
import { projectRoot } from '../imports.ts'
import { type Ended, runCommand } from './run.ts'

let ended: Ended

beforeAll(async () => {
  ended = await runCommand('catalog')
})

/** Ids under a heading, and the count that the heading states. */
function section(title: string): { readonly count: number; readonly ids: readonly string[] } {
  const lines = ended.output.split('\n')
  const start = lines.findIndex((line) => line.startsWith(`${title} `))
  const rest = lines.slice(start + 1)
  const end = rest.findIndex((line) => !line.startsWith('  '))
  return {
    count: Number(lines[start]?.slice(title.length)),
    ids: rest.slice(0, end < 0 ? rest.length : end).map((line) => line.trim().split(/\s+/)[0] ?? ''),
  }
}

test('ends well and says nothing else', () => {
  expect(ended).toMatchObject({ code: 0, errors: '' })
})

describe('lists every file that is an extension', () => {
  test.each([
    ['数据集', 'server/datasets/{public,industry,enterprise}/*.ts', 'server/datasets/', '.ts'],
    ['连接器', 'connectors/{public,industry,enterprise}/*.ts', 'connectors/', '.ts'],
    ['数据包', 'seeds/packs/*.ts', 'seeds/packs/', '.ts'],
    ['产业链', 'seeds/chains/*.json', 'seeds/chains/', '.json'],
    ['指标', 'server/metrics/named/*.ts', 'server/metrics/named/', '.ts'],
    ['预警规则', 'server/alerts/rules/*.ts', 'server/alerts/rules/', '.ts'],
    ['页面', 'web/pages/*/*.page.ts', 'web/pages/', '.page.ts'],
  ])('%s', async (title, pattern, folder, end) => {
    const files = await Array.fromAsync(glob(pattern, { cwd: projectRoot }))
    expect(files.length).toBeGreaterThan(0)
    const { count, ids } = section(title)
    expect(new Set(ids)).toEqual(new Set(files.map((file) => file.slice(folder.length, -end.length))))
    expect(count).toBe(files.length)
  })
})
