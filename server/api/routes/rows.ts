import { Type } from 'typebox'
import { readers } from '../../access/rule.ts'
import { datasets } from '../../datasets/registry.ts'
import type { Resource } from '../context.ts'
import { notFound } from '../problem.ts'
import { responses } from '../responses.ts'
import { DatasetPath, Identifier, SourceRow } from '../schemas/shared.ts'

const RowPath = Type.Object({ ...DatasetPath.properties, rowId: Identifier })

const rows: Resource = (app, { services }) => {
  app.get(
    '/api/rows/:warehouse/:name/:rowId',
    {
      config: { access: readers },
      schema: {
        tags: ['溯源'],
        summary: '一个数值背后的原始记录：数据集、批次、文件、行',
        params: RowPath,
        response: responses(200, SourceRow),
      },
    },
    async (request) => {
      const { warehouse, name, rowId } = request.params
      const dataset = datasets.get(`${warehouse}/${name}`)
      if (dataset === undefined) throw notFound('数据集', `${warehouse}/${name}`)
      const row = await services.lineage.row({ dataset: dataset.id, rowId })
      // One out of reach is not there: row-level security shows no difference.
      if (row === null) throw notFound('可见的记录', `${dataset.id}/${rowId}`)
      return row
    },
  )
}
export default rows
