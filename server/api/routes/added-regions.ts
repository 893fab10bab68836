import { Type } from 'typebox'
import { addRegion, endRegion, readAddedRegions } from '../../access/region-tree.ts'
import { AccountRefusal } from '../../access/refusal.ts'
import { refusalProblem } from '../account-problem.ts'
import type { Resource } from '../context.ts'
import { signedInOf } from '../guard.ts'
import { responses } from '../responses.ts'
import { AddedRegionList, NewRegion } from '../schemas/region.ts'

const tags = ['区划']

/** 区划树: development zones and the like, added below a city by the system administrator. */
const addedRegions: Resource = (app, { platform, clock }) => {
  app.get(
    '/api/regions/added',
    {
      config: { access: ['system-admin', 'security-admin'] },
      schema: { tags, summary: '增设的地区（开发区等）', response: responses(200, AddedRegionList) },
    },
    async () => {
      const items = await readAddedRegions(platform)
      return { items, nextCursor: null, total: items.length }
    },
  )

  app.post(
    '/api/regions/added',
    {
      config: { access: ['system-admin'], audit: '增设地区' },
      schema: {
        tags,
        summary: '增设一个地区：六位统计用区划代码，位于一个设区的市之下',
        body: NewRegion,
        response: responses(201, Type.Null()),
      },
    },
    async (request, reply) => {
      await answered(addRegion(platform, signedInOf(request).username, request.body, clock()))
      return reply.code(201).send(null)
    },
  )

  app.delete(
    '/api/regions/added/:code',
    {
      config: { access: ['system-admin'], audit: '撤销增设的地区' },
      schema: {
        tags,
        summary: '撤销一个增设的地区；仍有账号属于它时不可撤销',
        params: Type.Object({ code: Type.String({ pattern: '^[1-9][0-9]{5}$' }) }),
        response: responses(204, Type.Null()),
      },
    },
    async (request, reply) => {
      await answered(endRegion(platform, signedInOf(request).username, request.params.code, clock()))
      return reply.code(204).send(null)
    },
  )
}
export default addedRegions

async function answered(change: Promise<void>): Promise<void> {
  try {
    await change
  } catch (error) {
    throw error instanceof AccountRefusal ? refusalProblem(error) : error
  }
}
