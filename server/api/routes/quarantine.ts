import { overseers, stewards } from '../../access/rule.ts'
import { datasets } from '../../datasets/registry.ts'
import { mendGroup, previewOf } from '../../governance/bulk-mend.ts'
import { checkValues, readRecord } from '../../governance/quarantined-record.ts'
import {
  dropRecords,
  listGroups,
  listRecords,
  openRecords,
  type Selection,
} from '../../governance/quarantine.ts'
import { closeSettledTickets } from '../../governance/tickets.ts'
import { readConnectors } from '../../ingest/connectors.ts'
import { replayRecords, ReplayError } from '../../ingest/replay.ts'
import { readSetAside } from '../../ingest/set-aside.ts'
import type { Realm } from '../../domain/realm.ts'
import type { Resource } from '../context.ts'
import { readIdCursor } from '../id-cursor.ts'
import { recordCells } from '../firm-rows.ts'
import { signedInOf } from '../guard.ts'
import { invalidParameter, notFound, Problem } from '../problem.ts'
import { responses } from '../responses.ts'
import { IdPath, QualityQuery } from '../schemas/governance.ts'
import {
  BulkPreview,
  BulkPreviewRequest,
  DropAnswer,
  DropRequest,
  QuarantineGroups,
  QuarantineItems,
  QuarantineQuery,
  QuarantineRecord,
  RecordCheck,
  RecordCheckResult,
  ReplayAnswer,
  ReplayRequest,
} from '../schemas/quarantine.ts'
import { defaultLimit } from '../scope.ts'

const tags = ['治理']

/** Records one request gives up at most. */
const mostDropped = 100_000

interface Group {
  readonly realm?: Realm
  readonly dataset: string
  readonly rule: string
  readonly column: string | null
}

const quarantine: Resource = async (app, context) => {
  const { config, platform, services, answers, realms, clock } = context
  const origins = { dataDirectory: config.dataDirectory, connectors: await readConnectors() }
  const selectionOf = async ({ realm, dataset, rule, column }: Group): Promise<Selection> => ({
    realm: realm ?? (await realms.first()),
    dataset,
    rule,
    column: column ?? '',
  })
  const settled = async (): Promise<void> => {
    await closeSettledTickets(platform, clock())
    answers.versions.touch()
    services.ingest.refresh()
  }

  app.get(
    '/api/governance/quarantine/groups',
    {
      config: { access: overseers },
      schema: {
        tags,
        summary: '隔离记录按数据集、规则、信息项分组',
        querystring: QualityQuery,
        response: responses(200, QuarantineGroups),
      },
    },
    async (request) => {
      const realm = request.query.realm ?? (await realms.first())
      return { realm, items: await listGroups(platform, realm) }
    },
  )

  app.get(
    '/api/governance/quarantine',
    {
      config: { access: overseers },
      schema: {
        tags,
        summary: '隔离记录，按数据集、规则、信息项、批次、状态筛选',
        querystring: QuarantineQuery,
        response: responses(200, QuarantineItems),
      },
    },
    async (request) => {
      const { limit = defaultLimit, cursor, realm, ...selection } = request.query
      const asked = { ...selection, realm: realm ?? (await realms.first()) }
      const found = await listRecords(platform, asked, { limit, after: readIdCursor(cursor) ?? 0 })
      for (const [id, items] of Map.groupBy(found.items, (item) => item.dataset)) {
        const cells = items.flatMap(({ column, value }) => (column === null ? [] : [{ [column]: value }]))
        await recordCells(context, request, id, cells)
      }
      return found
    },
  )

  app.get(
    '/api/governance/quarantine/:id',
    {
      config: { access: overseers },
      schema: {
        tags,
        summary: '一条隔离记录：原文、各信息项的值和问题、处理经过',
        params: IdPath,
        response: responses(200, QuarantineRecord),
      },
    },
    async (request) => {
      const { id } = request.params
      const found = await readRecord(platform, origins, id, clock())
      if (found === null) throw notFound('隔离记录', String(id))
      const values = Object.fromEntries(found.cells.map((cell) => [cell.name, cell.value]))
      await recordCells(context, request, found.dataset, [values])
      return found
    },
  )

  app.post(
    '/api/governance/quarantine/:id/check',
    {
      config: { access: stewards },
      schema: {
        tags,
        summary: '按契约校验修改后的值，并说明入仓会怎样；不写入',
        params: IdPath,
        body: RecordCheck,
        response: responses(200, RecordCheckResult),
      },
    },
    async (request) => {
      const { id } = request.params
      const [record] = await readSetAside(platform, [id])
      if (record === undefined) throw notFound('隔离记录', String(id))
      await recordCells(context, request, record.dataset, [request.body.values])
      return checkValues(platform, record, request.body.values, clock())
    },
  )

  app.post(
    '/api/governance/quarantine/preview',
    {
      config: { access: stewards },
      schema: {
        tags,
        summary: '预览一种修法对一组隔离记录的效果；不写入',
        body: BulkPreviewRequest,
        response: responses(200, BulkPreview),
      },
    },
    async (request) => {
      const { group, column, mend } = request.body
      requireColumn(group, column)
      return previewOf(
        await mendGroup(platform, origins, await selectionOf(group), { column, mend }, clock()),
      )
    },
  )

  app.post(
    '/api/governance/quarantine/replay',
    {
      config: { access: stewards },
      schema: {
        tags,
        summary: '修复的记录作为新批次入仓；重复提交不再改变任何数据',
        body: ReplayRequest,
        response: responses(200, ReplayAnswer),
      },
    },
    async (request) => {
      const { body } = request
      const now = clock()
      let records
      if ('records' in body) records = body.records
      else {
        requireColumn(body.group, body.column)
        const mended = await mendGroup(platform, origins, await selectionOf(body.group), body, now)
        records = mended.filter(({ fault, before, after }) => fault === null && before !== after)
        if (records.length === 0) {
          throw new Problem(409, 'nothing-mended', '没有可重放的记录', '这种修法没有使任何记录合于契约。')
        }
      }
      const by = signedInOf(request).username
      const done = await replayRecords(platform, {
        ...origins,
        records: records.map(({ id, values }) => ({ id, values })),
        reason: body.reason,
        by,
        now,
      }).catch(explain)
      await settled()
      return {
        batches: [...done.batches],
        mended: done.mended.length,
        refused: [...done.refused],
        settled: done.settled.length,
      }
    },
  )

  app.post(
    '/api/governance/quarantine/drop',
    {
      config: { access: stewards },
      schema: {
        tags,
        summary: '弃用隔离记录，须写明理由；原件仍然留存',
        body: DropRequest,
        response: responses(200, DropAnswer),
      },
    },
    async (request) => {
      const { body } = request
      const ids =
        'ids' in body ? body.ids : await openRecords(platform, await selectionOf(body.group), mostDropped)
      const decision = { reason: body.reason, by: signedInOf(request).username, now: clock() }
      const dropped = await dropRecords(platform, ids, decision)
      await settled()
      return { dropped }
    },
  )
}
export default quarantine

function requireColumn({ dataset }: Group, column: string): void {
  const found = datasets.get(dataset)
  if (found === undefined) throw notFound('数据集', dataset)
  if (!Object.hasOwn(found.columns, column)) {
    throw invalidParameter(
      'column',
      column,
      `${found.title}的信息项：${Object.keys(found.columns).join('、')}`,
    )
  }
}

function explain(error: unknown): never {
  if (!(error instanceof ReplayError)) throw error
  const faults = error.faults.slice(0, 50)
  throw new Problem(
    error.code === 'unknown' ? 404 : error.code === 'failed' ? 422 : 409,
    `replay-${error.code}`,
    '没有入仓',
    error.message,
    { errors: faults.map(({ id, column, fault }) => ({ path: `${id}.${column}`, message: fault.message })) },
  )
}
