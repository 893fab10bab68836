import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { refreshAlerts } from '../../server/alerts/refresh.ts'
import { datasets } from '../../server/datasets/registry.ts'
import { type Database, openDatabase } from '../../server/warehouse/database.ts'
import { startEmbeddedPostgres } from '../../server/warehouse/embedded-postgres.ts'
import { migrate } from '../../server/warehouse/migrate.ts'
import type { BacktestDetail, BacktestFigures } from '../../server/warehouse/schema/alerts.ts'
import { ensureTables } from '../../server/warehouse/tables.ts'
import { buildDemonstration, measureDetection } from '../alerts/detection.ts'

/**
 * Migration early warning and alert rules on the demonstration data, whose truth is known: the rolling-origin
 * backtest beside the one-rule baseline, what was found of what is planted, and the time a check takes.
 */
export async function benchMigration(): Promise<void> {
  const home = await mkdtemp(path.join(tmpdir(), 'industry-brain-bench-'))
  const postgres = await startEmbeddedPostgres(path.join(home, 'postgres'), { durable: false })
  const database = await openDatabase(postgres.url)
  try {
    await migrate(database)
    await ensureTables(database, datasets.values())
    await buildDemonstration(database, path.join(home, 'data'))
    await printBacktest(database)
    for (const { title, planted, found, reported, unexplained } of await measureDetection(database))
      console.log(`  ${title}：埋设 ${planted}，找到 ${found}；报出 ${reported}，其中无因 ${unexplained}`)
    await printDuration(database)
  } finally {
    await database.close()
    await postgres.stop()
    await rm(home, { recursive: true, force: true })
  }
}

async function printBacktest(database: Database): Promise<void> {
  const { k, horizon, origins, detail } = await database.kysely
    .selectFrom('brain.migration_backtest')
    .selectAll()
    .executeTakeFirstOrThrow()
  console.log(
    `迁移早期预警回测（合成数据）：${detail.firstOrigin} 至 ${detail.lastOrigin} ${origins} 个起点，每月走访 ${k} 家，` +
      `${horizon} 个月内迁出为命中；迁移 ${detail.moves} 起，观察 ${detail.observed} 企业月，基率 ${percent(detail.moved / detail.observed)}，` +
      `理想名单精确率 ${percent(detail.ceiling)}`,
  )
  printFigures('评分卡', detail.scorecard)
  printFigures('单一规则“异地新设子公司”', detail.baseline)
  console.log(`  各级别企业月中迁出的比例：${levels(detail)}`)
}

function printFigures(title: string, figures: BacktestFigures): void {
  const { precisionAtK, precisionInterval, recall, medianLeadDays, averagePrecision, visits, hits } = figures
  console.log(
    `  ${title}：precision@k ${percent(precisionAtK)}（自助法 95 % 区间 ${precisionInterval.map(percent).join(' 至 ')}，${hits}/${visits}），` +
      `召回率 ${percent(recall)}，提前中位数 ${medianLeadDays ?? '—'} 天，平均精确率 ${averagePrecision.toFixed(3)}`,
  )
}

function levels({ byLevel }: BacktestDetail): string {
  return byLevel
    .map(
      ({ level, listed, moved }) =>
        `${level} ${moved}/${listed}（${listed === 0 ? '—' : percent(moved / listed)}）`,
    )
    .join('，')
}

/** A whole check after something changed, and one after nothing did. */
async function printDuration(database: Database): Promise<void> {
  const times: number[] = []
  for (let round = 0; round < 5; round++) {
    await database.pool.query(`delete from brain.stage_state where stage ~ '^(alert|migration)'`)
    times.push(await timed(() => refreshAlerts(database)))
  }
  const idle = await timed(() => refreshAlerts(database))
  const [fastest] = times.toSorted((a, b) => a - b)
  console.log(
    `  全部规则、名单和回测重算 ${(fastest ?? 0).toFixed(0)} ms（5 次最快）；输入不变时 ${idle.toFixed(0)} ms`,
  )
}

async function timed(run: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await run()
  return performance.now() - started
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`
}

if (import.meta.main) await benchMigration()
