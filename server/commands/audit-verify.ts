import path from 'node:path'
import { parseArgs } from 'node:util'
import { verifyAudit } from '../audit/verify.ts'
import { readConfig } from '../config.ts'
import { openDatabase } from '../warehouse/database.ts'
import { startEmbeddedPostgres } from '../warehouse/embedded-postgres.ts'

const usage = '用法：npm run audit:verify -- [--head <抄存的散列值>]…'

/** The hashes that have to be in the chain, or null when the arguments make no sense. */
function readHeads(given: readonly string[]): readonly string[] | null {
  try {
    const { values } = parseArgs({ args: [...given], options: { head: { type: 'string', multiple: true } } })
    const heads = (values.head ?? []).map((head) => head.trim().toLowerCase())
    return heads.every((head) => /^[0-9a-f]{64}$/.test(head)) ? heads : null
  } catch {
    return null
  }
}

/** Walks the audit chain; also beside a running server, whose embedded database is then shared. */
async function main(): Promise<number> {
  const heads = readHeads(process.argv.slice(2))
  if (heads === null) {
    process.stderr.write(`参数有误：--head 应为 64 位十六进制散列值\n${usage}\n`)
    return 2
  }
  const config = readConfig(process.env)
  const embedded =
    config.databaseUrl === null
      ? await startEmbeddedPostgres(path.join(config.dataDirectory, 'postgres'))
      : null
  try {
    const database = await openDatabase(config.databaseUrl ?? embedded?.url ?? '', { maximumConnections: 2 })
    try {
      const { count, head, broken, published } = await verifyAudit(database, heads)
      console.log(`审计记录 ${count} 条，末端散列值 ${head.hash}`)
      if (broken !== null) {
        console.error(`审计链在第 ${broken.sequence} 条断开：${broken.reason}`)
        return 1
      }
      for (const [hash, sequence] of published) {
        if (sequence === null) console.error(`抄存的散列值不在链中：${hash}；记录被截断或改写`)
        else console.log(`抄存的散列值与第 ${sequence} 条相符：${hash}`)
      }
      return [...published.values()].includes(null) ? 1 : 0
    } finally {
      await database.close()
    }
  } finally {
    await embedded?.stop()
  }
}

main().then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error))
    process.exitCode = 1
  },
)
