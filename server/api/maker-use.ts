import type { FastifyRequest } from 'fastify'
import type { ProductMaker } from '../chain/product-makers.ts'
import { recordShown, type LedgerContext } from './firm-use.ts'

/**
 * Listed companies disclosed what they make: reading it is no use of a firm's data. What other firms handed in is
 * theirs, and each is told.
 */
export function recordMakers(
  context: LedgerContext,
  request: FastifyRequest,
  makers: readonly ProductMaker[],
): Promise<void> {
  return recordShown(context, request, {
    object: 'enterprise/enterprise-product',
    fields: ['product', 'revenue_ratio'],
    firms: makers.filter(({ disclosed }) => !disclosed).flatMap(({ creditCode }) => creditCode ?? []),
  })
}
