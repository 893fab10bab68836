import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createAddressParser } from '../../server/fusion/address.ts'
import { createDivisionIndex, shortDivisionName } from '../../server/fusion/division-index.ts'
import { divisions } from './divisions.ts'

const parse = createAddressParser(divisions)
const index = createDivisionIndex(divisions)

function codes(address: string, hint?: string): (string | null)[] {
  const { provinceCode, cityCode, countyCode } = parse(address, hint)
  return [provinceCode, cityCode, countyCode]
}

describe('address', () => {
  it.each([
    ['山东省东营市广饶县大王镇潍高路1号', '370523'],
    ['东营市广饶县大王镇', '370523'],
    ['广饶县大王镇', '370523'],
    ['青岛市黄岛区金海路237号', '370211'],
    ['山东东营东营区南一路', '370502'],
    ['东营市东营区淄博路77号', '370502'],
    ['中国山东省 济南市 历下区 泉城路', '370102'],
    ['中国（山东）自由贸易试验区济南片区历下区经十路', '370102'],
    ['山东省潍坊市诸城经济开发区箭桥路68号', '370782'],
    ['滕州文昌路71号', '370481'],
    ['山东省安丘市潍安路八十二号', '370784'],
  ])('%s', (address, county) => {
    expect(parse(address).countyCode).toBe(county)
    expect(parse(address).cityCode).toBe(`${county.slice(0, 4)}00`)
    expect(parse(address).provinceCode).toBe('370000')
    expect(parse(address).retiredCode).toBeNull()
  })

  it('tells namesakes apart by the city written or hinted', () => {
    expect(codes('济南市市中区经七路156号')).toEqual(['370000', '370100', '370103'])
    expect(codes('枣庄市市中区解放路')).toEqual(['370000', '370400', '370402'])
    expect(codes('青岛市市南区香港中路10号')).toEqual(['370000', '370200', '370202'])
    expect(codes('市中区振兴路', '370400')).toEqual(['370000', '370400', '370402'])
    expect(codes('市中区振兴路', '370103')).toEqual(['370000', '370100', '370103'])
    // Without a hint only the province is common to the two.
    expect(codes('市中区振兴路')).toEqual(['370000', null, null])
  })

  it('leads retired divisions to those in force and says which was written', () => {
    expect(parse('青岛市胶南市珠海路')).toMatchObject({ countyCode: '370211', retiredCode: '370284' })
    expect(parse('胶南市珠海路')).toMatchObject({
      cityCode: '370200',
      countyCode: '370211',
      retiredCode: '370284',
    })
    expect(parse('长岛县南长山镇', '370634')).toMatchObject({ countyCode: '370614', retiredCode: '370634' })
    expect(parse('青岛市四方区杭州路')).toMatchObject({ countyCode: '370203', retiredCode: '370205' })
    expect(parse('济宁市市中区红星中路')).toMatchObject({ countyCode: '370811', retiredCode: '370802' })
    expect(parse('江苏省南通市港闸区唐闸镇')).toMatchObject({ countyCode: '320602', retiredCode: '320611' })
  })

  it('knows that 莱芜 went to 济南', () => {
    expect(parse('莱芜市莱城区鹏泉东大街')).toMatchObject({ cityCode: '370100', countyCode: '370116' })
    expect(parse('山东省莱芜市钢城区府前大街')).toMatchObject({ cityCode: '370100', countyCode: '370117' })
    expect(parse('莱芜市高新区汇源大街')).toMatchObject({ cityCode: '370100', countyCode: null })
    expect(index.place('371200')).toEqual({ provinceCode: '370000', cityCode: '370100', countyCode: null })
  })

  it('leaves the county of a development zone open', () => {
    expect(codes('青岛经济技术开发区井岗山路752号')).toEqual(['370000', '370200', null])
    expect(codes('烟台开发区长江路57号')).toEqual(['370000', '370600', null])
    expect(codes('济南市高新区舜华路2000号')).toEqual(['370000', '370100', null])
  })

  it('is not misled by roads and buildings that carry a place name', () => {
    expect(codes('淄博路12号')).toEqual([null, null, null])
    expect(codes('枣庄路5号', '370202')).toEqual([null, null, null])
    expect(codes('青岛市市南区山东路1号')).toEqual(['370000', '370200', '370202'])
    expect(codes('济南市海阳路8号')).toEqual(['370000', '370100', null])
    expect(codes('青岛市城阳路威海大厦')).toEqual(['370000', '370200', null])
  })

  it('takes the place written, not the one hinted, when a firm has moved', () => {
    expect(codes('山东省东营市广饶县大王镇', '370202')).toEqual(['370000', '370500', '370523'])
    expect(codes('北京市朝阳区建国路', '370523')).toEqual(['110000', null, '110105'])
  })

  it('does not invent a place', () => {
    expect(codes('唐山镇后七村', '370523')).toEqual([null, null, null])
    expect(codes('')).toEqual([null, null, null])
    expect(codes('市')).toEqual([null, null, null])
  })

  it('handles counties under a province and autonomous prefectures', () => {
    expect(codes('湖北省仙桃市龙华山')).toEqual(['420000', null, '429004'])
    expect(codes('新疆博州博乐市青达拉')).toEqual(['650000', '652700', '652701'])
    expect(shortDivisionName('恩施土家族苗族自治州')).toBe('恩施')
    expect(shortDivisionName('莘县')).toBeNull()
    expect(shortDivisionName('市中区')).toBeNull()
  })

  it('reads any text without throwing and keeps the levels consistent', () => {
    const text = fc
      .array(
        fc.constantFrom(
          '山东省',
          '青岛市',
          '青岛',
          '市中区',
          '胶南市',
          '开发区',
          '路',
          '（',
          ' ',
          '1号',
          '莱芜市',
          '𠮷',
        ),
      )
      .map((parts) => parts.join(''))
    fc.assert(
      fc.property(
        fc.oneof(text, fc.string()),
        fc.constantFrom(undefined, '370402', '371202', '999999', 'x'),
        (address, hint) => {
          const found = parse(address, hint)
          if (found.countyCode !== null)
            expect(found.provinceCode).toBe(`${found.countyCode.slice(0, 2)}0000`)
          if (found.cityCode !== null) expect(found.provinceCode).toBe(`${found.cityCode.slice(0, 2)}0000`)
        },
      ),
    )
  })
})
