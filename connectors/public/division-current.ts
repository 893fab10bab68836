import type { Connector } from '../contract.ts'
import { packFiles } from '../pack-files.ts'
import { shortDivisionName } from '../regions.ts'

export default {
  title: '现行行政区划代码（2025 年 11 月）',
  publisher: '民政部；yescallop/areacodes（CC0）；坐标 DataV.GeoAtlas V3（GCJ-02）',
  licence: 'CC0-1.0（代码）；坐标来源未声明',
  dataset: 'public/division',
  expectedYield: { minimum: 3_213, maximum: 3_213, outside: 'warn' },
  fetch: packFiles('2025-11-01', { file: 'divisions/divisions_current.csv', format: 'csv' }),
  parse: (record) => ({
    code: record.adcode,
    name: record.name,
    level: record.level,
    parent_code: record.parent_adcode,
    valid_from_year: record.valid_from,
    longitude: record.center_lng,
    latitude: record.center_lat,
    short_name: shortDivisionName(record.name ?? ''),
  }),
} satisfies Connector
