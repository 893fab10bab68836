import type { Database } from '../warehouse/database.ts'
import { openViewerDatabase } from '../warehouse/viewer-database.ts'
import { currentViewer } from '../access/viewing.ts'
import type { DeclaredRoute } from './guard.ts'
import { createServer } from './server.ts'
import type { Services } from './services.ts'

/**
 * Every route of the API with who may call it, in the order of its address. Nothing is connected to or started.
 * @param dataDirectory an existing folder
 */
export async function readDeclaredRoutes(dataDirectory: string): Promise<readonly DeclaredRoute[]> {
  const unconnected: Database = openViewerDatabase('postgres://127.0.0.1/none', currentViewer)
  const app = await createServer({
    config: {
      demonstration: true,
      sessionSecret: '',
      secureCookies: false,
      dataDirectory,
      logLevel: 'silent',
    },
    database: unconnected,
    platform: unconnected,
    services: {} as Services,
  })
  const routes = app.declaredRoutes.filter(({ url, method }) => url.startsWith('/api/') && method !== 'HEAD')
  await app.close()
  await unconnected.close()
  return routes.toSorted((a, b) => (a.url < b.url ? -1 : a.url > b.url ? 1 : a.method < b.method ? -1 : 1))
}
