import type { Connector } from '../contract.ts'
import { readQuery } from '../formats/sql.ts'
import { numberOr, requiredOption } from '../options.ts'

const url = { name: 'url', title: '数据库地址，postgres:// 或 mysql://，只读账户', secret: true }
const query = { name: 'query', title: '一条 select，列名为契约的列名、中文名或别名' }
const watermarkColumn = { name: 'watermarkColumn', title: '只增不减的列，如更新时间或流水号' }

/** Supply transactions of an enterprise that has authorised it, from its own business system. */
export default {
  title: '企业业务系统供应交易（数据库查询）',
  publisher: '授权企业',
  licence: '经企业授权',
  dataset: 'enterprise/supply-transaction',
  schedule: '0 * * * *',
  needs: [url, query, watermarkColumn],
  async *fetch(context) {
    const { watermark } = context
    const batches = readQuery({
      url: requiredOption(context, url),
      query: requiredOption(context, query),
      watermarkColumn: requiredOption(context, watermarkColumn),
      watermark,
      batchSize: numberOr(context, 'batchSize', 20_000),
      signal: context.signal,
    })
    for await (const batch of batches) {
      yield {
        name: `查询至 ${batch.watermark}`,
        format: 'records',
        content: { records: () => batch.records },
        watermark: batch.watermark,
      }
    }
  },
} satisfies Connector
