import type { SourceRecord } from '../../connectors/contract.ts'
import { segmentById } from './chain.ts'
import type { Firm } from './enterprises.ts'
import { MONTHS } from './months.ts'
import type { OutsideParty } from './outside.ts'
import { nameAt, placeAt, type World } from './world.ts'

/** 分 → '123.45'. */
export function yuanText(cents: number): string {
  const whole = Math.trunc(cents / 100)
  const rest = Math.abs(cents % 100)
  return rest === 0 ? String(whole) : `${whole}.${String(rest).padStart(2, '0')}`
}

interface PartyColumns {
  readonly code: string
  readonly name: string
  readonly county: string
  readonly country: string
}

function partyAt(world: World, party: Firm | OutsideParty, month: number): PartyColumns {
  if ('serial' in party) {
    return {
      code: party.code,
      name: nameAt(world, party, month),
      county: placeAt(world, party, month).county,
      country: '',
    }
  }
  return {
    code: party.code ?? '',
    name: party.name,
    county: party.place?.county ?? '',
    country: party.country ?? '',
  }
}

/** Supply transactions of the months [from, until), numbered within their month. */
export function* supplyTransactions(world: World, from: number, until: number): Generator<SourceRecord> {
  let number = 0
  let current = -1
  for (const { edge, month, product, cents, quantity } of world.trades) {
    if (month < from || month >= until) continue
    if (month !== current) number = 0
    current = month
    number++
    const supplier = partyAt(world, edge.supplier, month)
    const buyer = partyAt(world, edge.buyer, month)
    const text = MONTHS[month] ?? ''
    yield {
      transaction_id: `DEM-${text.replace('-', '')}-${String(number).padStart(5, '0')}`,
      month: text,
      supplier_credit_code: supplier.code,
      supplier_name: supplier.name,
      supplier_county_code: supplier.county,
      supplier_country: supplier.country,
      buyer_credit_code: buyer.code,
      buyer_name: buyer.name,
      buyer_county_code: buyer.county,
      buyer_country: buyer.country,
      segment: edge.segment,
      product,
      quantity: String(quantity),
      unit: segmentById(edge.segment).unit,
      amount: yuanText(cents),
    }
  }
}
