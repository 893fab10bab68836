import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { refreshAll } from '../../server/composition/refresh.ts'
import { datasets } from '../../server/datasets/registry.ts'
import { hasFailed, loadPack } from '../../server/ingest/pack.ts'
import { openDatabase } from '../../server/warehouse/database.ts'
import { startEmbeddedPostgres } from '../../server/warehouse/embedded-postgres.ts'
import { migrate } from '../../server/warehouse/migrate.ts'
import { ensureTables } from '../../server/warehouse/tables.ts'

const pack = 'shandong-open-data'

/** The whole real pack: first load, what is computed from it, and the same files again. */
export async function benchRealPack(dataFolder: string): Promise<void> {
  const home = await mkdtemp(path.join(tmpdir(), 'industry-brain-bench-'))
  const postgres = await startEmbeddedPostgres(path.join(home, 'postgres'))
  const database = await openDatabase(postgres.url)
  try {
    await migrate(database)
    await ensureTables(database, datasets.values())
    const load = async (): Promise<{
      seconds: number
      read: number
      accepted: number
      quarantined: number
    }> => {
      const started = performance.now()
      const outcomes = await loadPack(database, pack, { dataDirectory: home, dataFolder })
      if (hasFailed(outcomes))
        throw new Error(`数据包 ${pack} 载入失败：${JSON.stringify(outcomes.filter((item) => item.error))}`)
      const batches = outcomes.flatMap((outcome) => outcome.batches)
      const sum = (key: 'read' | 'accepted' | 'quarantined') =>
        batches.reduce((total, batch) => total + batch[key], 0)
      return {
        seconds: (performance.now() - started) / 1000,
        read: sum('read'),
        accepted: sum('accepted'),
        quarantined: sum('quarantined'),
      }
    }
    const first = await load()
    console.log(
      `首次载入 ${first.seconds.toFixed(1)} 秒（上限 90）：读 ${first.read}，入仓 ${first.accepted}，隔离 ${first.quarantined}`,
    )
    const started = performance.now()
    await refreshAll(database)
    console.log(`融合与计算 ${((performance.now() - started) / 1000).toFixed(1)} 秒`)
    const again = await load()
    console.log(`再次载入 ${again.seconds.toFixed(1)} 秒（上限 25），入仓 ${again.accepted}`)
  } finally {
    await database.close()
    await postgres.stop()
    await rm(home, { recursive: true, force: true })
  }
}

if (import.meta.main) await benchRealPack(process.argv[2] ?? '../shared/data')
