import { Type } from 'typebox'
import { administrators, type AccessRule } from '../../access/rule.ts'
import { readAudit, readHead } from '../../audit/read.ts'
import { verifyAudit } from '../../audit/verify.ts'
import type { Resource } from '../context.ts'
import { invalidCursor } from '../errors.ts'
import { invalidParameter } from '../problem.ts'
import { responses } from '../responses.ts'
import { AuditHead, AuditList, AuditQuery, AuditVerification } from '../schemas/audit.ts'

const tags = ['安全审计']
const auditors: AccessRule = ['audit-admin']

const audit: Resource = (app, { platform, clock }) => {
  app.get(
    '/api/audit',
    {
      config: { access: auditors },
      schema: {
        tags,
        summary: '审计记录，新的在前',
        querystring: AuditQuery,
        response: responses(200, AuditList),
      },
    },
    async (request) => {
      const { from, to, username, event, object, result, limit = 50, cursor } = request.query
      if (cursor !== undefined && !/^[1-9][0-9]{0,14}$/.test(cursor)) throw invalidCursor(cursor)
      const rows = await readAudit(platform, {
        ...(from === undefined ? {} : { from: momentOf('from', from, 'start') }),
        ...(to === undefined ? {} : { to: momentOf('to', to, 'end') }),
        ...(username === undefined || username === '' ? {} : { username: username.trim().toLowerCase() }),
        ...(event === undefined || event === '' ? {} : { event }),
        ...(object === undefined || object === '' ? {} : { object }),
        ...(result === undefined ? {} : { outcome: result }),
        ...(cursor === undefined ? {} : { before: Number(cursor) }),
        limit: limit + 1,
      })
      const items = rows.slice(0, limit)
      const last = items.at(-1)
      return {
        items: items.map((row) => ({
          sequence: row.sequence,
          time: row.occurred_at.toISOString(),
          username: row.username,
          role: row.role,
          event: row.event,
          object: row.object,
          result: row.result,
          address: row.address,
          requestId: row.request_id,
          beforeDigest: row.before_digest,
          afterDigest: row.after_digest,
          hash: row.hash,
        })),
        nextCursor: rows.length > limit && last !== undefined ? String(last.sequence) : null,
      }
    },
  )

  app.get(
    '/api/audit/head',
    {
      // A copy in more than one hand is what keeps the chain from being written anew.
      config: { access: administrators },
      schema: {
        tags,
        summary: '审计链的末端：条数与散列值，供库外抄存',
        querystring: Type.Object({}),
        response: responses(200, AuditHead),
      },
    },
    async () => {
      const { sequence, hash, time } = await readHead(platform)
      return { sequence, hash, time: time?.toISOString() ?? null }
    },
  )

  app.post(
    '/api/audit/verification',
    {
      config: { access: auditors, audit: '核对审计链', rateLimit: { max: 6, timeWindow: 60_000 } },
      schema: {
        tags,
        summary: '逐条核对审计链',
        response: responses(200, AuditVerification),
      },
    },
    async () => {
      const { count, head, broken } = await verifyAudit(platform)
      return { count, hash: head.hash, broken, verifiedAt: clock().toISOString() }
    },
  )
}
export default audit

const day = 86_400_000

/** A day is one of Beijing, from its start or to its end. */
function momentOf(name: string, text: string, edge: 'start' | 'end'): Date {
  const isDay = text.length === 10
  const moment = new Date(isDay ? `${text}T00:00:00+08:00` : text)
  const wrong = () => invalidParameter(name, text, '存在的日期或时刻')
  if (Number.isNaN(moment.getTime())) throw wrong()
  const asWritten = new Date(moment.getTime() + 8 * 3_600_000).toISOString().slice(0, 10)
  if (isDay && asWritten !== text) throw wrong()
  return isDay && edge === 'end' ? new Date(moment.getTime() + day) : moment
}
