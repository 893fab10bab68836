import type { Column, ColumnType, Cycle, Grade, ShareType } from '../datasets/contract.ts'

/** The catalogue's words (政务信息资源目录编制指南) for what contracts say in code. */
export const shareTitles: Readonly<Record<ShareType, string>> = {
  unconditional: '无条件共享',
  conditional: '有条件共享',
  none: '不予共享',
}

export const cycleTitles: Readonly<Record<Cycle, string>> = {
  realtime: '实时',
  daily: '每日',
  weekly: '每周',
  monthly: '每月',
  quarterly: '每季度',
  yearly: '每年',
  irregular: '不定期',
}

/** GB/T 43697-2024. */
export const gradeTitles: Readonly<Record<Grade, string>> = {
  L1: '一般 1 级',
  L2: '一般 2 级',
  L3: '一般 3 级',
  L4: '一般 4 级',
  important: '重要',
  core: '核心',
}

export const typeTitles: Readonly<Record<ColumnType, string>> = {
  text: '文本',
  integer: '整数',
  decimal: '小数',
  money: '金额',
  boolean: '是否',
  date: '日期',
  month: '月份',
  timestamp: '时间',
  json: '结构化内容',
}

/** What is checked about a column when a file is loaded, in words; null when nothing beyond its type is. */
export function describeRule(column: Column): string | null {
  const parts: string[] = []
  if (column.oneOf !== undefined) parts.push(`取值：${column.oneOf.join('、')}`)
  if (column.pattern !== undefined) parts.push(`格式：${column.pattern}`)
  if (column.maxLength !== undefined && column.pattern === undefined && column.oneOf === undefined) {
    parts.push(`不超过 ${column.maxLength} 个字符`)
  }
  const { minimum, maximum } = column
  if (minimum !== undefined && maximum !== undefined) parts.push(`${minimum} 至 ${maximum}`)
  else if (minimum !== undefined) parts.push(`不小于 ${minimum}`)
  else if (maximum !== undefined) parts.push(`不大于 ${maximum}`)
  if (column.notFuture === true) parts.push('不晚于加载当日')
  if (column.warn === 'credit-code') parts.push('校验位不符时提示但保留（GB 32100-2015）')
  return parts.length === 0 ? null : parts.join('；')
}
