import process from 'node:process'
import { openDatabase } from '../warehouse/database.ts'
import type { ComputeAnswer, ComputeRequest } from './compute.ts'
import { refreshAll } from './refresh.ts'

// Child of the server: classification and verdicts would hold up its requests for seconds.
const databaseUrl = process.argv[2]
if (databaseUrl === undefined || process.send === undefined) throw new Error('本进程由服务启动，不单独运行')

const database = await openDatabase(databaseUrl, { maximumConnections: 4 })
const answer = (message: ComputeAnswer) => process.send?.(message)

process.on('message', (request: ComputeRequest) => {
  refreshAll(database, (stage) => answer({ id: request.id, stage })).then(
    ({ alerts }) => answer({ id: request.id, alerts }),
    (error: unknown) =>
      answer({ id: request.id, error: error instanceof Error ? error.message : String(error) }),
  )
})
// The server is gone, whatever ended it.
process.on('disconnect', () => {
  void database.close().finally(() => process.exit())
})
