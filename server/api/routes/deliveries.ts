import type { FastifyReply } from 'fastify'
import { Type } from 'typebox'
import { anyone, readers, recipients } from '../../access/rule.ts'
import { dataset as datasetById } from '../../datasets/registry.ts'
import { workbookType } from '../../documents/workbook.ts'
import { deliverByKey, deliverToParty, issueKey, type Delivered } from '../../exchange/delivery.ts'
import { toCopyText, toCsv, toJsonPage, toWorkbook } from '../../exchange/delivery-files.ts'
import { listReceipts } from '../../exchange/receipts.ts'
import type { Resource } from '../context.ts'
import { signedInOf } from '../guard.ts'
import { readIdCursor } from '../id-cursor.ts'
import { answerRefusals } from '../refusals.ts'
import { responses } from '../responses.ts'
import {
  DeliveredRows,
  FileRequest,
  IssuedKey,
  ReceiptList,
  ReceiptQuery,
  RowsQuery,
} from '../schemas/deliveries.ts'
import { Identifier } from '../schemas/shared.ts'
import { defaultLimit } from '../scope.ts'

const tags = ['交付']
const ContractPath = Type.Object({ contract: Identifier })
const defaultRows = 100

/** The digest is of the body before any compression on the way. */
function sendDelivered(
  reply: FastifyReply,
  type: string,
  { body, digest, receipt }: Delivered,
): FastifyReply {
  return reply
    .header('content-type', type)
    .header('cache-control', 'no-store')
    .header('x-content-sha256', digest)
    .header('x-receipt', String(receipt))
    .send(body)
}

const deliveries: Resource = (app, { platform, clock }) => {
  answerRefusals(app)

  app.get(
    '/api/deliveries',
    {
      config: { access: readers },
      schema: {
        tags,
        summary: '交付回执：每次的时间、行数、字节数、摘要，新的在前',
        querystring: ReceiptQuery,
        response: responses(200, ReceiptList),
      },
    },
    (request) => {
      const { limit = defaultLimit, cursor, contract } = request.query
      const before = readIdCursor(cursor)
      return listReceipts(platform, signedInOf(request), { contract, before, limit })
    },
  )

  app.post(
    '/api/deliveries/:contract/key',
    {
      config: { access: recipients, audit: '签发交付密钥' },
      schema: {
        tags,
        summary: '领取合同的密钥，只显示这一次；原密钥立即停用',
        params: ContractPath,
        response: responses(201, IssuedKey),
      },
    },
    async (request, reply) => {
      const key = await issueKey(platform, signedInOf(request), request.params.contract, clock())
      return reply
        .code(201)
        .header('cache-control', 'no-store')
        .send({ key, hint: key.slice(-4) })
    },
  )

  // Programs of the recipient have no session: the key of the contract stands in the header.
  app.get(
    '/api/deliveries/:contract/rows',
    {
      config: { access: anyone },
      schema: {
        tags,
        summary: '按合同读取记录；请求头 Authorization: Bearer <密钥>，每次计量',
        params: ContractPath,
        querystring: RowsQuery,
        response: responses(200, DeliveredRows),
      },
    },
    async (request, reply) => {
      const { limit = defaultRows, cursor } = request.query
      const after = readIdCursor(cursor) ?? 0
      const carrier = { authorization: request.headers.authorization, address: request.ip }
      const delivered = await deliverByKey(
        platform,
        request.params.contract,
        carrier,
        {
          output: 'api',
          channel: 'api',
          after,
          limit,
          write: (rows, terms, left) =>
            toJsonPage(
              datasetById(terms.dataset.id),
              rows,
              terms,
              left,
              Math.min(limit, left.rows + rows.length),
            ),
        },
        clock(),
      )
      return sendDelivered(reply, 'application/json; charset=utf-8', delivered)
    },
  )

  app.get(
    '/api/deliveries/:contract/copy',
    {
      config: { access: anyone },
      schema: {
        tags,
        summary: '库表交付：全部记录的 COPY 文本流，密钥同上；不向外开放数据库角色',
        params: ContractPath,
        response: responses(200, Type.String()),
      },
    },
    async (request, reply) => {
      const carrier = { authorization: request.headers.authorization, address: request.ip }
      const delivered = await deliverByKey(
        platform,
        request.params.contract,
        carrier,
        { output: 'table', channel: 'table', write: toCopyText },
        clock(),
      )
      return sendDelivered(reply, 'text/plain; charset=utf-8', delivered)
    },
  )

  app.post(
    '/api/deliveries/:contract/files',
    {
      config: { access: recipients, audit: '文件交付' },
      schema: {
        tags,
        summary: '文件交付：合同的全部记录，CSV 或带说明页的 XLSX',
        params: ContractPath,
        body: FileRequest,
        response: responses(200, Type.String({ format: 'binary' })),
      },
    },
    async (request, reply) => {
      const { format } = request.body
      const now = clock()
      let name = ''
      const delivered = await deliverToParty(
        platform,
        signedInOf(request),
        request.params.contract,
        request.ip,
        {
          output: 'file',
          channel: format,
          write: (rows, terms) => {
            const dataset = datasetById(terms.dataset.id)
            name = `${terms.number}-${dataset.title}.${format}`
            return format === 'csv' ? toCsv(dataset, rows, terms) : toWorkbook(dataset, rows, terms, now)
          },
        },
        now,
      )
      reply.header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`)
      return sendDelivered(reply, format === 'csv' ? 'text/csv; charset=utf-8' : workbookType, delivered)
    },
  )
}
export default deliveries
