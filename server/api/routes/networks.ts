import { Type } from 'typebox'
import { officials } from '../../access/rule.ts'
import { readChainStandards } from '../../chain/chain-standard.ts'
import { readClusterNetwork } from '../../chain/read-cluster-network.ts'
import { answerKey, sendAnswer, type Answer } from '../answers.ts'
import type { Resource } from '../context.ts'
import { recordShown } from '../firm-use.ts'
import { notFound } from '../problem.ts'
import { responses } from '../responses.ts'
import { ChainQuery } from '../schemas/chain.ts'
import { ClusterNetwork } from '../schemas/network.ts'
import { readScope } from '../scope.ts'

const ChainPath = Type.Object({ id: Type.String({ minLength: 1, maxLength: 60 }) })

/** Firms of answers that are kept and sent again. */
const firmsOf = new WeakMap<Answer, readonly string[]>()

const networks: Resource = async (app, context) => {
  const { platform, database, answers, realms } = context
  const chains = new Map((await readChainStandards()).map((chain) => [chain.id, chain]))

  app.get(
    '/api/chains/:id/network',
    {
      // Kept answers are compressed once.
      compress: false,
      config: { access: officials },
      schema: {
        tags: ['产业链'],
        summary: '企业网络：一条链的企业、供应关系和在图上的位置',
        params: ChainPath,
        querystring: ChainQuery,
        response: responses(200, ClusterNetwork),
      },
    },
    async (request, reply) => {
      const { region, realm, asOf } = await readScope(request, realms, request.query)
      const chain = chains.get(request.params.id)
      if (chain === undefined) throw notFound('产业链', request.params.id)
      const query = { region, realm, asOf }
      const key = answerKey('network', { ...query, chain: chain.id })
      const answer = await answers.read(key, () =>
        readClusterNetwork({ platform, viewers: database }, chain, query),
      )
      await recordShown(context, request, {
        object: 'network',
        fields: ['name', 'place', 'segments', 'suppliers', 'customers'],
        firms: partiesIn(answer),
      })
      return sendAnswer(request, reply, answer)
    },
  )
}
export default networks

function partiesIn(answer: Answer): readonly string[] {
  const known = firmsOf.get(answer)
  if (known !== undefined) return known
  const { nodes } = JSON.parse(answer.body.toString('utf8')) as ClusterNetwork
  firmsOf.set(answer, nodes.party)
  return nodes.party
}
