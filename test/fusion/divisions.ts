import type { Division } from '../../server/fusion/division-index.ts'

function inForce(level: Division['level'], entries: Readonly<Record<string, string>>): Division[] {
  return Object.entries(entries).map(([code, name]) => ({ code, name, level }))
}

function retired(code: string, name: string, validUntilYear: number, successorCodes: string): Division {
  return { code, name, level: code.endsWith('00') ? 'city' : 'county', validUntilYear, successorCodes }
}

/** A few GB/T 2260 divisions with namesakes, moves and retired codes. */
export const divisions: readonly Division[] = [
  ...inForce('province', {
    110000: '北京市',
    370000: '山东省',
    320000: '江苏省',
    420000: '湖北省',
    650000: '新疆维吾尔自治区',
  }),
  ...inForce('city', {
    370100: '济南市',
    370200: '青岛市',
    370400: '枣庄市',
    370500: '东营市',
    370600: '烟台市',
    370700: '潍坊市',
    370800: '济宁市',
    371300: '临沂市',
    371000: '威海市',
    320600: '南通市',
    652700: '博尔塔拉蒙古自治州',
  }),
  ...inForce('county', {
    110105: '朝阳区',
    370102: '历下区',
    370103: '市中区',
    370116: '莱芜区',
    370117: '钢城区',
    370114: '章丘区',
    370202: '市南区',
    370203: '市北区',
    370211: '黄岛区',
    370215: '即墨区',
    370402: '市中区',
    370481: '滕州市',
    370502: '东营区',
    370503: '河口区',
    370523: '广饶县',
    370602: '芝罘区',
    370614: '蓬莱区',
    370687: '海阳市',
    370784: '安丘市',
    370782: '诸城市',
    370811: '任城区',
    371302: '兰山区',
    371002: '环翠区',
    320602: '崇川区',
    429004: '仙桃市',
    652701: '博乐市',
  }),
  retired('370181', '章丘市', 2016, '370114'),
  retired('370205', '四方区', 2012, '370203[1994];370203'),
  retired('370284', '胶南市', 2012, '370211[1996];370211[2003];370211'),
  retired('370282', '即墨市', 2017, '370215'),
  retired('370634', '长岛县', 2020, '370614'),
  retired('370684', '蓬莱市', 2020, '370614'),
  retired('370802', '市中区', 2013, '370811'),
  retired('370620', '威海市', 1987, '371002'),
  retired('371200', '莱芜市', 2018, ''),
  retired('371202', '莱城区', 2018, '371203[2006];370116'),
  retired('371203', '钢城区', 2018, '370117'),
  retired('320611', '港闸区', 2020, '320602'),
]
