import { appendFile, mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import connector from '../../../connectors/public/electricity-folder.ts'
import { watchedFiles } from '../../../connectors/formats/watched-folder.ts'
import type { Connector } from '../../../connectors/contract.ts'
import { deliveriesOf, fetchContext } from '../records.ts'

let folder: string
const now = new Date('2026-02-01T03:04:05Z')

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'watched-'))
})
afterEach(() => rm(folder, { recursive: true }))

const put = (name: string, content = '甲,乙\n1,2\n') => writeFile(path.join(folder, name), content)
const watch = (signal = new AbortController().signal) =>
  watchedFiles({ folder, stableMilliseconds: 60, signal, now })

async function names(sub = ''): Promise<string[]> {
  const entries = await readdir(path.join(folder, sub), { withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name)
    .toSorted()
}

it('takes finished files, oldest first, and moves them to done', async () => {
  await put('二月.csv')
  await put('一月.csv')
  await utimes(path.join(folder, '一月.csv'), new Date(0), new Date(0))
  const taken: string[] = []
  for await (const { name, content } of watch()) {
    taken.push(name)
    expect('path' in content && content.path).toBe(path.join(folder, name))
  }
  expect(taken).toEqual(['一月.csv', '二月.csv'])
  expect(await names()).toEqual([])
  expect(await names('done')).toEqual(['20260201030405-一月.csv', '20260201030405-二月.csv'])
})

it('leaves files that grow, are empty or are marked as unfinished', async () => {
  await put('growing.csv')
  for (const name of ['empty.csv']) await put(name, '')
  for (const name of ['x.csv.part', '.hidden', '~$open.xlsx', 'y.tmp']) await put(name)
  await mkdir(path.join(folder, 'sub'))
  const reading = Array.fromAsync(watch())
  await sleep(20)
  await appendFile(path.join(folder, 'growing.csv'), '3,4\n')
  expect(await reading).toEqual([])
  expect(await names()).toHaveLength(6)
})

it('moves a file that failed to failed, and leaves the others for the next pass', async () => {
  await put('a.csv')
  await utimes(path.join(folder, 'a.csv'), new Date(0), new Date(0))
  await put('b.csv')
  for await (const { name } of watch()) {
    expect(name).toBe('a.csv')
    break
  }
  expect(await names('failed')).toEqual(['20260201030405-a.csv'])
  expect(await names()).toEqual(['b.csv'])
})

it('leaves a file where it is when the run is stopped from outside', async () => {
  await put('a.csv')
  const stop = new AbortController()
  for await (const { name } of watch(stop.signal)) {
    expect(name).toBe('a.csv')
    stop.abort()
    break
  }
  expect(await names()).toEqual(['a.csv'])
})

it('says what the connector lacks, and which folder cannot be read', async () => {
  const source: Connector = connector
  await expect(deliveriesOf(source, fetchContext())).rejects.toThrow('缺少选项 folder')
  const options = { folder: path.join(folder, 'absent'), stableSeconds: '0.01' }
  await expect(deliveriesOf(source, fetchContext({ options }))).rejects.toThrow(
    `无法读取监视文件夹 ${options.folder}`,
  )
})
