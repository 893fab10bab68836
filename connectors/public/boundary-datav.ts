import type { Connector } from '../contract.ts'
import { packFiles } from '../pack-files.ts'

const basis = 'DataV.GeoAtlas V3（2021-09，GCJ-02），无审图号'

/** The dashed line in the South China Sea carries a code of its own that is no division. */
const dashedLine = '100000_JD'

export default {
  title: '行政区划边界（全国各省、山东 16 市 136 县）',
  publisher: '阿里云 DataV.GeoAtlas；GeoMapData_CN（GitHub）副本',
  licence: '来源未声明；无审图号，仅供演示和研究',
  dataset: 'public/region-boundary',
  expectedYield: { minimum: 187, maximum: 187, outside: 'warn' },
  fetch: packFiles(
    '2021-09-01',
    { file: 'geo/china_provinces.geojson', format: 'geojson' },
    { file: 'geo/shandong_cities.geojson', format: 'geojson' },
    { file: 'geo/shandong_counties.geojson', format: 'geojson' },
  ),
  parse({ adcode, name, level: stated, geometry }) {
    if (adcode === dashedLine)
      return { code: '100000', name: '南海断续线', level: 'country', geometry, basis }
    const level = stated === 'district' ? 'county' : stated
    return { code: adcode, name, level, geometry, basis }
  },
} satisfies Connector
