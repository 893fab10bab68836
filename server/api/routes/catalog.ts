import { Type } from 'typebox'
import { readers } from '../../access/rule.ts'
import { dayOf } from '../../catalogue/state.ts'
import { toDcat } from '../../catalogue/dcat.ts'
import { readEntries } from '../../catalogue/entries.ts'
import { readApprovals } from '../../catalogue/grade-overrides.ts'
import { writeCatalogueWorkbook } from '../../catalogue/workbook.ts'
import { datasets, type NamedDataset } from '../../datasets/registry.ts'
import { workbookType } from '../../documents/workbook.ts'
import { describeEntry, previewDataset, readDetail } from '../catalog.ts'
import type { Resource } from '../context.ts'
import { recordRows } from '../firm-rows.ts'
import { notFound } from '../problem.ts'
import { responses } from '../responses.ts'
import { CatalogDetail, CatalogList, CatalogQuery, Preview, PreviewQuery } from '../schemas/catalog.ts'
import { DatasetPath } from '../schemas/shared.ts'
import { pageOf, readPage } from '../scope.ts'

const tags = ['目录']

const catalog: Resource = (app, context) => {
  const { database, platform, services, clock } = context

  app.get(
    '/api/catalog/datasets',
    {
      config: { access: readers },
      schema: {
        tags,
        summary: '数据目录：按名称、信息项、拼音或首字母检索，按仓、级别、共享类型筛选',
        querystring: Type.Object(CatalogQuery),
        response: responses(200, CatalogList),
      },
    },
    async (request) => {
      const entries = await readEntries(platform, request.query, clock())
      const { items, ...page } = pageOf(entries, readPage(request.query))
      return { ...page, items: items.map(describeEntry) }
    },
  )

  app.get(
    '/api/catalog/datasets/:warehouse/:name',
    {
      config: { access: readers },
      schema: {
        tags,
        summary: '一个数据集：目录各项、信息项、级别、质量、来源',
        params: DatasetPath,
        response: responses(200, CatalogDetail),
      },
    },
    async (request) =>
      readDetail(platform, knownDataset(request.params), await services.ingest.sources(), clock()),
  )

  app.get(
    '/api/catalog/datasets/:warehouse/:name/preview',
    {
      config: { access: readers },
      schema: {
        tags,
        summary: '数据集的前几行：只有辖区内的记录，级别高于权限的信息项不可见',
        params: DatasetPath,
        querystring: Type.Object(PreviewQuery),
        response: responses(200, Preview),
      },
    },
    async (request) => {
      const dataset = knownDataset(request.params)
      const preview = await previewDataset(database, dataset, request.query.limit ?? 20)
      const rows = preview.rows.map(({ rowId, cells }) => ({
        rowId,
        values: Object.fromEntries(preview.columns.map(({ name }, at) => [name, cells[at]])),
      }))
      await recordRows(context, request, dataset.id, rows)
      return preview
    },
  )

  app.get(
    '/api/catalog/export',
    {
      config: { access: readers },
      schema: {
        tags,
        summary: '下载目录：DCAT-AP 3（JSON-LD）或 XLSX',
        querystring: Type.Object({
          format: Type.Union([Type.Literal('dcat'), Type.Literal('xlsx')]),
        }),
        response: responses(200, Type.Any({ description: '文件' })),
      },
    },
    async (request, reply) => {
      const now = clock()
      const entries = await readEntries(platform, {}, now)
      const name = `catalog-${dayOf(now)}`
      if (request.query.format === 'dcat') {
        const document = toDcat(entries, `${request.protocol}://${request.host}`, now)
        return reply
          .header('content-type', 'application/ld+json; charset=utf-8')
          .header('content-disposition', `attachment; filename="${name}.jsonld"`)
          .send(Buffer.from(JSON.stringify(document, null, 2)))
      }
      return reply
        .header('content-type', workbookType)
        .header('content-disposition', `attachment; filename="${name}.xlsx"`)
        .send(await writeCatalogueWorkbook(entries, await readApprovals(platform), now))
    },
  )
}
export default catalog

function knownDataset({
  warehouse,
  name,
}: {
  readonly warehouse: string
  readonly name: string
}): NamedDataset {
  const id = `${warehouse}/${name}`
  const found = datasets.get(id)
  if (found === undefined) throw notFound('数据集', id)
  return found
}
