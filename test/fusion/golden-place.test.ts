import { describe, expect, it } from 'vitest'
import { createAddressParser } from '../../server/fusion/address.ts'
import { createDivisionIndex } from '../../server/fusion/division-index.ts'
import { locate } from '../../server/fusion/golden-place.ts'
import { divisions } from './divisions.ts'

const index = createDivisionIndex(divisions)
const parse = createAddressParser(index)

function place(address: string | null, declaredCode: string | null, authorityCode: string | null) {
  const { cityCode, countyCode, basis } = locate({ address, declaredCode, authorityCode }, parse, index)
  return [cityCode, countyCode, basis]
}

describe('place of a golden enterprise', () => {
  it('is the current address where it tells the county, whatever the codes say', () => {
    expect(place('青岛市黄岛区长江路2号', '370202', '370523')).toEqual(['370200', '370211', 'address'])
  })

  it('takes the county declared, else the authority, where the address tells the city only', () => {
    expect(place('青岛市长江路2号', '370202', '370203')).toEqual(['370200', '370202', 'declared'])
    expect(place('青岛市长江路2号', null, '370203')).toEqual(['370200', '370203', 'authority'])
    expect(place('青岛市长江路2号', '370523', '370523')).toEqual(['370200', null, 'address'])
  })

  it('leaves the county of a development zone open', () => {
    expect(place('济南市高新区舜华路2000号', '370102', '370102')).toEqual(['370100', null, 'address'])
  })

  it('falls back to codes, retired ones at their successors', () => {
    expect(place('大王镇驻地', '370284', '370523')).toEqual(['370200', '370211', 'declared'])
    expect(place(null, null, '371202')).toEqual(['370100', '370116', 'authority'])
    expect(place(null, null, null)).toEqual([null, null, null])
  })

  it('knows province and city by digits before divisions are loaded', () => {
    const empty = createDivisionIndex([])
    const found = locate(
      { address: '广饶县', declaredCode: '370523', authorityCode: null },
      createAddressParser(empty),
      empty,
    )
    expect(found).toEqual({
      provinceCode: '370000',
      cityCode: '370500',
      countyCode: '370523',
      basis: 'declared',
    })
  })
})
