/**
 * Words for the closed vocabularies of the API. The web takes types from the server, never code, so
 * that no server module reaches the bundle; the compiler insists that every member has its word.
 */
import type { Batch, Progress } from '../../server/api/schemas/dataset.ts'
import type { Alert } from '../../server/api/schemas/alert.ts'
import type { Role, Session } from '../../server/api/schemas/session.ts'
import type { Realm } from '../../server/domain/realm.ts'
import type { Strength } from '../../server/domain/strength.ts'

export const realmTitles: Readonly<Record<Realm, string>> = {
  demonstration: '演示数据',
  actual: '实际数据',
}

export const strengthTitles: Readonly<Record<Strength, string>> = {
  strong: '强',
  medium: '中',
  weak: '弱',
  missing: '缺',
  'single-source': '单点',
  'over-dependent': '过度依赖',
  unknown: '未判定',
}

export const severityTitles: Readonly<Record<Alert['severity'], string>> = {
  high: '紧急',
  medium: '关注',
  low: '提示',
}

export const roleTitles: Readonly<Record<Role, string>> = {
  province: '省级',
  city: '市级',
  county: '县级',
  'chain-office': '链长办',
  enterprise: '企业',
  bank: '银行',
  operator: '运营',
  steward: '数据管理员',
  'system-admin': '系统管理员',
  'security-admin': '安全管理员',
  'audit-admin': '审计管理员',
  reviewer: '评审专家',
}

/** They run the platform and are shown none of its data. */
export function isAdministrator(role: Role): boolean {
  return role === 'system-admin' || role === 'security-admin' || role === 'audit-admin'
}

export const purposeTitles: Readonly<Record<Session['purpose'], string>> = {
  monitoring: '日常监测',
  service: '走访服务',
  governance: '数据治理',
  display: '大屏展示',
}

export const batchStatusTitles: Readonly<Record<Batch['status'], string>> = {
  running: '载入中',
  loaded: '已载入',
  repeated: '重复文件',
  failed: '失败',
}

export const phaseTitles: Readonly<Record<Progress['phase'], string>> = {
  reading: '读取校验',
  merging: '合并入仓',
  computing: '计算指标',
  done: '完成',
  failed: '失败',
}

const deciders: readonly Role[] = ['province', 'city', 'county', 'chain-office', 'operator']

/** Whether an account arranges visits, works on projects and corrects classifications; others read them. */
export function isDecider(role: Role): boolean {
  return deciders.includes(role)
}
