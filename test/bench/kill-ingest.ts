import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { openDatabase } from '../../server/warehouse/database.ts'
import { startEmbeddedPostgres } from '../../server/warehouse/embedded-postgres.ts'
import { migrate } from '../../server/warehouse/migrate.ts'
import { ensureTables } from '../../server/warehouse/tables.ts'
import { killLoads } from '../ingest/kill-loader.ts'
import { sample } from '../ingest/sample-dataset.ts'

// node test/bench/kill-ingest.ts [--kills 1000]: SIGKILL at random moments, with PostgreSQL as durable as in use.
const { values } = parseArgs({ options: { kills: { type: 'string', default: '1000' } } })

const home = await mkdtemp(path.join(tmpdir(), 'industry-brain-kill-'))
const postgres = await startEmbeddedPostgres(path.join(home, 'postgres'))
const database = await openDatabase(postgres.url)
try {
  await migrate(database)
  await ensureTables(database, [sample])
  const { kills, interrupted, phases, violations } = await killLoads(
    database,
    postgres.url,
    home,
    Number(values.kills),
  )
  console.log(`kill -9 ${kills} 次，其中 ${interrupted} 次打断了载入；所在阶段 ${JSON.stringify(phases)}`)
  console.log(`违反 ${violations.length} 次（上限 0）`)
  for (const violation of violations) console.log(`  · ${violation}`)
  process.exitCode = violations.length === 0 ? 0 : 1
} finally {
  await database.close()
  await postgres.stop()
  await rm(home, { recursive: true, force: true })
}
