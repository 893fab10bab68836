import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { projectRoot } from '../imports.ts'

/** docs/traps.md names for every trap the tests that would fail: they must be there under these words. */
const text = await readFile(path.join(projectRoot, 'docs/traps.md'), 'utf8')
const rows = text
  .split('\n')
  .filter((line) => line.startsWith('|'))
  .slice(2)
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, trap = '', , checks = '']) => ({
    trap,
    checks: checks.split('；').map((check) => {
      const [, file = '', name = ''] = /^`([^`]+)`：(.+)$/.exec(check) ?? []
      return { file, name }
    }),
  }))

test('the table is read', () => {
  expect(rows.length).toBeGreaterThan(30)
})

describe.each(rows)('$trap', ({ checks }) => {
  test.each(checks)('$file: $name', async ({ file, name }) => {
    expect(file).toMatch(/^test\/.*\.test\.ts$/)
    const source = await readFile(path.join(projectRoot, file), 'utf8')
    expect(source).toContain(name)
  })
})
