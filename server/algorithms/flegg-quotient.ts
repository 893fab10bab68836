/** Exponent δ of the size of the region; Flegg & Tohmo find 0.25–0.35, 0.3 is the usual choice. */
const usualDelta = 0.3

/**
 * FLQ (Flegg, Webber & Elliott 1995; Flegg & Webber 1997): share of the purchases of buyer sector j from supplier
 * sector i that the region is taken to meet itself, 0–1.
 *
 * FLQᵢⱼ = CILQᵢⱼ·λ with CILQᵢⱼ = LQᵢ ÷ LQⱼ and λ = [log₂(1 + E_region ÷ E_nation)]^δ; capped at 1.
 * @param supplier LQᵢ, dimensionless
 * @param buyer LQⱼ, above 0
 * @param sizeShare E_region ÷ E_nation, 0–1
 */
export function fleggQuotient(
  { supplier, buyer, sizeShare }: { supplier: number; buyer: number; sizeShare: number },
  delta: number = usualDelta,
): number {
  const lambda = Math.log2(1 + sizeShare) ** delta
  return Math.min(1, (supplier / buyer) * lambda)
}
