import { appendFile, cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest'
import { checkBackup, requireEmptyTarget } from '../../server/backup/restore-backup.ts'
import { writeBackup } from '../../server/backup/write-backup.ts'
import { migrate } from '../../server/warehouse/migrate.ts'
import { compute, dongying, fillScene } from '../metrics/scene.ts'
import { openGround, type Ground } from './ground.ts'
import { run } from './restore-drill.ts'

let ground: Ground
beforeEach(async () => {
  ground = await openGround(inject('postgresUrl'))
})
afterEach(() => ground.close())

test('what is restored is what was backed up, and goes on from there', { timeout: 180_000 }, async () => {
  const { violations, measured } = await run({
    ground,
    region: dongying,
    async fill(database, dataDirectory) {
      await fillScene(database)
      await compute(database)
      await mkdir(path.join(dataDirectory, 'proofs'), { recursive: true })
      await writeFile(path.join(dataDirectory, 'proofs/licence.pdf'), 'proof of a fictional firm')
    },
  })
  expect(violations).toEqual([])
  expect(measured).not.toContain('另载入 0 批')
  expect(await readFile(path.join(ground.folder, 'target/proofs/licence.pdf'), 'utf8')).toBe(
    'proof of a fictional firm',
  )
})

describe('a backup', () => {
  let folder: string
  let database: Awaited<ReturnType<Ground['createDatabase']>>['database']
  beforeEach(async () => {
    ;({ database } = await ground.createDatabase())
    await migrate(database)
    const dataDirectory = path.join(ground.folder, 'data')
    await mkdir(path.join(dataDirectory, 'originals'), { recursive: true })
    await writeFile(path.join(dataDirectory, 'originals/one'), 'bytes')
    await writeFile(path.join(dataDirectory, 'originals/draft-1-x'), 'half')
    folder = path.join(ground.folder, 'backup')
    await writeBackup({ database, dataDirectory }, folder)
  })

  test('is not written over another', async () => {
    await expect(writeBackup({ database, dataDirectory: ground.folder }, folder)).rejects.toThrow(
      '不是空目录',
    )
  })

  test('keeps files whole, and none that was being written', async () => {
    const { manifest } = await checkBackup(folder)
    expect(manifest.files.map((file) => file.path)).toEqual(['files/originals/one'])
  })

  test.each([
    [
      'a changed table',
      (at: string) => appendFile(path.join(at, 'tables/brain.batch.copy'), 'x'),
      'brain.batch.copy',
    ],
    ['a missing file', (at: string) => rm(path.join(at, 'files/originals/one')), 'files/originals/one'],
    ['a changed list', (at: string) => appendFile(path.join(at, 'manifest.json'), ' '), '清单已损坏'],
    ['no list: it was not finished', (at: string) => rm(path.join(at, 'manifest.json')), '没有完成'],
  ])('with %s is refused', async (_, damage, complaint) => {
    const copy = path.join(ground.folder, 'copy')
    await cp(folder, copy, { recursive: true })
    await damage(copy)
    await expect(checkBackup(copy)).rejects.toThrow(complaint)
  })

  test('goes only where nothing is', async () => {
    const empty = path.join(ground.folder, 'empty')
    await expect(requireEmptyTarget({ database, dataDirectory: empty, datasets: [] })).rejects.toThrow(
      '数据库不是空的',
    )
    const { database: fresh } = await ground.createDatabase()
    await requireEmptyTarget({ database: fresh, dataDirectory: empty, datasets: [] })
    await expect(
      requireEmptyTarget({ database: fresh, dataDirectory: path.join(ground.folder, 'data'), datasets: [] }),
    ).rejects.toThrow('不是空的（有 originals/one）')
  })
})
