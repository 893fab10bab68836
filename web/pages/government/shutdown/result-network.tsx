/**
 * The network a result was computed on: firms are numbered anew whenever the trade is read anew, so that a
 * result may only be laid over the network of its own version.
 */
import { useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { ClusterNetwork } from '../../../../server/api/schemas/network.ts'
import type { ScenarioResult } from '../../../../server/api/schemas/scenario.ts'
import { useClusterNetwork } from '../../../data/network.ts'
import { refresh } from '../../../data/resource.ts'
import { Answer } from '../../../parts/answer.tsx'
import { EmptyState } from '../../../parts/empty-state.tsx'
import { useScope } from '../../../shell/scope.tsx'
import { scopeOf } from './draft.ts'

export function ResultNetwork({
  result,
  children,
}: {
  readonly result: ScenarioResult
  readonly children: (network: ClusterNetwork) => ReactNode
}) {
  const { query } = useScope()
  const client = useQueryClient()
  const network = useClusterNetwork(scopeOf(query))
  return (
    <Answer of={network} title="正在读取企业网络">
      {(data) =>
        String(data.version) === result.networkVersion ? (
          children(data)
        ) : (
          <EmptyState compact title="供应交易已更新" detail="结果与图不是同一版网络，需重新推演。">
            <button
              type="button"
              className="button button-small"
              onClick={() => void refresh(client, '/api/chains/', '/api/scenarios/')}
            >
              重新推演
            </button>
          </EmptyState>
        )
      }
    </Answer>
  )
}
