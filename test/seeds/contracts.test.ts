import { describe, expect, it } from 'vitest'
import type { SourceRecord } from '../../connectors/contract.ts'
import type { Column } from '../../server/datasets/contract.ts'
import { dataset } from '../../server/datasets/registry.ts'
import { checkCreditCode, isDemonstrationCode } from '../../server/domain/credit-code.ts'
import { column, demoConnectorIds, readConnector, readDeliveries, readRecords } from './demo-records.ts'

const decimal = /^-?\d+(?:\.\d+)?$/
const formats: Readonly<Record<string, RegExp>> = {
  integer: /^-?\d+$/,
  decimal,
  money: /^-?\d+(?:\.\d{1,2})?$/,
  boolean: /^(?:true|false)$/,
  date: /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/,
  month: /^\d{4}-(?:0[1-9]|1[0-2])$/,
  timestamp: /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\+08:00$/,
}
/** No record may lie behind the last day of the series. */
const lastDay = '2026-10-31'

/** What is wrong with a value; null = nothing. */
function problemOf(value: string, rule: Column, pattern: RegExp | null, isKey: boolean): string | null {
  if (value === '') return isKey || rule.required === true ? '缺失' : null
  const format = formats[rule.type]
  if (format !== undefined && !format.test(value)) return `不是 ${rule.type}`
  if (rule.type === 'date' && new Date(value).toISOString().slice(0, 10) !== value) return '没有这一天'
  if (rule.notFuture === true && value.slice(0, 10) > lastDay) return '晚于数据期末'
  if (pattern !== null && !pattern.test(value)) return '不合格式'
  if (rule.oneOf !== undefined && !rule.oneOf.includes(value)) return '不在值域'
  if (rule.maxLength !== undefined && value.length > rule.maxLength) return '过长'
  if (rule.minimum !== undefined && Number(value) < rule.minimum) return '过小'
  if (rule.maximum !== undefined && Number(value) > rule.maximum) return '过大'
  return null
}

function problemsOf(id: string, records: readonly SourceRecord[]): string[] {
  const contract = dataset(id)
  const rules = Object.entries<Column>(contract.columns).map(([name, rule]) => ({
    name,
    rule,
    isKey: contract.key.includes(name),
    pattern: rule.pattern === undefined ? null : new RegExp(rule.pattern, 'u'),
  }))
  const problems: string[] = []
  for (const record of records) {
    for (const name of Object.keys(record)) {
      if (!(name in contract.columns)) problems.push(`多出的列 ${name}`)
    }
    for (const { name, rule, isKey, pattern } of rules) {
      const value = column(record, name)
      const problem = problemOf(value, rule, pattern, isKey)
      if (problem !== null) problems.push(`${name} ${problem}：${value} ${JSON.stringify(record)}`)
      if (rule.warn === 'credit-code' && value !== '') {
        const check = checkCreditCode(value)
        if (!check.valid || !check.organisationValid || !isDemonstrationCode(value))
          problems.push(`信用代码 ${value}`)
      }
    }
  }
  return problems
}

describe('演示连接器的记录合乎数据集契约', () => {
  it.each(demoConnectorIds)('%s', async (id) => {
    const connector = await readConnector(id)
    const records = await readRecords(id)
    expect(records.length).toBeGreaterThan(0)
    expect(problemsOf(connector.dataset, records).slice(0, 5)).toEqual([])
  })

  it.each(demoConnectorIds)('%s：每次交付内主键不重复，生效时间递增', async (id) => {
    const { dataset: name, expectedYield } = await readConnector(id)
    const { key } = dataset(name)
    let before = 0
    let total = 0
    for (const delivery of await readDeliveries(id)) {
      if (!('records' in delivery.content)) throw new Error('应为内存记录')
      const records = await Array.fromAsync(delivery.content.records())
      const keys = new Set(records.map((record) => key.map((part) => column(record, part)).join('|')))
      expect(keys.size).toBe(records.length)
      const effective = delivery.effectiveAt?.getTime() ?? before + 1
      expect(effective).toBeGreaterThan(before)
      before = effective
      total += records.length
    }
    if (expectedYield !== undefined) {
      expect(total).toBeGreaterThanOrEqual(expectedYield.minimum)
      expect(total).toBeLessThanOrEqual(expectedYield.maximum)
    }
  })

  it('全部记录不超过四十万行，第一次启动装得下', async () => {
    const counts = await Promise.all(demoConnectorIds.map(async (id) => (await readRecords(id)).length))
    const total = counts.reduce((sum, count) => sum + count, 0)
    expect(total).toBeGreaterThan(250_000)
    expect(total).toBeLessThan(400_000)
  })

  it('虚构的都标明演示', async () => {
    const published = new Set([
      'industry/demo-product-catalogue',
      'industry/demo-product-relation',
      'industry/demo-emission-factor',
    ])
    for (const id of demoConnectorIds) {
      const connector = await readConnector(id)
      expect(connector.demonstration === true, id).toBe(!published.has(id))
    }
  })
})
