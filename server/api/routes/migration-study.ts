import { officials } from '../../access/rule.ts'
import { readCohorts } from '../../migration/cohorts.ts'
import { readDetected } from '../../migration/detected.ts'
import { readDetections, readMatrix } from '../../migration/matrix.ts'
import { readStudy } from '../../migration/evaluation.ts'
import { databaseAsOf } from '../../warehouse/as-of.ts'
import { answerKey, sendAnswer } from '../answers.ts'
import type { Resource } from '../context.ts'
import { recordShown } from '../firm-use.ts'
import { invalidParameter } from '../problem.ts'
import { responses } from '../responses.ts'
import {
  CohortQuery,
  Cohorts,
  DetectedList,
  DetectedQuery,
  type Detection,
  ForecastAnswer,
  type HistoryKind,
  MatrixQuery,
  MigrationMatrix,
} from '../schemas/migration-study.ts'
import { readPage, readScope } from '../scope.ts'

const tags = ['企业迁移']
const defaultMonths = 12
const shownOfMove = ['name', 'address', 'place']

const migrationStudy: Resource = (app, context) => {
  const { platform, answers, realms } = context

  app.get(
    '/api/migration/detected',
    {
      config: { access: officials },
      schema: {
        tags,
        summary: '由地址沿革识别的迁移：前后地址、级别、来源记录，和各来源比较了多少对地址',
        querystring: DetectedQuery,
        response: responses(200, DetectedList),
      },
    },
    async (request) => {
      const { kind, level, nationwide = false, limit, cursor, ...given } = request.query
      const page = readPage({ limit, cursor })
      const { region, realm } = await readScope(request, realms, given)
      const detections = await readDetections(platform, realm)
      const shown = kind ?? detections.toSorted((a, b) => changed(b) - changed(a))[0]?.kind ?? null
      onlyDisclosed(nationwide, shown)
      if (shown === null) return { items: [], nextCursor: null, total: 0, kind: null, detections }
      const { items, total } = await readDetected(platform, {
        region,
        realm,
        kind: shown,
        level,
        nationwide,
        ...page,
      })
      const firms = items.map(({ firm }) => firm)
      await recordShown(context, request, { object: 'migration', fields: shownOfMove, firms })
      const end = page.offset + items.length
      return { items, nextCursor: end < total ? String(end) : null, total, kind: shown, detections }
    },
  )

  app.get(
    '/api/migration/matrix',
    {
      config: { access: officials },
      schema: {
        tags,
        summary: '迁移矩阵：从哪里到哪里，同一地区之内的不计',
        querystring: MatrixQuery,
        response: responses(200, MigrationMatrix),
      },
    },
    async (request, reply) => {
      const { months = defaultMonths, by = 'city', nationwide = false, source, ...given } = request.query
      const scope = await readScope(request, realms, given)
      const from = source ?? 'registration-change'
      onlyDisclosed(nationwide, from)
      const query = { ...given, ...scope, months, by, nationwide, source: from }
      const key = answerKey('migration-matrix', query)
      return sendAnswer(
        request,
        reply,
        await answers.read(key, () => readMatrix(databaseAsOf(platform, scope.asOf), query)),
      )
    },
  )

  app.get(
    '/api/migration/cohorts',
    {
      config: { access: officials },
      schema: {
        tags,
        summary: '队列留存：按登记年份，仍在本县、迁出、注销的比例和在观察数',
        querystring: CohortQuery,
        response: responses(200, Cohorts),
      },
    },
    async (request, reply) => {
      const { region, realm } = await readScope(request, realms, request.query)
      const query = { region, realm, chain: request.query.chain }
      const key = answerKey('migration-cohorts', query)
      return sendAnswer(request, reply, await answers.read(key, () => readCohorts(platform, query)))
    },
  )

  app.get(
    '/api/migration/forecast',
    {
      config: { access: officials },
      schema: {
        tags,
        summary: '预测方法的滚动回测比较（合成数据）：命中率、提前期、校准、精确率—召回率',
        querystring: CohortQuery,
        response: responses(200, ForecastAnswer),
      },
    },
    async (request) => {
      const { realm } = await readScope(request, realms, request.query)
      return { realm, study: await readStudy(platform, realm) }
    },
  )
}
export default migrationStudy

/** Pairs in which the address is not the same text. */
function changed({ pairs, counts }: Detection): number {
  return pairs - counts.identical
}

/** Firms beyond the region are shown only from what they disclose to everybody. */
function onlyDisclosed(nationwide: boolean, kind: HistoryKind | null): void {
  if (nationwide && kind !== 'annual-report')
    throw invalidParameter('nationwide', 'true', '只用于年度报告（annual-report），其他来源只给本地区的记录')
}
