import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import component from '../../server/capabilities/double-auction.ts'
import { createDivisionIndex } from '../../server/fusion/division-index.ts'

const resources = { divisions: () => Promise.resolve(createDivisionIndex([])) }
const run = async (input: typeof component.sample) => await component.run(input, resources)
type Result = Awaited<ReturnType<typeof run>>
const offers = fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 8 })

const buyerGain = ({ buyers, buyerPrice }: Result, at: number, value: number) =>
  buyers.includes(at) ? value - buyerPrice! : 0
const sellerGain = ({ sellers, sellerPrice }: Result, at: number, cost: number) =>
  sellers.includes(at) ? sellerPrice! - cost : 0

describe('双边拍卖', () => {
  test('9、8、7、4 对 2、3、4、8：成交 3，价格 6，剩余 15', async () => {
    expect(await run({ bids: [9, 8, 7, 4], asks: [2, 3, 4, 8] })).toMatchObject({
      quantity: 3,
      price: 6,
      surplus: 15,
      retained: 0,
    })
  })

  test('中间价不被接受时少成交一个单位，买卖价不同', async () => {
    const result = await run({ bids: [10, 9, 1], asks: [2, 8, 9] })
    expect(result).toMatchObject({ quantity: 1, price: null, buyerPrice: 9, sellerPrice: 8, retained: 1 })
    expect(result.efficientQuantity).toBe(2)
    expect(result.surplus).toBe(8)
  })

  test('没有人可以成交时各项为空', async () => {
    const nothing = { quantity: 0, price: null, buyerPrice: null, sellerPrice: null, surplus: 0 }
    expect(await run({ bids: [1], asks: [2] })).toMatchObject(nothing)
    expect(await run({ bids: [], asks: [] })).toMatchObject(nothing)
    expect(await run({ bids: [5], asks: [1] })).toMatchObject({ ...nothing, efficientQuantity: 1 })
  })

  test('个体理性与预算平衡：无人亏损，组织者不贴钱，至多少成交一个单位', async () => {
    await fc.assert(
      fc.asyncProperty(offers, offers, async (bids, asks) => {
        const result = await run({ bids, asks })
        expect(result.buyers).toHaveLength(result.quantity)
        expect(result.sellers).toHaveLength(result.quantity)
        for (const buyer of result.buyers) expect(bids[buyer]!).toBeGreaterThanOrEqual(result.buyerPrice!)
        for (const seller of result.sellers) expect(asks[seller]!).toBeLessThanOrEqual(result.sellerPrice!)
        expect(result.retained).toBeGreaterThanOrEqual(0)
        expect(result.efficientQuantity - result.quantity).toBeLessThanOrEqual(1)
        expect(result.surplus).toBeLessThanOrEqual(result.efficientSurplus)
        expect(result.surplus).toBe(
          result.buyers.reduce((sum, buyer) => sum + bids[buyer]!, 0) -
            result.sellers.reduce((sum, seller) => sum + asks[seller]!, 0),
        )
      }),
      { numRuns: 500 },
    )
  })

  test('激励相容：谁改报别的数都不会更好', async () => {
    await fc.assert(
      fc.asyncProperty(
        offers.filter((list) => list.length > 0),
        offers.filter((list) => list.length > 0),
        fc.nat(),
        fc.integer({ min: 0, max: 35 }),
        async (bids, asks, who, other) => {
          const honest = await run({ bids, asks })
          const buyer = who % bids.length
          const seller = who % asks.length
          const asBuyer = await run({ bids: bids.with(buyer, other), asks })
          const asSeller = await run({ bids, asks: asks.with(seller, other) })
          expect(buyerGain(asBuyer, buyer, bids[buyer]!)).toBeLessThanOrEqual(
            buyerGain(honest, buyer, bids[buyer]!),
          )
          expect(sellerGain(asSeller, seller, asks[seller]!)).toBeLessThanOrEqual(
            sellerGain(honest, seller, asks[seller]!),
          )
        },
      ),
      { numRuns: 2000 },
    )
  })
})
