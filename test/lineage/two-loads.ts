import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import type { Services } from '../../server/api/services.ts'
import { createReadServices } from '../../server/composition/read-services.ts'
import { refreshAll } from '../../server/composition/refresh.ts'
import { readSourceRow } from '../../server/composition/source-row.ts'
import { dataset } from '../../server/datasets/registry.ts'
import { readConnectors } from '../../server/ingest/connectors.ts'
import { ingestInto } from '../../server/ingest/ingest.ts'
import type { Database } from '../../server/warehouse/database.ts'
import { startTestServer, type TestServer } from '../api/test-server.ts'
import { chain, firms, shandong } from '../metrics/scene.ts'

export const { tyre, black } = firms
/** When the first files and those that correct them were stated. */
export const firstLoad = new Date('2026-03-10T08:00:00+08:00')
export const secondLoad = new Date('2026-06-10T08:00:00+08:00')

const divisions = `code,name,level,parent_code
370000,山东省,province,
370500,东营市,city,370000
370502,东营区,county,370500
370523,广饶县,county,370500
`
const registration = (address: string, county: string, capital: number) =>
  `credit_code,name,registered_on,registered_capital,province_code,city_code,county_code,address,status,business_scope
${tyre.code},${tyre.name},2015-05-01,${capital},370000,370500,${county},${address},存续,${tyre.scope}
${black.code},${black.name},2015-05-01,2000000,370000,370500,370523,山东省东营市广饶县示例路2号,存续,${black.scope}
`
const annual = (revenue: string) => `credit_code,year,revenue,staff
${tyre.code},2025,${revenue},400
`
const trade = (
  amount: string,
) => `transaction_id,month,supplier_credit_code,supplier_name,supplier_county_code,buyer_credit_code,buyer_name,buyer_county_code,segment,product,amount
t1,2026-02,${black.code},${black.name},370523,${tyre.code},${tyre.name},370523,carbon-black,"炭黑 ""N330"", 袋装",${amount}
`
const segments = `chain,segment,title,stage,stage_title,position,industry_codes,product_words,weight,source_title,source_date
${chain.segments
  .map(
    ({ id, title, stage, order, weight }) =>
      `${chain.id},${id},${title},${stage},${stage},${order},,,${weight},示例标准,2026-01-01`,
  )
  .join('\n')}
`

export interface TwoLoads extends TestServer {
  /** JSON of an answer that must be 200, as the province's official. */
  read<T>(url: string): Promise<T>
}

/** A server over files that were loaded once and corrected by a second load. */
export async function startTwoLoads(): Promise<TwoLoads> {
  const folder = await mkdtemp(path.join(tmpdir(), 'industry-brain-lineage-'))
  const services: { -readonly [Name in keyof Services]?: Services[Name] } = {}
  const connectors = await readConnectors()
  const server = await startTestServer({
    config: { dataDirectory: folder },
    services,
    async fill(database, viewers) {
      const into = loader(database, folder)
      await into('public/division', divisions, firstLoad)
      await into('industry/chain-segment', segments, firstLoad)
      await into(
        'public/enterprise-registration',
        registration('山东省东营市广饶县示例路1号', '370523', 1_000_000),
        firstLoad,
      )
      await into('public/above-scale-annual', annual('100000000.00'), firstLoad)
      await into('enterprise/supply-transaction', trade('500000.00'), firstLoad)
      await refreshAll(database, undefined, firstLoad)
      await into(
        'public/enterprise-registration',
        registration('山东省东营市东营区更正路9号', '370502', 3_000_000),
        secondLoad,
      )
      await into('public/above-scale-annual', annual('250000000.00'), secondLoad)
      await into('enterprise/supply-transaction', trade('800000.00'), secondLoad)
      await refreshAll(database, undefined, secondLoad)
      Object.assign(
        services,
        await createReadServices({ platform: database, database: viewers }, () => Promise.resolve()),
      )
      services.lineage = {
        row: (query) => readSourceRow(viewers, { connectors, dataDirectory: folder }, query),
      }
    },
  })
  return {
    ...server,
    async read<T>(url: string) {
      const answer = await server.get('province', url)
      if (answer.statusCode !== 200) throw new Error(`${url}: ${answer.statusCode} ${answer.body}`)
      return answer.json<T>()
    },
    async close() {
      await server.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function loader(database: Database, dataDirectory: string) {
  return async (id: string, content: string, effectiveAt: Date) => {
    const result = await ingestInto(database, dataset(id), {
      dataset: id,
      source: 'test/source',
      delivery: {
        name: `${id.replace('/', '-')}-${effectiveAt.toISOString().slice(0, 10)}.csv`,
        format: 'csv',
        content: { bytes: () => Readable.from([Buffer.from(content)]) },
        effectiveAt,
      },
      dataDirectory,
      demonstration: true,
      now: effectiveAt,
    })
    if (result.status !== 'loaded' || result.quarantined > 0)
      throw new Error(`${id} 没有全部载入：${JSON.stringify(result)}`)
  }
}

export const scope = `region=${shandong}&realm=demonstration&chain=rubber-tyre`
