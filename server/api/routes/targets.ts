import { Type } from 'typebox'
import { officials } from '../../access/rule.ts'
import { readDossierFacts } from '../../attraction/dossier-facts.ts'
import { writeDossier } from '../../attraction/dossier.ts'
import { type Ground, type Ranking, type Reach, readGround, readRanking } from '../../attraction/rank.ts'
import { writeReasonCard } from '../../attraction/reason-card.ts'
import { readScoring } from '../../attraction/scoring.ts'
import { writeTargetFile } from '../../attraction/target-file.ts'
import {
  selectTargets,
  type TargetFilter,
  viewGaps,
  viewRegion,
  viewTargets,
} from '../../attraction/target-view.ts'
import { readChainStandards } from '../../chain/chain-standard.ts'
import { reportType, writeReport } from '../../documents/report.ts'
import { databaseAsOf } from '../../warehouse/as-of.ts'
import { answerKey, sendAnswer } from '../answers.ts'
import type { Resource } from '../context.ts'
import { recordNamed, recordShown } from '../firm-use.ts'
import { createMemo } from '../memo.ts'
import { notFound } from '../problem.ts'
import { responses } from '../responses.ts'
import {
  TargetCard,
  TargetFileQuery,
  TargetList,
  TargetQuery,
  TargetScope,
  TargetScoring,
} from '../schemas/target.ts'
import { CreditCode } from '../schemas/shared.ts'
import { pageOf, readPage, readScope } from '../scope.ts'
import type { Scope } from '../services.ts'

const tags = ['沿链招商']
const ChainPath = Type.Object({ id: Type.String({ minLength: 1, maxLength: 60 }) })
const TargetPath = Type.Object({ ...ChainPath.properties, creditCode: CreditCode })
const File = Type.Unsafe<Buffer>(Type.String({ description: '文件' }))
const shownOfTarget = ['name', 'place', 'score', 'revenue', 'registered_capital']
/** A ranking holds every firm of the chain; a screen asks of few. */
const keptRankings = 8
/** What rankings of several regions share: one for each chain, realm and date in use. */
const keptGrounds = 4
const country = '100000'
/** Firms of one exported list. */
const longestFile = 500

type Asked = Scope & { readonly chain: string; readonly reach: Reach }

const targets: Resource = async (app, context) => {
  const { platform, answers, realms, clock } = context
  const chains = new Map((await readChainStandards()).map((chain) => [chain.id, chain]))
  const grounds = createMemo<Ground>(answers.versions, keptGrounds)
  const rankings = createMemo<Ranking>(answers.versions, keptRankings)

  const at = (scope: Asked) => databaseAsOf(platform, scope.asOf)

  function readTargets(scope: Asked): Promise<Ranking> {
    const chain = chains.get(scope.chain)
    if (chain === undefined) throw notFound('产业链', scope.chain)
    const { realm, asOf } = scope
    return rankings(answerKey('ranking', scope), () =>
      readRanking(at(scope), chain, scope, (month) =>
        grounds(answerKey('ground', { chain: chain.id, realm, asOf, month }), () =>
          readGround(at(scope), chain, { realm, month, region: country }),
        ),
      ),
    )
  }

  /** The firm for the gap asked for, or the one it scores highest in. */
  async function readOne(scope: Asked, creditCode: string, segment: string | undefined) {
    const ranking = await readTargets({ ...scope, reach: 'all' })
    const found = ranking.ranked.find(
      ({ firm, segment: own }) => firm.key === creditCode && (segment === undefined || own === segment),
    )
    if (found === undefined) throw notFound('目标企业', creditCode)
    const [[target], card, region] = await Promise.all([
      viewTargets(platform, ranking, [found]),
      writeReasonCard(at(scope), ranking.ground, scope.region, ranking.verdicts, found),
      viewRegion(platform, scope.region),
    ])
    if (target === undefined) throw notFound('目标企业', creditCode)
    return { ranking, firm: found.firm, target, card, region }
  }

  app.get(
    '/api/chains/:id/targets',
    {
      config: { access: officials },
      schema: {
        tags,
        summary: '目标企业：能补短板的外地企业，得分逐项附依据',
        params: ChainPath,
        querystring: TargetQuery,
        response: responses(200, TargetList),
      },
    },
    async (request, reply) => {
      const {
        segment,
        province,
        listed,
        size,
        reach = 'outside-province',
        limit,
        cursor,
        ...place
      } = request.query
      const page = readPage({ limit, cursor })
      const filter: TargetFilter = { segment, province, listed, size }
      const scope = { ...(await readScope(request, realms, place)), chain: request.params.id, reach }
      const key = answerKey('targets', { ...scope, ...filter, ...page })
      const answer = await answers.read(key, async () => {
        const ranking = await readTargets(scope)
        const { targets: found, provinces } = selectTargets(ranking, filter)
        const { items, ...rest } = pageOf(found, page)
        return {
          items: await viewTargets(platform, ranking, items),
          ...rest,
          region: await viewRegion(platform, scope.region),
          month: ranking.month,
          realm: scope.realm,
          gaps: viewGaps(ranking),
          provinces,
        }
      })
      await recordNamed(context, request, 'gap', shownOfTarget, answer)
      return sendAnswer(request, reply, answer)
    },
  )

  app.get(
    '/api/chains/:id/targets/file',
    {
      config: { access: officials, audit: '导出目标企业清单' },
      schema: {
        tags,
        summary: '目标企业清单的文件：XLSX（附评分口径和说明页）或 CSV',
        params: ChainPath,
        querystring: TargetFileQuery,
        response: responses(200, File),
      },
    },
    async (request, reply) => {
      const {
        segment,
        province,
        listed,
        size,
        reach = 'outside-province',
        format = 'xlsx',
        ...place
      } = request.query
      const scope = { ...(await readScope(request, realms, place)), chain: request.params.id, reach }
      const ranking = await readTargets(scope)
      const { targets: found } = selectTargets(ranking, { segment, province, listed, size })
      const shown = found.slice(0, longestFile)
      await recordShown(context, request, {
        object: 'gap',
        fields: shownOfTarget,
        firms: shown.map(({ firm }) => firm.key),
      })
      const region = await viewRegion(platform, scope.region)
      const file = await writeTargetFile(
        {
          title: `${region.name}${ranking.ground.chain.title}目标企业-${ranking.month}`,
          region,
          month: ranking.month,
          realm: scope.realm,
          targets: await viewTargets(platform, ranking, shown),
          total: found.length,
        },
        format,
        clock(),
      )
      return reply
        .header('content-type', file.type)
        .header('content-disposition', attachment(file.name))
        .send(file.content)
    },
  )

  app.get(
    '/api/chains/:id/targets/:creditCode',
    {
      config: { access: officials },
      schema: {
        tags,
        summary: '一家目标企业的理由卡：为什么、落地后变化、可能的本地客户、风险、尚不掌握',
        params: TargetPath,
        querystring: TargetScope,
        response: responses(200, TargetCard),
      },
    },
    async (request, reply) => {
      const { segment, reach = 'all', ...place } = request.query
      const scope = { ...(await readScope(request, realms, place)), chain: request.params.id, reach }
      const { creditCode } = request.params
      const key = answerKey('target', { ...scope, creditCode, segment })
      const answer = await answers.read(key, async () => {
        const { ranking, target, card, region } = await readOne(scope, creditCode, segment)
        return { target, region, month: ranking.month, realm: scope.realm, ...card }
      })
      await recordNamed(context, request, 'gap', shownOfTarget, answer)
      return sendAnswer(request, reply, answer)
    },
  )

  app.get(
    '/api/chains/:id/targets/:creditCode/dossier',
    {
      config: { access: officials, audit: '导出尽调材料' },
      schema: {
        tags,
        summary: '一家目标企业的尽调材料（DOCX）：企业情况、匹配理由、落地推算、风险、尚不掌握、来源',
        params: TargetPath,
        querystring: TargetScope,
        response: responses(200, File),
      },
    },
    async (request, reply) => {
      const { segment, reach = 'all', ...place } = request.query
      const scope = { ...(await readScope(request, realms, place)), chain: request.params.id, reach }
      const { ranking, firm, target, card, region } = await readOne(scope, request.params.creditCode, segment)
      const facts = await readDossierFacts(at(scope), firm)
      const report = writeDossier({
        region,
        month: ranking.month,
        realm: scope.realm,
        chainTitle: ranking.ground.chain.title,
        target,
        card,
        facts,
      })
      await recordShown(context, request, {
        object: 'gap',
        fields: [...shownOfTarget, 'address', 'business_scope', 'products'],
        firms: [firm.key, ...card.buyers.flatMap((buyer) => buyer.creditCode ?? [])],
      })
      return reply
        .header('content-type', reportType)
        .header('content-disposition', attachment(`${report.title}.docx`))
        .send(await writeReport(report, clock()))
    },
  )

  app.get(
    '/api/chains/:id/target-scoring',
    {
      config: { access: officials },
      schema: {
        tags,
        summary: '评分口径，以及排序在历史投资上的回测（合成数据）',
        params: ChainPath,
        querystring: Type.Object({}),
        response: responses(200, TargetScoring),
      },
    },
    async (request, reply) => {
      const { id } = request.params
      if (!chains.has(id)) throw notFound('产业链', id)
      const answer = await answers.read(answerKey('target-scoring', { id }), () => readScoring(platform, id))
      return sendAnswer(request, reply, answer)
    },
  )
}
export default targets

function attachment(name: string): string {
  return `attachment; filename*=UTF-8''${encodeURIComponent(name)}`
}
