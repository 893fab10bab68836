import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Value } from 'typebox/value'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readEvents, readFlows, readWatchList } from '../../server/migration/read.ts'
import { readAlerts } from '../../server/alerts/read.ts'
import { refreshAlerts } from '../../server/alerts/refresh.ts'
import { AlertList } from '../../server/api/schemas/alert.ts'
import { MigrationEventList, MigrationFlows, WatchList } from '../../server/api/schemas/migration.ts'
import type { Database } from '../../server/warehouse/database.ts'
import { openTestDatabase } from '../database.ts'
import { buildDemonstration, measureDetection } from './detection.ts'

let database: Database
let dataDirectory: string
const realm = 'demonstration' as const

beforeAll(async () => {
  database = await openTestDatabase()
  dataDirectory = await mkdtemp(path.join(tmpdir(), 'alerts-demonstration-'))
  await buildDemonstration(database, dataDirectory)
}, 300_000)
afterAll(async () => {
  await database.close()
  await rm(dataDirectory, { recursive: true, force: true })
})

describe('演示数据经采集、融合、产业链到预警（合成数据）', () => {
  test('埋设的迁出、在险企业、用电异常、单点环节都被找到，没有无因的告警', async () => {
    const found = Object.fromEntries((await measureDetection(database)).map((one) => [one.title, one]))
    for (const title of [
      '住所迁出（近两月）',
      '在险企业 · 名单达到走访线',
      '用电异常（最近月）',
      '单点供应（胎圈钢丝）',
    ])
      expect([title, found[title]!.found, found[title]!.unexplained]).toEqual([
        title,
        found[title]!.planted,
        0,
      ])
    // One at-risk firm has stood high for longer than three months; a screen opened then was told.
    expect(found['在险企业 · 早期信号告警（近三月新升）']!.found).toBeGreaterThanOrEqual(10)
    expect(found['在险企业 · 早期信号告警（近三月新升）']!.unexplained).toBe(0)
  })

  test('回测优于单一规则，并注明合成数据', async () => {
    const { backtest } = await readWatchList(database, {
      region: '370000',
      realm,
      months: 12,
      limit: 1,
      offset: 0,
    })
    expect(backtest!.precisionAtK).toBeGreaterThan(backtest!.baselinePrecisionAtK)
    expect(backtest!.medianLeadDays).toBeGreaterThan(30)
    expect(backtest!.note).toMatch(/^合成数据/u)
  })

  test('输入不变时什么也不做，也不重复告警', async () => {
    const before = await stages()
    expect(await refreshAlerts(database, new Date('2026-11-23T02:00:00Z'))).toEqual([])
    expect(await stages()).toEqual(before)
  })

  test('每条告警都有通向原始行的证据，各接口的答复符合约定', async () => {
    const alerts = await readAlerts(database, { limit: 500 })
    expect(Value.Errors(AlertList, alerts)).toEqual([])
    expect(alerts.items.filter((alert) => !alert.evidence.some((item) => item.source !== null))).toEqual([])
    const query = { region: '370000', realm, months: 36 }
    expect(Value.Errors(MigrationFlows, await readFlows(database, query))).toEqual([])
    expect(
      Value.Errors(MigrationEventList, await readEvents(database, { ...query, limit: 500, offset: 0 })),
    ).toEqual([])
    expect(
      Value.Errors(WatchList, await readWatchList(database, { ...query, limit: 500, offset: 0 })),
    ).toEqual([])
  })
})

async function stages(): Promise<unknown> {
  const { rows } = await database.pool.query(
    `select stage, version, computed_at from brain.stage_state where stage ~ '^(alert|migration)' order by stage`,
  )
  return rows
}
