export interface AuctionResult {
  /** Units traded. */
  readonly quantity: number
  /** One price for both sides; null where buyers and sellers have different ones or nothing is traded. */
  readonly price: number | null
  readonly buyerPrice: number | null
  readonly sellerPrice: number | null
  /** Value to the buyers less cost to the sellers over the units traded. */
  readonly surplus: number
  /** (buyerPrice − sellerPrice) · quantity: what the organiser keeps. */
  readonly retained: number
  /** Units and surplus a planner who knows all values would reach. */
  readonly efficientQuantity: number
  readonly efficientSurplus: number
  /** Positions from 0 in the lists given, the best offer first. */
  readonly buyers: number[]
  readonly sellers: number[]
}

/**
 * Sealed double auction of McAfee (Journal of Economic Theory 56, 1992), one unit a bid. With k the last bid that
 * reaches its ask, the price is the mean of bid and ask k + 1 where the first k all accept it; otherwise, or where
 * a side has no further offer, k − 1 units trade, buyers paying bid k and sellers getting ask k. To name one's true
 * value is the best strategy; nobody trades at a loss; the organiser never pays in.
 */
export function clearAuction(bids: readonly number[], asks: readonly number[]): AuctionResult {
  const buyers = order(bids, (a, b) => b - a)
  const sellers = order(asks, (a, b) => a - b)
  const bid = (rank: number): number | undefined => bids[buyers[rank] ?? -1]
  const ask = (rank: number): number | undefined => asks[sellers[rank] ?? -1]
  let k = 0
  while ((bid(k) ?? -Infinity) >= (ask(k) ?? Infinity)) k++
  const efficientSurplus = gains(bid, ask, k)
  const uniform = ((bid(k) ?? NaN) + (ask(k) ?? NaN)) / 2
  const accepted = k > 0 && uniform <= (bid(k - 1) ?? NaN) && uniform >= (ask(k - 1) ?? NaN)
  const quantity = accepted ? k : Math.max(k - 1, 0)
  const traded = quantity > 0
  const buyerPrice = traded ? (accepted ? uniform : (bid(k - 1) ?? null)) : null
  const sellerPrice = traded ? (accepted ? uniform : (ask(k - 1) ?? null)) : null
  return {
    quantity,
    price: buyerPrice === sellerPrice ? buyerPrice : null,
    buyerPrice,
    sellerPrice,
    surplus: gains(bid, ask, quantity),
    retained: ((buyerPrice ?? 0) - (sellerPrice ?? 0)) * quantity,
    efficientQuantity: k,
    efficientSurplus,
    buyers: buyers.slice(0, quantity),
    sellers: sellers.slice(0, quantity),
  }
}

/** Positions by value; equal offers keep the order in which they came. */
function order(values: readonly number[], compare: (a: number, b: number) => number): number[] {
  return [...values.keys()].toSorted((a, b) => compare(values[a] ?? 0, values[b] ?? 0) || a - b)
}

function gains(
  bid: (rank: number) => number | undefined,
  ask: (rank: number) => number | undefined,
  quantity: number,
): number {
  let sum = 0
  for (let rank = 0; rank < quantity; rank++) sum += (bid(rank) ?? 0) - (ask(rank) ?? 0)
  return sum
}
