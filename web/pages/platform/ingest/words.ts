import type { SourceItem, SourceRunItem } from '../../../../server/api/schemas/dataset.ts'

export const stalenessTitles: Readonly<Record<SourceItem['staleness'], string>> = {
  fresh: '正常',
  'due-soon': '将逾期',
  overdue: '逾期',
  never: '从未采集',
}

export const yieldTitles: Readonly<Record<NonNullable<SourceItem['yield']>, string>> = {
  below: '少于预期',
  within: '符合预期',
  above: '多于预期',
}

export const resultTitles: Readonly<Record<NonNullable<SourceItem['lastResult']>, string>> = {
  loaded: '已载入',
  repeated: '无新内容',
  empty: '无新内容',
  failed: '失败',
}

export const runStatusTitles: Readonly<Record<SourceRunItem['status'], string>> = {
  running: '进行中',
  loaded: '已载入',
  repeated: '无新内容',
  empty: '无新内容',
  failed: '失败',
  cancelled: '已取消',
  interrupted: '中断',
}

export const causeTitles: Readonly<Record<SourceRunItem['cause'], string>> = {
  schedule: '定时',
  person: '人工',
  retry: '自动重试',
  pack: '数据包',
}

export const warehouseTitles: Readonly<Record<string, string>> = {
  public: '公共数据仓',
  industry: '行业数据仓',
  enterprise: '企业数据仓',
}

/** 0.4 秒, 12 秒, 3 分 20 秒 */
export function durationText(from: string, to: string | null): string {
  if (to === null) return '—'
  const seconds = Math.max(0, (Date.parse(to) - Date.parse(from)) / 1000)
  if (seconds < 10) return `${seconds.toFixed(1)} 秒`
  if (seconds < 60) return `${Math.round(seconds)} 秒`
  return `${Math.floor(seconds / 60)} 分 ${Math.round(seconds % 60)} 秒`
}
