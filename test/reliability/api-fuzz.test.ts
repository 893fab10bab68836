import { writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { demonstrationAccounts } from '../../server/access/accounts.ts'
import { golden, insertDivisions, insertGolden } from '../api/golden.ts'
import { startTestServer, type TestServer } from '../api/test-server.ts'
import { run } from './api-fuzz.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer({
    async fill(database) {
      await insertDivisions(database)
      await insertGolden(database, [golden({ credit_code: '91370523DEM000014Q', name: '演示轮胎有限公司' })])
    },
  })
})
afterAll(() => server.close())

/** The full form (run.ts) asks for more, and for the figure in a file. */
const requestsPerRole = Number(process.env['API_FUZZ_REQUESTS'] ?? 300)
const resultFile = process.env['API_FUZZ_RESULT']

test(
  'requests made from the description are answered as it says, and never by a failure',
  { timeout: 120_000 + requestsPerRole * 600 },
  async () => {
    const description = await server.app.inject({ url: '/api/openapi.json' })
    const result = await run({
      roles: demonstrationAccounts.map(({ username }) => username),
      requestsPerRole,
      description: description.json(),
      ask: (role, { method, url, payload }) =>
        server.request(role, {
          method: method.toUpperCase() as 'GET',
          url,
          ...(payload === undefined ? {} : { payload: payload as object }),
        }),
    })
    if (resultFile !== undefined) await writeFile(resultFile, JSON.stringify(result))
    expect(result.violations).toEqual([])
  },
)
