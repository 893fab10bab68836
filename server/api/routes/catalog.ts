import { Type } from 'typebox'
import { readers } from '../../access/rule.ts'
import { datasets } from '../../datasets/registry.ts'
import { readCatalog, readDataset } from '../catalog.ts'
import type { Resource } from '../context.ts'
import { notFound } from '../problem.ts'
import { responses } from '../responses.ts'
import { DatasetDetail, DatasetList } from '../schemas/dataset.ts'
import { DatasetPath, ListQuery } from '../schemas/shared.ts'
import { pageOf, readPage } from '../scope.ts'

const tags = ['目录']

const catalog: Resource = (app, { database, services }) => {
  app.get(
    '/api/catalog/datasets',
    {
      config: { access: readers },
      schema: {
        tags,
        summary: '数据目录',
        querystring: Type.Object(ListQuery),
        response: responses(200, DatasetList),
      },
    },
    async (request) => pageOf(await readCatalog(database), readPage(request.query)),
  )

  app.get(
    '/api/catalog/datasets/:warehouse/:name',
    {
      config: { access: readers },
      schema: {
        tags,
        summary: '一个数据集：信息项、规则、来源',
        params: DatasetPath,
        response: responses(200, DatasetDetail),
      },
    },
    async (request) => {
      const { warehouse, name } = request.params
      const dataset = datasets.get(`${warehouse}/${name}`)
      if (dataset === undefined) throw notFound('数据集', `${warehouse}/${name}`)
      return readDataset(database, dataset, await services.ingest.sources())
    },
  )
}
export default catalog
