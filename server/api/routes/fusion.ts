import { overseers, stewards } from '../../access/rule.ts'
import { datasets } from '../../datasets/registry.ts'
import type { Realm } from '../../domain/realm.ts'
import {
  conflictFields,
  conflictFieldTitles,
  countConflicts,
  listConflicts,
  type ConflictField,
} from '../../fusion/conflicts.ts'
import { readCoverage } from '../../fusion/coverage.ts'
import { compareStates, readFirmStates } from '../../fusion/firm-state.ts'
import { judge, JudgementError, revoke } from '../../fusion/judgement.ts'
import { readReviewDetail } from '../../fusion/review-detail.ts'
import { countReview, listJudgements, reviewQueue } from '../../fusion/review.ts'
import { answerKey, sendAnswer } from '../answers.ts'
import type { Resource } from '../context.ts'
import { readIdCursor } from '../id-cursor.ts'
import { recordNamed, recordShown } from '../firm-use.ts'
import { recordCandidates, recordEffects } from '../fusion-use.ts'
import { signedInOf } from '../guard.ts'
import { invalidParameter, notFound, Problem } from '../problem.ts'
import { responses } from '../responses.ts'
import {
  ConflictList,
  ConflictQuery,
  CoverageList,
  FusionQuery,
  JudgementAnswer,
  JudgementList,
  JudgementQuery,
  JudgementRequest,
  RecordQuery,
  ReviewDetail,
  ReviewList,
  ReviewQuery,
} from '../schemas/fusion.ts'
import { IdPath } from '../schemas/governance.ts'
import { defaultLimit, readPage } from '../scope.ts'

const tags = ['融合汇聚']
const titleOf = (id: string): string => datasets.get(id)?.title ?? id

const fusion: Resource = (app, context) => {
  const { database, platform, services, answers, realms, clock } = context
  const realmOf = async (asked: Realm | undefined): Promise<Realm> => asked ?? (await realms.first())

  app.get(
    '/api/fusion/review',
    {
      config: { access: overseers },
      schema: {
        tags,
        summary: '待核对的关联：证据强的在前，不能确定的在后',
        querystring: ReviewQuery,
        response: responses(200, ReviewList),
      },
    },
    async (request) => {
      const { dataset, limit, cursor } = request.query
      const realm = await realmOf(request.query.realm)
      const page = readPage({ limit, cursor })
      const rows = await reviewQueue(platform, { dataset, realm, ...page })
      const counts = await countReview(platform, { realm })
      const total = counts
        .filter((one) => dataset === undefined || one.dataset === dataset)
        .reduce((sum, one) => sum + one.rows, 0)
      const end = page.offset + rows.length
      return {
        items: rows.map(({ candidates, ...row }) => ({
          ...row,
          datasetTitle: titleOf(row.dataset),
          candidates: candidates.length,
          bestScore: candidates[0]?.score ?? null,
        })),
        nextCursor: rows.length === page.limit && end < total ? String(end) : null,
        total,
        datasets: counts.map((one) => ({ id: one.dataset, title: titleOf(one.dataset), rows: one.rows })),
      }
    },
  )

  app.get(
    '/api/fusion/review/record',
    {
      config: { access: overseers },
      schema: {
        tags,
        summary: '一条待核对的记录与候选企业并列，附逐项比对的证据和判定经过',
        querystring: RecordQuery,
        response: responses(200, ReviewDetail),
      },
    },
    async (request) => {
      const found = await readReviewDetail({ platform, database }, request.query)
      if (found === null) throw notFound('待关联的记录', `${request.query.dataset} ${request.query.rowKey}`)
      await recordCandidates(context, request, found.candidates)
      return found
    },
  )

  app.get(
    '/api/fusion/judgements',
    {
      config: { access: overseers },
      schema: {
        tags,
        summary: '人工判定，新的在前；撤销的也在',
        querystring: JudgementQuery,
        response: responses(200, JudgementList),
      },
    },
    async (request) => {
      const { limit = defaultLimit, cursor } = request.query
      const realm = await realmOf(request.query.realm)
      const before = readIdCursor(cursor)
      const rows = await listJudgements(platform, { realm, before, limit: limit + 1 })
      const shown = rows.slice(0, limit)
      const firms = shown.flatMap(({ creditCode }) => creditCode ?? [])
      await recordShown(context, request, { object: 'fusion', fields: ['name', 'judgement'], firms })
      return {
        items: shown.map((row) => ({
          ...row,
          datasetTitle: titleOf(row.dataset),
          at: row.at.toISOString(),
          revokedAt: row.revokedAt?.toISOString() ?? null,
        })),
        nextCursor: rows.length > limit ? String(shown.at(-1)?.id) : null,
      }
    },
  )

  app.post(
    '/api/fusion/judgements',
    {
      config: { access: stewards },
      schema: {
        tags,
        summary: '判定一条记录是不是某企业，重新融合并说明企业的变化',
        body: JudgementRequest,
        response: responses(201, JudgementAnswer),
      },
    },
    async (request, reply) => {
      const { body } = request
      if (body.outcome === 'link' && body.creditCode === null)
        throw invalidParameter('creditCode', null, '企业的统一社会信用代码')
      if (body.outcome === 'unsure' && body.creditCode !== null)
        throw invalidParameter('creditCode', body.creditCode, 'null：不能确定是对整条记录说的')
      const concerned = await firmsOf(body)
      if (body.creditCode !== null) concerned.add(body.creditCode)
      const before = await readFirmStates(platform, [...concerned])
      const decision = { ...body, decidedBy: signedInOf(request).username }
      const id = await judge(platform, decision, clock()).catch(explain)
      const answer = await tell(body, before)
      await recordEffects(context, request, answer.effects)
      return reply.code(201).send({ ...answer, id })
    },
  )

  app.delete(
    '/api/fusion/judgements/:id',
    {
      config: { access: stewards },
      schema: {
        tags,
        summary: '撤销判定，恢复判定前的融合结果；判定仍留在记录中',
        params: IdPath,
        response: responses(200, JudgementAnswer),
      },
    },
    async (request) => {
      const { id } = request.params
      const judged = await platform.kysely
        .selectFrom('brain.judgement')
        .select(['dataset', 'row_key as rowKey', 'credit_code'])
        .where('id', '=', id)
        .executeTakeFirst()
      if (judged === undefined) throw notFound('判定', String(id))
      const concerned = await firmsOf(judged)
      if (judged.credit_code !== null) concerned.add(judged.credit_code)
      const before = await readFirmStates(platform, [...concerned])
      const row = await revoke(platform, id, signedInOf(request).username, clock()).catch(explain)
      const answer = await tell(row, before)
      await recordEffects(context, request, answer.effects)
      return { ...answer, id: null }
    },
  )

  app.get(
    '/api/fusion/coverage',
    {
      config: { access: overseers },
      schema: {
        tags,
        summary: '各数据集的记录关联到企业的情况：凭代码、凭名称、人工、待核对、没有',
        querystring: FusionQuery,
        response: responses(200, CoverageList),
      },
    },
    async (request, reply) => {
      const realm = await realmOf(request.query.realm)
      const answer = await answers.read(answerKey('fusion-coverage', { realm }), async () => ({
        realm,
        items: (await readCoverage(platform, realm)).map(({ byMethod, ...item }) => ({
          ...item,
          byName: byMethod.name ?? 0,
          byNameAndPlace: byMethod['name-place'] ?? 0,
          byFormerName: byMethod['former-name'] ?? 0,
          byPerson: byMethod.judgement ?? 0,
        })),
      }))
      return sendAnswer(request, reply, answer)
    },
  )

  app.get(
    '/api/fusion/conflicts',
    {
      config: { access: overseers },
      schema: {
        tags,
        summary: '来源说法不一的企业字段：各来源的值、日期，取用了哪个、依据什么规则',
        querystring: ConflictQuery,
        response: responses(200, ConflictList),
      },
    },
    async (request, reply) => {
      const { field, creditCode, limit, cursor } = request.query
      if (field !== undefined && !isConflictField(field))
        throw invalidParameter('field', field, conflictFields.join('、'))
      const realm = await realmOf(request.query.realm)
      const page = readPage({ limit, cursor })
      const key = answerKey('fusion-conflicts', { realm, field, creditCode, ...page })
      const answer = await answers.read(key, async () => {
        const filter = { realm, field, creditCode }
        const counts = await countConflicts(platform, realm)
        const rows = await listConflicts({ platform, database }, filter, { ...page, limit: page.limit + 1 })
        const total = counts
          .filter((one) => field === undefined || one.field === field)
          .reduce((sum, one) => sum + one.firms, 0)
        return {
          items: rows.slice(0, page.limit),
          nextCursor: rows.length > page.limit ? String(page.offset + page.limit) : null,
          ...(creditCode === undefined && { total }),
          fields: counts.map((one) => ({ ...one, title: conflictFieldTitles[one.field] ?? one.field })),
        }
      })
      const shown = ['name', ...(field === undefined ? conflictFields : [field])]
      await recordNamed(context, request, 'fusion', shown, answer)
      return sendAnswer(request, reply, answer)
    },
  )

  /** Firms a row is or may be linked to. */
  async function firmsOf(row: { readonly dataset: string; readonly rowKey: string }): Promise<Set<string>> {
    const lines = await platform.kysely
      .selectFrom('brain.enterprise_alias')
      .select('credit_code')
      .where('dataset', '=', row.dataset)
      .where('row_key', '=', row.rowKey)
      .execute()
    return new Set(lines.flatMap(({ credit_code: code }) => code ?? []))
  }

  async function tell(
    { dataset, rowKey }: { readonly dataset: string; readonly rowKey: string },
    before: Awaited<ReturnType<typeof readFirmStates>>,
  ) {
    const codes = before.map(({ creditCode }) => creditCode)
    const after = await readFirmStates(platform, codes)
    answers.versions.touch()
    services.ingest.refresh()
    return { dataset, rowKey, effects: compareStates(before, after) }
  }
}
export default fusion

function isConflictField(field: string): field is ConflictField {
  return (conflictFields as readonly string[]).includes(field)
}

function explain(error: unknown): never {
  if (!(error instanceof JudgementError)) throw error
  const unknown = error.code === 'unknown-row' || error.code === 'unknown-enterprise'
  throw new Problem(unknown ? 404 : 409, `judgement-${error.code}`, '判定未保存', error.message)
}
