import { Type } from 'typebox'
import { readers } from '../../access/rule.ts'
import { datasets } from '../../datasets/registry.ts'
import type { Resource } from '../context.ts'
import { recordRows } from '../firm-rows.ts'
import { notFound } from '../problem.ts'
import { responses } from '../responses.ts'
import { DatasetPath, Identifier, SourceRow } from '../schemas/shared.ts'

const RowPath = Type.Object({ ...DatasetPath.properties, rowId: Identifier })

const rows: Resource = (app, context) => {
  const { services } = context

  app.get(
    '/api/rows/:warehouse/:name/:rowId',
    {
      config: { access: readers },
      schema: {
        tags: ['溯源'],
        summary: '一个数值背后的原始记录：数据集、批次、文件、行',
        params: RowPath,
        querystring: Type.Object({
          batch: Type.Optional(
            Type.Integer({
              minimum: 1,
              maximum: Number.MAX_SAFE_INTEGER,
              description: '由该批次载入的版本；不给则取现行版本',
            }),
          ),
        }),
        response: responses(200, SourceRow),
      },
    },
    async (request) => {
      const { warehouse, name, rowId } = request.params
      const dataset = datasets.get(`${warehouse}/${name}`)
      if (dataset === undefined) throw notFound('数据集', `${warehouse}/${name}`)
      const row = await services.lineage.row({ dataset: dataset.id, rowId, batchId: request.query.batch })
      // One out of reach is not there: row-level security shows no difference.
      if (row === null) throw notFound('可见的记录', `${dataset.id}/${rowId}`)
      const values = Object.fromEntries(row.cells.map((cell) => [cell.name, cell.value]))
      await recordRows(context, request, dataset.id, [{ rowId, values }])
      return row
    },
  )
}
export default rows
