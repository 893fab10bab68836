import type { Connector } from '../contract.ts'
import { pagedDeliveries, readPages } from '../formats/http-json.ts'
import { numberOr, optionOr, requiredOption } from '../options.ts'

const url = { name: 'url', title: '接口地址' }

/**
 * A paged list of recognised enterprises (专精特新, 高新技术企业 …) from an open-data or exchange interface. Field
 * names are matched like headers: contract name, Chinese title or alias. Further options: recordsAt, pageParameter,
 * firstPage, pageSizeParameter, pageSize, sinceParameter with sinceField, authorization.
 */
export default {
  title: '企业资质荣誉名单（分页接口）',
  publisher: '公共数据开放平台或共享交换平台',
  licence: '按平台开放许可或共享协议',
  dataset: 'public/honour',
  schedule: '30 3 * * *',
  needs: [url],
  async *fetch(context) {
    const address = requiredOption(context, url)
    const authorization = optionOr(context, 'authorization', '')
    const parameter = optionOr(context, 'sinceParameter', '')
    const field = optionOr(context, 'sinceField', '')
    const pages = readPages(
      context.http,
      {
        url: address,
        recordsAt: optionOr(context, 'recordsAt', 'data'),
        pageParameter: optionOr(context, 'pageParameter', 'page'),
        firstPage: Number(optionOr(context, 'firstPage', '1')),
        pageSizeParameter: optionOr(context, 'pageSizeParameter', 'size'),
        pageSize: numberOr(context, 'pageSize', 500),
        ...(authorization !== '' && { headers: { authorization } }),
        ...(parameter !== '' &&
          field !== '' && { since: { parameter, field, watermark: context.watermark } }),
      },
      context.signal,
    )
    const { origin, pathname } = new URL(address)
    yield* pagedDeliveries(pages, `${origin}${pathname}`)
  },
} satisfies Connector
