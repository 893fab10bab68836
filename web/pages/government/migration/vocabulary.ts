/** Words and bounds of the migration watch, as docs/migration-early-warning.md states them. */
import type { MigrationEvent, MigrationFlows, WatchItem } from '../../../../server/api/schemas/migration.ts'

export type Level = WatchItem['level']
export type Stage = WatchItem['signals'][number]['stage']
export type Direction = MigrationFlows['flows'][number]['direction']

/** Points from which a visit is advised and from which a firm is watched; the most there can be. */
export const visitLine = 60
export const watchLine = 35
/** Firms below are not listed. */
export const listedFrom = 20
export const fullScore = 100

export const levelTitles: Readonly<Record<Level, string>> = { high: '高', medium: '中', low: '低' }

export const levelMeanings: Readonly<Record<Level, string>> = {
  high: `${visitLine} 分及以上，达到走访线`,
  medium: `${watchLine} 至 ${visitLine - 1} 分，关注`,
  low: `${listedFrom} 至 ${watchLine - 1} 分，了解`,
}

export const stageTitles: Readonly<Record<Stage, string>> = { early: '早期', middle: '中期', late: '晚期' }

export const stageMeanings: Readonly<Record<Stage, string>> = {
  early: '对外投资、异地中标',
  middle: '用电、参保相对同行下降',
  late: '法定代表人、股东变更，只列出，不计分',
}

export const directionTitles: Readonly<Record<Direction, string>> = {
  in: '迁入',
  out: '迁出',
  within: '区内',
}

export const distanceTitles: Readonly<Record<MigrationEvent['level'], string>> = {
  cross_province: '跨省',
  cross_city: '跨市',
  cross_county: '跨县',
}

export const moveSource = '企业变更登记（住所）'
export const moveSupplier = '市场监管部门（企业变更登记）'
export const watchSupplier = '市场监管、公共资源交易、供电、人社部门'

/** The part of the scorecard a point belongs to: what grows elsewhere, what shrinks here, both at once. */
export type PointKind = 'early' | 'middle' | 'both'

const kinds: Readonly<Record<string, PointKind>> = {
  'outbound-investment': 'early',
  'controlling-stake': 'early',
  'outbound-tender': 'early',
  'electricity-decline': 'middle',
  'headcount-decline': 'middle',
  shift: 'both',
}

export const pointKindTitles: Readonly<Record<PointKind, string>> = {
  early: '异地增（早期）',
  middle: '本地减（中期）',
  both: '两者同时',
}

export function pointKind(signal: string): PointKind {
  return kinds[signal] ?? 'both'
}
