import { describe, expect, test } from 'vitest'
import { IngestError } from '../../server/ingest/batch.ts'
import { mapHeader, RecordMapper } from '../../server/ingest/header.ts'
import { loadingDay, sample } from './sample-dataset.ts'

const map = (header: readonly string[], columns?: Readonly<Record<string, string>>) =>
  mapHeader(sample, header, columns, loadingDay)

describe('headers are found by', () => {
  test('name, title and alias, in any order, width, case and with a unit in brackets', () => {
    expect(map(['金额（元）', 'CODE', '单位名称', '月 份', 'Credit-Code']).fields).toEqual([
      'amount',
      'code',
      'name',
      'month',
      'credit_code',
    ])
  })

  test('the connector’s own mapping, which wins over a name that happens to fit', () => {
    expect(map(['代码', '月份', 'name', 'company'], { company: 'name' }).fields).toEqual([
      'code',
      'month',
      null,
      'name',
    ])
  })

  test('a constant stands for a column the file lacks', () => {
    const { fields, constants } = map(['代码', '名称', '状态'], { month: '=2024年1月', state: '=存续' })
    expect(fields).toEqual(['code', 'name', null])
    expect([...constants]).toEqual([
      ['month', '2024-01'],
      ['state', '存续'],
    ])
  })

  test('what the contract does not know is left out by name', () => {
    const { fields, unknown } = map(['代码', '名称', '月份', '法定代表人', ''])
    expect(fields).toEqual(['code', 'name', 'month', null, null])
    expect(unknown).toEqual(['法定代表人'])
  })
})

describe('a wrong header', () => {
  const failure = (run: () => unknown): IngestError => {
    try {
      run()
    } catch (error) {
      if (error instanceof IngestError) return error
      throw error
    }
    throw new Error('did not fail')
  }

  test('names what is missing, what was found, and the nearest', () => {
    const { message, detail } = failure(() => map(['代码', '企业名称', '月份度']))
    expect(message).toBe(
      '缺少必需的列：“名称”（name），是否就是“企业名称”？；“月份”（month），是否就是“月份度”？。文件有：代码、企业名称、月份度。列名可用契约的列名、中文名或别名。',
    )
    expect(detail).toMatchObject({
      code: 'header-missing',
      received: ['代码', '企业名称', '月份度'],
      retry: false,
    })
  })

  test('says which two fields claim one column', () => {
    expect(failure(() => map(['代码', '名称', '单位名称', '月份'])).message).toBe(
      '表头有两列都对应“名称”（name）：第 2 列“名称”和第 3 列“单位名称”。请只保留一列。',
    )
  })

  test('a mapping to no column is a mistake of the connector', () => {
    expect(() => map(['代码'], { 代码: 'cod' })).toThrow('没有列 cod')
    expect(() => map(['代码'], { state: '=吊销' })).toThrow('常量不合契约')
  })
})

test('records may differ in their keys', () => {
  const mapper = new RecordMapper(sample, { 月: 'month', state: '=存续' }, loadingDay)
  expect(mapper.read({ 代码: 'A01', 月: '2024-01', 电话: '1' })).toEqual({
    code: 'A01',
    month: '2024-01',
    state: '存续',
  })
  expect(mapper.read({ 代码: 'A02', 名称: '甲' })).toEqual({ code: 'A02', name: '甲', state: '存续' })
  expect([...mapper.unknown]).toEqual(['电话'])
})
