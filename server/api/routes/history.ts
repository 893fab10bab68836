import { Type } from 'typebox'
import { overseers, readers } from '../../access/rule.ts'
import { currentViewer } from '../../access/viewing.ts'
import { readRows } from '../../collection/dataset-rows.ts'
import { readRawRecord } from '../../collection/raw-record.ts'
import { InvalidCondition, readConditions, readInstant, readSort } from '../../collection/row-conditions.ts'
import type { RowQuery } from '../../collection/row-conditions.ts'
import { exportLimits, writeRows } from '../../collection/row-export.ts'
import { readChangeDays, readDifferences, readVersions } from '../../collection/row-history.ts'
import { createRowOrders } from '../../collection/row-orders.ts'
import { columnsOf, datasets, type NamedDataset } from '../../datasets/registry.ts'
import { workbookType } from '../../documents/workbook.ts'
import { isRequired } from '../../warehouse/tables.ts'
import { describeRule } from '../../catalogue/words.ts'
import { readConnectors } from '../../ingest/connectors.ts'
import { sendJson } from '../answers.ts'
import type { Resource } from '../context.ts'
import { recordRows, recordRowsBehind, recordRowsText } from '../firm-rows.ts'
import { signedInOf } from '../guard.ts'
import { invalidParameter, notFound, Problem } from '../problem.ts'
import { responses } from '../responses.ts'
import {
  ChangeDayList,
  DatasetColumns,
  DifferenceList,
  DifferencesQuery,
  ExportQuery,
  RawRecord,
  RowsQuery,
  RowVersionList,
  StandardRowList,
} from '../schemas/history.ts'
import { DatasetPath, Identifier } from '../schemas/shared.ts'
import { readPage } from '../scope.ts'

const tags = ['归集']
const RowPath = Type.Object({ ...DatasetPath.properties, rowId: Identifier })

const history: Resource = async (app, context) => {
  const { config, database, platform } = context
  const orders = createRowOrders(platform)
  const connectors = await readConnectors()

  app.get(
    '/api/datasets/:warehouse/:name/rows',
    {
      // A page is some 30 KB: packing it costs more of the processor than finding it.
      compress: false,
      config: { access: readers, audit: '查看归集数据' },
      schema: {
        tags,
        summary: '一个数据集的标准记录：筛选、排序、任意时点',
        description:
          '筛选参数 filter.<列>：文本“词”为包含、“=甲|乙”为等于其一；数值、日期“起..止”；:missing、:present。',
        params: DatasetPath,
        querystring: RowsQuery,
        response: responses(200, StandardRowList),
      },
    },
    async (request, reply) => {
      const query = rowQuery(request.params, request.query, readPage(request.query))
      const { items, total } = await readRows({ database, orders }, currentViewer(), query)
      await recordRowsText(context, request, query.dataset.id, items)
      const end = query.offset + query.limit
      const cursor = end < total ? `"${end}"` : 'null'
      return sendJson(reply, `{"items":${items},"nextCursor":${cursor},"total":${total}}`)
    },
  )

  app.get(
    '/api/datasets/:warehouse/:name/rows/export',
    {
      config: { access: readers, audit: '导出归集数据' },
      schema: {
        tags,
        summary: '把筛选出的标准记录导出为 CSV 或 XLSX，每行附来源文件和行号',
        params: DatasetPath,
        querystring: ExportQuery,
        response: responses(200, Type.String()),
      },
    },
    async (request, reply) => {
      const { format } = request.query
      const limit = exportLimits[format]
      const query = rowQuery(request.params, request.query, { offset: 0, limit })
      const { items, total } = await readRows({ database, orders }, currentViewer(), query)
      if (total > limit) {
        throw new Problem(
          413,
          'export-too-large',
          '导出过大',
          `筛选出 ${total} 条，一个文件至多 ${limit} 条。`,
          {
            expected: '缩小筛选范围后再导出，或经交换共享申请整库交付',
          },
        )
      }
      const file = await writeRows(platform, query, items, format)
      await recordRowsText(context, request, query.dataset.id, items)
      const name = `${query.dataset.title}.${format}`
      return reply
        .header('content-type', format === 'csv' ? 'text/csv; charset=utf-8' : workbookType)
        .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`)
        .send(file as unknown as string)
    },
  )

  app.get(
    '/api/datasets/:warehouse/:name/rows/:rowId/versions',
    {
      config: { access: readers, audit: '查看记录历史' },
      schema: {
        tags,
        summary: '一条记录的全部版本，新的在前，各有哪些列变了',
        params: RowPath,
        response: responses(200, RowVersionList),
      },
    },
    async (request) => {
      const dataset = knownDataset(request.params)
      const items = await readVersions(database, dataset, request.params.rowId)
      if (items === null) throw notFound('记录', `${dataset.id}/${request.params.rowId}`)
      await recordRows(context, request, dataset.id, items)
      return {
        items: items.map((item) => ({ ...item, masked: [...item.masked], changed: [...item.changed] })),
        nextCursor: null,
      }
    },
  )

  app.get(
    '/api/datasets/:warehouse/:name/rows/:rowId/raw',
    {
      config: { access: readers, audit: '查看原始记录' },
      schema: {
        tags,
        summary: '标准记录背后的原始记录：原字段、取自哪些字段、作了什么转换',
        params: RowPath,
        querystring: Type.Object({ batchId: Type.Optional(Identifier) }),
        response: responses(200, RawRecord),
      },
    },
    async (request) => {
      const dataset = knownDataset(request.params)
      const { rowId } = request.params
      const record = await readRawRecord(
        database,
        { connectors, dataDirectory: config.dataDirectory },
        dataset,
        {
          rowId,
          batchId: request.query.batchId ?? null,
          whole: overseers.includes(signedInOf(request).role),
        },
      )
      if (record === null) throw notFound('记录', `${dataset.id}/${rowId}`)
      const columns = record.cells.flatMap((cell) => (cell.conversion === 'absent' ? [] : [cell.name]))
      await recordRowsBehind(context, request, [{ dataset: dataset.id, rowId, columns }])
      return {
        ...record,
        fields: [...record.fields],
        cells: record.cells.map((cell) => ({ ...cell, headers: [...cell.headers] })),
      }
    },
  )

  app.get(
    '/api/datasets/:warehouse/:name/differences',
    {
      config: { access: readers, audit: '查看归集数据' },
      schema: {
        tags,
        summary: '两个时点之间新增和变更的记录；记录从不删除',
        params: DatasetPath,
        querystring: DifferencesQuery,
        response: responses(200, DifferenceList),
      },
    },
    async (request) => {
      const dataset = knownDataset(request.params)
      const page = readPage(request.query)
      const from = instant('from', request.query.from)
      const to = request.query.to === undefined ? new Date() : instant('to', request.query.to)
      if (from > to) throw invalidParameter('from', request.query.from, '不晚于 to 的时点')
      const { items, added, changed } = await readDifferences(database, dataset, { from, to, ...page })
      const shown = items.flatMap(({ rowId, before, after }) =>
        [after, before].flatMap((values) => (values === null ? [] : [{ rowId, values }])),
      )
      await recordRows(context, request, dataset.id, shown)
      const total = added + changed
      const end = page.offset + page.limit
      return {
        items: items.map((item) => ({ ...item, changed: [...item.changed] })),
        nextCursor: end < total ? String(end) : null,
        total,
        added,
        changed,
      }
    },
  )

  app.get(
    '/api/datasets/:warehouse/:name/columns',
    {
      config: { access: readers },
      schema: {
        tags,
        summary: '数据集的列：类型、单位、可取的值、规则',
        params: DatasetPath,
        response: responses(200, DatasetColumns),
      },
    },
    (request) => {
      const dataset = knownDataset(request.params)
      return {
        id: dataset.id,
        title: dataset.title,
        key: [...dataset.key],
        columns: columnsOf(dataset).map(([name, column]) => ({
          name,
          title: column.title,
          type: column.type,
          unit: column.unit ?? null,
          required: isRequired(dataset, name, column),
          oneOf: column.oneOf === undefined ? null : [...column.oneOf],
          rule: describeRule(column),
        })),
      }
    },
  )

  app.get(
    '/api/datasets/:warehouse/:name/change-days',
    {
      config: { access: readers },
      schema: {
        tags,
        summary: '数据集内容有变化的日期，新的在前',
        params: DatasetPath,
        response: responses(200, ChangeDayList),
      },
    },
    async (request) => ({
      items: [...(await readChangeDays(database, knownDataset(request.params)))],
      nextCursor: null,
    }),
  )
}
export default history

function knownDataset({
  warehouse,
  name,
}: {
  readonly warehouse: string
  readonly name: string
}): NamedDataset {
  const dataset = datasets.get(`${warehouse}/${name}`)
  if (dataset === undefined) throw notFound('数据集', `${warehouse}/${name}`)
  return dataset
}

function rowQuery(
  path: { readonly warehouse: string; readonly name: string },
  query: { readonly asOf?: string; readonly sort?: string },
  page: { readonly offset: number; readonly limit: number },
): RowQuery {
  const dataset = knownDataset(path)
  return {
    dataset,
    conditions: understood(() => readConditions(dataset, query)),
    sort: understood(() => readSort(dataset, query.sort)),
    asOf: query.asOf === undefined ? null : instant('asOf', query.asOf),
    ...page,
  }
}

function instant(parameter: string, text: string): Date {
  return understood(() => readInstant(parameter, text))
}

function understood<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof InvalidCondition)
      throw invalidParameter(error.parameter, error.received, error.expected)
    throw error
  }
}
