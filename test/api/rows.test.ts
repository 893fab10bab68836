import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SourceRow } from '../../server/api/schemas/shared.ts'
import { golden, insertGolden } from './golden.ts'
import { startTestServer, type TestServer } from './test-server.ts'

let server: TestServer
let row: Pick<SourceRow, 'cells'> = { cells: [] }
const own = '91370523DEM000014Q'

beforeAll(async () => {
  server = await startTestServer({
    services: {
      lineage: {
        row: ({ dataset, rowId }) =>
          Promise.resolve({
            dataset,
            datasetTitle: dataset,
            warehouse: '',
            steward: '',
            rowId,
            rowNumber: 2,
            validFrom: '2026-01-01T00:00:00.000Z',
            validTo: null,
            demonstration: false,
            cells: row.cells,
            batch: {
              id: 1,
              source: 's',
              sourceTitle: 's',
              publisher: '',
              licence: '',
              fileName: 'a.csv',
              sha256: '0',
              loadedAt: '',
              effectiveAt: '',
            },
            original: null,
          }),
      },
    },
    fill: (database) =>
      insertGolden(database, [
        golden({ credit_code: own, name: '演示轮胎有限公司', industry_code: 'C2911', revenue: 5 }),
        golden({
          credit_code: '91370211MA3QD0007T',
          name: '青岛某厂',
          city_code: '370200',
          county_code: '370211',
        }),
      ]),
  })
})
afterAll(() => server.close())

describe('a source record', () => {
  const cell = (name: string, value: string | null) => ({ name, title: name, value, unit: null })

  test.each([
    [
      'what is shared without condition, to all',
      'public/honour',
      [cell('region_code', '370211')],
      'county',
      200,
    ],
    ['of the region', 'enterprise/annual-report', [cell('county_code', '370211')], 'enterprise', 200],
    ['by the firm it names', 'enterprise/capacity-week', [cell('credit_code', own)], 'county', 200],
    [
      'not of a firm elsewhere',
      'enterprise/capacity-week',
      [cell('credit_code', '91370211MA3QD0007T')],
      'county',
      403,
    ],
    [
      'of a firm elsewhere above',
      'enterprise/capacity-week',
      [cell('credit_code', '91370211MA3QD0007T')],
      'province',
      200,
    ],
    [
      'not of a firm nobody knows',
      'enterprise/capacity-week',
      [cell('credit_code', '91999999MA00000000')],
      'province',
      403,
    ],
    [
      'to either side of a trade',
      'enterprise/supply-transaction',
      [cell('supplier_credit_code', '91370211MA3QD0007T'), cell('buyer_credit_code', own)],
      'county',
      200,
    ],
    [
      'by the places it names',
      'enterprise/supply-transaction',
      [cell('buyer_county_code', '370211')],
      'city',
      403,
    ],
    ['of the own firm', 'enterprise/capacity-week', [cell('credit_code', own)], 'enterprise', 200],
    [
      'not of another firm',
      'enterprise/capacity-week',
      [cell('credit_code', '91370211MA3QD0007T')],
      'enterprise',
      403,
    ],
    ['not without a firm', 'enterprise/capacity-week', [], 'enterprise', 403],
  ] as const)('is shown %s', async (_what, dataset, cells, role, status) => {
    row = { cells: [...cells] }
    const answer = await server.get(role, `/api/rows/${dataset}/5`)
    expect(answer.statusCode, answer.body).toBe(status)
    if (status === 403) expect(answer.json()).toMatchObject({ code: 'row-outside' })
  })
})
