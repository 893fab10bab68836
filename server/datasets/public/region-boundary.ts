import { regionCode } from '../columns.ts'
import type { Dataset } from '../contract.ts'

export default {
  title: '行政区划边界',
  summary: '地图底图用的省、市、县轮廓（GeoJSON 几何），随附依据：来源、坐标系、年份、审图号有无。',
  steward: '山东省自然资源厅',
  cycle: 'irregular',
  share: 'unconditional',
  grade: 'L1',
  category: '基础信息资源/自然资源和空间地理/行政区划边界',
  key: ['code'],
  columns: {
    code: { ...regionCode, aliases: ['adcode'] },
    name: { title: '名称', type: 'text', required: true, maxLength: 100 },
    level: { title: '级别', type: 'text', required: true, oneOf: ['country', 'province', 'city', 'county'] },
    geometry: { title: '几何', type: 'json', required: true },
    basis: { title: '底图依据', type: 'text', required: true, maxLength: 500 },
  },
  indexes: [['level']],
} as const satisfies Dataset
