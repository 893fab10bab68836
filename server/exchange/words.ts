import type { Output, Purpose } from '../api/schemas/exchange.ts'
import type { ShareType } from '../datasets/contract.ts'
import type { AccountRole } from '../warehouse/schema/access.ts'

/** Words that stand in contracts and therefore never change for one that was signed. */
export const purposeTitles: Readonly<Record<Purpose, string>> = {
  monitoring: '产业监测',
  service: '企业服务',
  investment: '招商服务',
  credit: '授信',
  cooperation: '产业协作',
  research: '研究分析',
}

export const outputTitles: Readonly<Record<Output, string>> = {
  api: 'API 密钥',
  file: '文件',
  table: '库表',
}

export const shareWords: Readonly<Record<ShareType, string>> = {
  unconditional: '无条件共享',
  conditional: '有条件共享',
  none: '不予共享',
}

export const roleWords: Readonly<Record<AccountRole, string>> = {
  province: '省级',
  city: '市级',
  county: '县级',
  'chain-office': '链长办',
  enterprise: '企业',
  bank: '银行',
  operator: '平台运营',
  steward: '数据管理员',
  'system-admin': '系统管理员',
  'security-admin': '安全管理员',
  'audit-admin': '审计管理员',
  reviewer: '评审专家',
}
