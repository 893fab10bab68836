import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase } from '../../server/warehouse/database.ts'
import { startEmbeddedPostgres } from '../../server/warehouse/embedded-postgres.ts'
import { migrate } from '../../server/warehouse/migrate.ts'
import { runCommand } from './run.ts'

let home: string

beforeAll(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'industry-brain-backup-'))
})

afterAll(() => rm(home, { recursive: true, force: true }))

test.each([
  ['backup', [], /用法：npm run backup -- --to <新目录>/],
  ['backup', ['--form', 'x'], /用法：npm run backup/],
  ['restore', [], /用法：npm run restore -- --from <备份目录>/],
  ['restore', ['folder'], /用法：npm run restore/],
])('%s %j says how it is used, and starts nothing', async (name, given, message) => {
  const ended = await runCommand(name, given, { DATA_DIR: home })
  expect(ended.errors).toMatch(message)
  expect(ended).toMatchObject({ code: 2, output: '' })
  expect(await readdir(home)).toEqual([])
})

test('restore says that a folder is no backup before it starts a database', async () => {
  const ended = await runCommand('restore', ['--from', '/no/such/folder'], { DATA_DIR: home })
  expect(ended.errors).toContain('/no/such/folder 不是备份')
  expect(ended).toMatchObject({ code: 1, output: '' })
  expect(await readdir(home)).toEqual([])
})

test('a backup of the embedded database is restored into an empty directory, and into no other', async () => {
  const [from, to, folder] = ['from', 'to', 'backup'].map((name) => path.join(home, name)) as [
    string,
    string,
    string,
  ]
  await mkdir(from)
  const postgres = await startEmbeddedPostgres(path.join(from, 'postgres'), { durable: false })
  try {
    const database = await openDatabase(postgres.url)
    await migrate(database)
    await database.close()
    const backup = await runCommand('backup', ['--to', folder], { DATA_DIR: from })
    expect(backup).toMatchObject({ code: 0, errors: '' })
    expect(backup.output).toMatch(/已备份到 .*：\d+ 张表 \d+ 行/)
    expect(backup.output).toMatch(/清单 SHA-256（请另处保存）：[0-9a-f]{64}/)
    const again = await runCommand('restore', ['--from', folder], { DATA_DIR: from })
    expect(again.errors).toContain('中已有数据库：只恢复到空的目录')
    expect(again.code).toBe(1)
  } finally {
    await postgres.stop()
  }
  const restored = await runCommand('restore', ['--from', folder], { DATA_DIR: to })
  expect(restored.errors).toBe('')
  expect(restored.output).toMatch(/已从 .* 恢复.*逐表行散列一致/)
}, 240_000)
