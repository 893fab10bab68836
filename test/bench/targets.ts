import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { readGround, readRanking } from '../../server/attraction/rank.ts'
import { refreshAttraction } from '../../server/attraction/refresh.ts'
import { readScoring } from '../../server/attraction/scoring.ts'
import { median } from '../../server/algorithms/robust-statistics.ts'
import { readChainStandards } from '../../server/chain/chain-standard.ts'
import { refreshChain } from '../../server/chain/refresh.ts'
import { datasets } from '../../server/datasets/registry.ts'
import { refreshFusion } from '../../server/fusion/refresh.ts'
import { hasFailed, loadPack } from '../../server/ingest/pack.ts'
import { type Database, openDatabase } from '../../server/warehouse/database.ts'
import { startEmbeddedPostgres } from '../../server/warehouse/embedded-postgres.ts'
import { migrate } from '../../server/warehouse/migrate.ts'
import { ensureTables } from '../../server/warehouse/tables.ts'

const now = new Date('2026-11-22T02:00:00Z')
/** Asked of the list of one county and chain on the real pack. */
const limitMs = 1_000
const repeats = 7
const counties = ['370523', '370502', '370783', '370211'] as const

/** 目标企业 on both packs: hit@k beside size alone, and the time of a list on the real pack. */
async function benchTargets(dataFolder: string): Promise<void> {
  const home = await mkdtemp(path.join(tmpdir(), 'industry-brain-bench-'))
  const postgres = await startEmbeddedPostgres(path.join(home, 'postgres'), { durable: false })
  const database = await openDatabase(postgres.url)
  try {
    await migrate(database)
    await ensureTables(database, datasets.values())
    for (const pack of ['demo', 'shandong-open-data']) {
      const outcomes = await loadPack(database, pack, { dataDirectory: home, dataFolder, now })
      if (hasFailed(outcomes)) throw new Error(`数据包 ${pack} 没有载入完整`)
    }
    await refreshFusion(database, now)
    await refreshChain(database, now)
    const started = performance.now()
    await refreshAttraction(database, now)
    console.log(`归类上市公司并回测 ${((performance.now() - started) / 1000).toFixed(1)} 秒`)
    await printBacktest(database)
    await printTimes(database)
  } finally {
    await database.close()
    await postgres.stop()
    await rm(home, { recursive: true, force: true })
  }
}

async function printBacktest(database: Database): Promise<void> {
  const { backtest } = await readScoring(database, 'rubber-tyre')
  if (backtest === null) throw new Error('演示数据没有可回测的投资')
  const { scored, bySize, chance, difference, investments, listed, candidates } = backtest
  console.log(
    `目标企业回测（合成数据）：投资 ${investments} 笔，投资方在名单上 ${listed} 笔，名单长度中位数 ${candidates}`,
  )
  for (const [at, { k, rate, interval }] of scored.hits.entries())
    console.log(
      `  hit@${k}：评分 ${percent(rate)}（${interval.map(percent).join(' 至 ')}），只看规模 ${percent(bySize.hits[at]!.rate)}` +
        `（${bySize.hits[at]!.interval.map(percent).join(' 至 ')}），相差 ${percent(difference[at]!.rate)}` +
        `（${difference[at]!.interval.map(percent).join(' 至 ')}），随机 ${percent(chance[at]!.rate)}`,
    )
  console.log(`  投资方名次中位数：评分 ${scored.medianPlace}，只看规模 ${bySize.medianPlace}`)
}

async function printTimes(database: Database): Promise<void> {
  for (const chain of await readChainStandards()) {
    const query = { realm: 'actual', region: counties[0], reach: 'all' } as const
    const cold: number[] = []
    for (let turn = 0; turn < repeats; turn++) {
      const started = performance.now()
      await readRanking(database, chain, query)
      cold.push(performance.now() - started)
    }
    const first = await readRanking(database, chain, query)
    const ground = await readGround(database, chain, {
      realm: 'actual',
      month: first.month,
      region: '100000',
    })
    const warm: number[] = []
    for (const region of counties) {
      const started = performance.now()
      await readRanking(database, chain, { ...query, region }, () => Promise.resolve(ground))
      warm.push(performance.now() - started)
    }
    const [one, other] = [median(cold), median(warm)]
    console.log(
      `${chain.title}（实际数据，候选 ${ground.candidates.length} 家）：一县名单 ${one.toFixed(0)} 毫秒（上限 ${limitMs}，${(one / limitMs).toFixed(2)} 倍）；` +
        `换一个县 ${other.toFixed(0)} 毫秒（${(other / limitMs).toFixed(2)} 倍）`,
    )
  }
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`
}

if (import.meta.main) await benchTargets(process.argv[2] ?? '../shared/data')
