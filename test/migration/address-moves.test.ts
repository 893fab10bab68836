import fc from 'fast-check'
import { beforeAll, describe, expect, it, test } from 'vitest'
import { createDivisionIndex, type Division, type DivisionIndex } from '../../server/fusion/division-index.ts'
import {
  type AddressHistoryReader,
  createAddressHistoryReader,
} from '../../server/migration/address-moves.ts'
import { packagedDivisions } from '../../server/migration/packaged-divisions.ts'
import { createAddressWriter, isSameDoor } from '../../server/migration/written-address.ts'
import divisionPackage from '../../connectors/public/division-package.ts'

/** Changes of GB/T 2260 as the loaded history tells them: [code, name, last year, successors]. */
const history: readonly (readonly [string, string, number, string])[] = [
  ['370284', '胶南市', 2012, '370211'],
  ['370282', '即墨市', 2017, '370215'],
  ['370205', '四方区', 2012, '370203'],
  ['370181', '章丘市', 2016, '370114'],
  ['371200', '莱芜市', 2018, ''],
  ['371202', '莱城区', 2018, '370116'],
  ['371203', '钢城区', 2018, '370117'],
  ['370684', '蓬莱市', 2020, '370614'],
  ['371626', '邹平县', 2018, '371681'],
  ['330184', '余杭市', 2001, '330110'],
  ['341400', '巢湖市', 2011, ''],
  ['341402', '居巢区', 2011, '340181'],
  ['110104', '宣武区', 2010, '110102'],
  ['310108', '闸北区', 2015, '310106'],
]

let packaged: DivisionIndex
let full: DivisionIndex
beforeAll(async () => {
  packaged = await packagedDivisions()
  const rows: Division[] = history.map(([code, name, validUntilYear, successorCodes]) => ({
    code,
    name,
    level: code.endsWith('00') ? 'city' : 'county',
    validUntilYear,
    successorCodes,
  }))
  for await (const { content } of divisionPackage.fetch()) {
    for await (const { code = '', name = '', level } of content.records())
      rows.push({ code, name, level: level as Division['level'] })
  }
  full = createDivisionIndex(rows)
})

/** [addresses before and after, level] as a clerk would decide it. */
const cases: readonly (readonly [string, string, string])[] = [
  // 撤并与更名
  ['山东省青岛市胶南市珠海路8号', '山东省青岛市黄岛区长江中路1号', 'same_county'],
  ['胶南市珠海路8号', '青岛市黄岛区珠海路8号', 'same_county'],
  ['青岛市四方区杭州路16号', '青岛市市北区延吉路80号', 'same_county'],
  ['即墨市蓝村镇', '青岛市即墨区蓝村街道', 'same_county'],
  ['济南市章丘市明水大街2号', '山东省济南市章丘区双山大街3号', 'same_county'],
  ['莱芜市莱城区鹏泉东大街1号', '山东省济南市莱芜区凤城西大街2号', 'same_county'],
  ['山东省莱芜市钢城区府前大街', '济南市钢城区友谊大街9号', 'same_county'],
  ['莱芜市莱城区鹏泉东大街1号', '济南市钢城区友谊大街9号', 'cross_county'],
  ['莱芜市莱城区鹏泉东大街1号', '山东省泰安市泰山区东岳大街2号', 'cross_city'],
  ['山东省蓬莱市登州路1号', '烟台市蓬莱区海市路2号', 'same_county'],
  ['山东省滨州市邹平县黛溪二路', '邹平市会仙一路', 'same_county'],
  ['安徽省巢湖市长江西路269号', '安徽省合肥市巢湖市健康路2号', 'same_county'],
  ['北京市宣武区广安门外大街1号', '北京市西城区金融大街7号', 'same_county'],
  ['上海市闸北区天目西路218号', '上海市静安区南京西路1000号', 'same_county'],
  ['青岛市胶南市珠海路8号', '青岛市城阳区正阳路1号', 'cross_county'],
  ['上海市闸北区天目西路218号', '江苏省苏州市昆山市前进路1号', 'cross_province'],
  // 开发区：只知道市
  ['济南市高新区舜华路2000号', '济南市高新区经十路7000号', 'unresolved'],
  ['济南市高新区舜华路2000号', '济南高新技术产业开发区舜华路2000号', 'same_county'],
  ['济南市高新区舜华路2000号', '济南市历下区经十路3号', 'unresolved'],
  ['济南市高新区舜华路2000号', '青岛市高新区科韵路6号', 'cross_city'],
  ['烟台经济技术开发区长江路57号', '烟台市芝罘区南大街1号', 'unresolved'],
  ['烟台开发区长江路57号', '山东省烟台经济技术开发区长江路57号', 'same_county'],
  ['青岛市保税区北京路56号', '青岛市黄岛区前湾港路1号', 'unresolved'],
  ['武汉东湖新技术开发区未来二路66号', '湖北省武汉市洪山区珞喻路1号', 'unresolved'],
  ['武汉东湖新技术开发区未来二路66号', '湖南省长沙高新开发区麓谷大道627号', 'cross_province'],
  ['苏州工业园区星湖街328号', '苏州市吴中区东吴北路1号', 'unresolved'],
  ['中国（山东）自由贸易试验区济南片区经十东路7000号', '济南市经十东路7000号', 'same_county'],
  ['中国（山东）自由贸易试验区青岛片区前湾保税港区北京路38号', '青岛市城阳区正阳路1号', 'unresolved'],
  ['中国（上海）自由贸易试验区浦东大道1200号', '山东省青岛市黄岛区庐山路6号', 'cross_province'],
  ['中国(上海)自由贸易试验区张杨路707号', '上海市浦东新区张杨路707号', 'same_county'],
  ['青岛西海岸新区滨海大道1号', '青岛市黄岛区长江中路1号', 'same_county'],
  ['深圳市前海深港合作区前湾一路1号', '深圳市南山区高新南九道10号', 'unresolved'],
  // 改写
  ['山东省东营市广饶县大王镇潍高路1号', '广饶县大王镇潍高路1号', 'same_county'],
  ['山东省东营市广饶县大王镇潍高路1号', '中华人民共和国山东省东营市广饶县大王镇潍高路1号', 'same_county'],
  ['山东东营广饶县大王镇', '山东省东营市广饶县大王经济开发区', 'same_county'],
  ['广东省深圳市罗湖区深南东路5047 号', '深圳市罗湖区深南东路５０４７号', 'same_county'],
  ['广州市黄埔区科学城科学大道8号', '广州市黄埔区科学大道8号A栋101', 'same_county'],
  ['山东省安丘市潍安路八十二号', '潍坊市安丘市潍安路82号', 'same_county'],
  ['岳阳市九华山二号', '湖南省岳阳市岳阳楼区九华山2号', 'same_county'],
  ['济南市历下区泉城路17号', '济南市历下区泉城路17号华能大厦', 'same_county'],
  ['济南市历下区老东门街1号', '济南市历下区泉城路1号', 'same_county'],
  ['公司注册地址青岛胶州市杜村镇', '山东省青岛市胶州市杜村镇寺后村', 'same_county'],
  [
    '天台县始丰街道何方村',
    '2015年4月，公司注册地址由“天台县始丰街道何方村”变更为“天台县始丰街道永兴路1号”',
    'same_county',
  ],
  ['内蒙古霍林郭勒市哲里木大街', '内蒙古自治区通辽市霍林郭勒市珠斯花街道', 'same_county'],
  ['西藏拉萨经济技术开发区格桑路', '西藏自治区拉萨市经济技术开发区林琼岗路', 'unresolved'],
  // 直辖市
  ['北京市朝阳区建国路1号', '北京市海淀区中关村大街1号', 'cross_county'],
  ['北京市朝阳区建国路1号', '上海市浦东新区世纪大道1号', 'cross_province'],
  ['北京市北京经济技术开发区西环南路18号', '北京市大兴区兴华大街1号', 'unresolved'],
  ['重庆市九龙坡区盘龙五村113号', '重庆市江北区福港大道1号', 'cross_county'],
  ['天津市和平区贵州路45号', '天津市南开区卫津南路76号', 'cross_county'],
  // 省直辖县、兵团城市、不设区县的市
  ['湖北省仙桃市龙华山', '湖北省武汉市江汉区建设大道1号', 'cross_city'],
  ['湖北省仙桃市龙华山', '湖北省仙桃市干河大道2号', 'same_county'],
  ['河南省济源市济水大街1号', '济源市沁园路2号', 'same_county'],
  ['河南省济源市济水大街1号', '河南省洛阳市涧西区南昌路1号', 'cross_city'],
  ['新疆石河子市北四路1号', '新疆乌鲁木齐市天山区解放路1号', 'cross_city'],
  ['广东省东莞市长安镇1号', '东莞市松山湖高新区2号', 'same_county'],
  ['广东省中山市火炬开发区', '中山市东区中山四路88号', 'same_county'],
  ['甘肃省嘉峪关市新华北路1号', '嘉峪关市东湖国际2栋', 'same_county'],
  ['海南省儋州市那大镇', '儋州市洋浦经济开发区', 'same_county'],
  ['广东省东莞市长安镇1号', '广东省深圳市宝安区新安街道1号', 'cross_city'],
  // 港澳台与境外
  ['香港特别行政区中环皇后大道中1号', '广东省深圳市福田区福中路1号', 'cross_province'],
  ['台湾省台北市信义区1号', '福建省厦门市思明区湖滨南路1号', 'cross_province'],
  ['澳门特别行政区氹仔', '香港中环', 'cross_province'],
  ['Ugland House, Grand Cayman', '北京市海淀区中关村大街1号', 'unresolved'],
  // 迁移
  ['山东省广饶县大王经济技术开发区', '浙江省杭州市临安区锦南街道九州街88号', 'cross_province'],
  ['济南市历下区经十路1号', '济南市市中区经十路1号', 'cross_county'],
  ['枣庄市市中区解放路1号', '济南市市中区经七路156号', 'cross_city'],
  ['青岛市市南区山东路1号', '山东省淄博市张店区青岛路1号', 'cross_city'],
  ['江苏省江阴市澄江路1号', '江苏省无锡市锡山区东亭路1号', 'cross_county'],
  ['', '济南市历下区经十路1号', 'unresolved'],
]

describe.each(['package', 'history'] as const)('with the divisions of the %s', (which) => {
  let read: AddressHistoryReader
  beforeAll(() => {
    read = createAddressHistoryReader(which === 'package' ? packaged : full)
  })

  it.each(cases)('%s → %s: %s', (before, after, level) => {
    expect(read([before, after]).moves).toMatchObject([{ from: 0, to: 1, level }])
  })

  it.each(cases)('%s ← %s: as far in the other direction', (before, after) => {
    const forth = read([before, after]).moves[0]?.level
    expect(read([after, before]).moves[0]?.level).toBe(forth)
  })
})

describe('codes', () => {
  it('are those in force, and null where the address does not say', () => {
    const read = createAddressHistoryReader(full)
    expect(
      read([
        '山东省青岛市胶南市珠海路8号',
        '莱芜市高新区汇源大街1号',
        '北京市朝阳区建国路1号',
        '湖北省仙桃市龙华山',
        '东莞市长安镇',
        '高新区',
      ]).divisions,
    ).toEqual([
      { province: '370000', city: '370200', county: '370211' },
      { province: '370000', city: '370100', county: null },
      { province: '110000', city: null, county: '110105' },
      { province: '420000', city: null, county: '429004' },
      { province: '440000', city: '441900', county: null },
      { province: null, city: null, county: null },
    ])
  })

  it('tell namesakes by the address before or after', () => {
    const read = createAddressHistoryReader(full)
    const { divisions, moves } = read(['市中区振兴路1号', '山东省枣庄市市中区解放路2号'])
    expect(divisions[0]).toEqual({ province: '370000', city: '370400', county: '370402' })
    expect(moves[0]?.level).toBe('same_county')
  })
})

test('a door is told by its road and number, not by either alone', () => {
  const write = createAddressWriter(packaged)
  const door = (one: string, other: string) => isSameDoor(write(one), write(other))
  expect(door('广州市开发区科学大道8号', '黄埔区科学大道8号')).toBe(true)
  expect(door('广州市开发区科学大道8号', '黄埔区科学大道18号')).toBe(false)
  expect(door('广州市开发区科学大道8号', '黄埔区开源大道8号')).toBe(false)
  expect(door('中山路18号', '泉城路8号')).toBe(false)
  expect(door('', '')).toBe(false)
  expect(door('潍安路十号', '潍安路10号')).toBe(true)
  expect(door('潍安路二十一号', '潍安路21号')).toBe(true)
})

test('any list of texts gives one division a text and one entry a pair, and a repeated text never moves', () => {
  const read = createAddressHistoryReader(full)
  const part = fc.constantFrom(
    '山东省',
    '青岛市',
    '胶南市',
    '市中区',
    '高新区',
    '中山路1号',
    '（',
    '莱芜市',
    '变更为',
    '𠮷',
  )
  const text = fc.oneof(
    fc.array(part).map((parts) => parts.join('')),
    fc.string(),
  )
  fc.assert(
    fc.property(fc.array(text, { maxLength: 6 }), (addresses) => {
      const { divisions, moves } = read(addresses)
      expect(divisions).toHaveLength(addresses.length)
      expect(moves.map(({ from, to }) => [from, to])).toEqual(
        addresses.slice(1).map((_, index) => [index, index + 1]),
      )
      for (const { from, to, level } of moves)
        if (addresses[from] === addresses[to]) expect(['same_county', 'unresolved']).toContain(level)
    }),
  )
})
