import excel from 'exceljs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readAtlas, type Atlas } from '../../server/atlas/atlas.ts'
import { atlasTable } from '../../server/atlas/table.ts'
import { atlasWorkbook } from '../../server/atlas/workbook.ts'
import { writeWorkbook } from '../../server/documents/workbook.ts'
import type { Database } from '../../server/warehouse/database.ts'
import { openViewerDatabase, type Viewer } from '../../server/warehouse/viewer-database.ts'
import { urlOf } from '../database.ts'
import {
  chain,
  compute,
  dongying,
  firms,
  guangrao,
  load,
  openScene,
  shandong,
  today,
} from '../metrics/scene.ts'

const official: Viewer = {
  kind: 'official',
  username: 'province',
  regionPrefix: '37',
  firms: [],
  own: null,
  clearance: 3,
}

let database: Database
let viewers: Database
let viewer = official
const projects = atlasTable({
  id: 'projects',
  title: '项目清单',
  note: '',
  columns: [{ title: '项目' }],
  rows: [],
  whenEmpty: '没有项目。',
})
const read = (region: string, realm: Atlas['realm'] = 'demonstration') =>
  readAtlas({ platform: database, viewers }, chain, { region, realm }, projects)

beforeAll(async () => {
  database = await openScene()
  viewers = openViewerDatabase(await urlOf(database), () => viewer)
  await load(
    database,
    'public/honour',
    [
      {
        enterprise_name: firms.black.name,
        kind: '省级企业技术中心',
        awarded_year: 2024,
        credit_code: firms.black.code,
      },
    ],
    true,
  )
  await load(
    database,
    'public/above-scale-annual',
    [{ credit_code: firms.black.code, year: 2025, revenue: 500_000_000_00 }],
    true,
  )
  await compute(database)
})
afterAll(async () => {
  await viewers.close()
  await database.close()
})

const rowOf = (atlas: Atlas, table: string, name: string) => {
  const found = [...atlas.figures, ...atlas.lists].find(({ id }) => id === table)
  const row = found?.rows.find(({ cells }) => cells.includes(name))
  return Object.fromEntries((found?.columns ?? []).map(({ title }, at) => [title, row?.cells[at]]))
}

describe('五图五清单', () => {
  test('are five figures and five lists, each with its rule, and say why one is empty', async () => {
    const atlas = await read(guangrao)
    expect(atlas.figures.map(({ title }) => title)).toEqual([
      '产业链图',
      '技术路线图',
      '应用领域图',
      '区域分布图',
      '招商路线图',
    ])
    expect(atlas.lists.map(({ title }) => title)).toEqual([
      '企业清单',
      '项目清单',
      '集群清单',
      '问题清单',
      '政策清单',
    ])
    for (const table of [...atlas.figures, ...atlas.lists]) {
      expect(table.missing === null, table.title).toBe(table.rows.length > 0)
      for (const { cells } of table.rows) expect(cells).toHaveLength(table.columns.length)
    }
    expect(atlas.lists.find(({ id }) => id === 'policies')?.missing).toContain('部门提供')
  })

  test('name the leading firms first, by revenue of the national standard', async () => {
    const list = (await read(guangrao)).lists.find(({ id }) => id === 'enterprises')
    expect(list?.rows[0]).toMatchObject({ firm: firms.black.code })
    expect(list?.rows[0]?.cells.slice(0, 5)).toEqual([
      firms.black.name,
      '龙头骨干',
      '广饶县',
      '炭黑',
      500_000_000,
    ])
    expect(list?.rows.slice(1).every(({ cells }) => cells[1] === '主要配套')).toBe(true)
    const names = list?.rows.map(({ cells }) => cells[0])
    expect(names).toContain(firms.tyre.name)
    expect(names).not.toContain(firms.rival.name)
    expect(names).not.toContain(firms.canteen.name)
    expect(names).not.toContain(firms.closed.name)
  })

  test('tell no revenue to who is not cleared for it, as on a screen that others look at', async () => {
    viewer = { ...official, clearance: 2 }
    const list = (await read(guangrao)).lists.find(({ id }) => id === 'enterprises')
    viewer = official
    const row = list?.rows.find(({ firm }) => firm === firms.black.code)
    expect(row?.cells.slice(0, 5)).toEqual([firms.black.name, '主要配套', '广饶县', '炭黑', null])
  })

  test('tell of each segment what is bought, what is missing, and who does research', async () => {
    const atlas = await read(guangrao)
    expect(rowOf(atlas, 'chain', '炭黑')).toMatchObject({
      本地企业: 1,
      '近 12 个月本地需求': 600_000,
      本地配套率: 100,
    })
    expect(rowOf(atlas, 'technology', '炭黑')).toMatchObject({
      本地企业: 1,
      研发机构所在企业: firms.black.name,
      本地产品: null,
    })
    const problems = atlas.lists.find(({ id }) => id === 'problems')
    const attraction = atlas.figures.find(({ id }) => id === 'attraction')
    expect(problems?.rows.map(({ segment }) => segment).toSorted()).toEqual(
      attraction?.rows.map(({ segment }) => segment).toSorted(),
    )
    expect(rowOf(atlas, 'problems', '炭黑')).toMatchObject({ 问题: '单点' })
    const technology = atlas.figures.find(({ id }) => id === 'technology')
    expect(technology?.rows.find(({ segment }) => segment === 'carbon-black')?.firms).toEqual([
      { creditCode: firms.black.code, name: firms.black.name },
    ])
  })

  test('go one level down in the figure of distribution and the list of clusters', async () => {
    const distribution = (atlas: Atlas) =>
      atlas.figures.find(({ id }) => id === 'distribution')?.rows.map(({ region }) => region)
    expect(new Set(distribution(await read(shandong)))).toEqual(new Set(['370500', '370700']))
    const city = await read(dongying)
    expect(new Set(distribution(city))).toEqual(new Set(['370502', '370523']))
    expect(rowOf(city, 'clusters', '广饶县')).toMatchObject({ 企业数量: 3 })
  })

  test('keep the realms apart', async () => {
    const actual = await read(guangrao, 'actual')
    const firmsListed = actual.lists.find(({ id }) => id === 'enterprises')?.rows
    expect(firmsListed?.map(({ cells }) => cells[0])).toEqual(['实例子午线轮胎有限公司'])
    expect(rowOf(actual, 'chain', '炭黑')['近 12 个月本地需求']).toBeNull()
  })

  test('stand in one workbook with sources, as-of and the mark of demonstration data', async () => {
    const workbook = new excel.Workbook()
    const file = await writeWorkbook(atlasWorkbook(await read(guangrao)), today)
    await workbook.xlsx.load(file.buffer as ArrayBuffer)
    expect(workbook.worksheets).toHaveLength(11)
    const notes = JSON.stringify(workbook.getWorksheet('说明')?.getSheetValues())
    expect(notes).toContain('演示数据')
    expect(notes).toContain('企业登记信息')
    expect(notes).toContain('2026-10')
    expect(workbook.getWorksheet('政策清单')?.getCell('A2').value).toContain('尚未接入')
    expect(workbook.getWorksheet('企业清单')?.getCell('A2').value).toBe(firms.black.name)
  })
})
