import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runCommand } from './run.ts'

let home: string

beforeAll(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'industry-brain-load-'))
})

afterAll(() => rm(home, { recursive: true, force: true }))

test.each([
  [[], /没有指定数据包；可用：demo、shandong-open-data/],
  [['--pack'], /参数不认识：--pack/],
  [['--pakc', 'demo'], /参数不认识：--pakc demo/],
  [['demo'], /参数不认识：demo/],
  [['--pack', 'no-such'], /没有名为“no-such”的数据包；可用：demo、shandong-open-data/],
  [['--pack', '../../etc'], /没有名为“..\/..\/etc”的数据包/],
  [['--pack', 'shandong-open-data'], /需要数据目录：请加 --data/],
  [['--pack', 'shandong-open-data', '--data', '/no/such/folder'], /没有这个目录：\/no\/such\/folder/],
  [['--pack', 'shandong-open-data', '--data', 'package.json'], /没有这个目录：.*package.json/],
])('load %j says what is wrong and how it is used, and starts nothing', async (given, message) => {
  const ended = await runCommand('load', given, { DATA_DIR: home })
  expect(ended.errors).toMatch(message)
  expect(ended.errors).toContain('用法：npm run load -- --pack <数据包> [--data <目录>]')
  expect(ended).toMatchObject({ code: 2, output: '' })
  expect(await readdir(home)).toEqual([])
})

test('load into a database that cannot be reached says where, without the password', async () => {
  const ended = await runCommand('load', ['--pack', 'demo'], {
    DATA_DIR: home,
    DATABASE_URL: 'postgres://brain:hidden-word@127.0.0.1:1/brain',
  })
  expect(ended.code).toBe(1)
  expect(ended.errors).toContain('127.0.0.1:1')
  expect(ended.errors + ended.output).not.toContain('hidden-word')
})
