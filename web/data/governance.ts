/** 治理: one hook for each resource. */
import type {
  Dimension,
  DuplicateItem,
  DuplicateList,
  QualityOverview,
  QualityRuleItem,
  RuleFailures,
  Ticket,
  TicketList,
} from '../../server/api/schemas/governance.ts'
import type {
  QuarantineGroups,
  QuarantineItem,
  QuarantineRecord,
} from '../../server/api/schemas/quarantine.ts'
import type { Realm } from '../../server/domain/realm.ts'
import type { Items } from './queries.ts'
import { useResource, useResourcePages } from './resource.ts'

export const dimensionTitles: Readonly<Record<Dimension, string>> = {
  completeness: '完整性',
  conformity: '规范性',
  consistency: '一致性',
  accuracy: '准确性',
  uniqueness: '唯一性',
  timeliness: '时效性',
}

export const quarantineStateTitles: Readonly<Record<QuarantineItem['state'], string>> = {
  open: '待处理',
  mended: '已修复',
  dropped: '已弃用',
}

export const ticketStateTitles: Readonly<Record<Ticket['state'], string>> = {
  open: '待处理',
  doing: '处理中',
  closed: '已关闭',
}

export const useQuality = (realm: Realm) =>
  useResource<QualityOverview>('/api/governance/overview', { realm })

export const useRules = (query: {
  readonly realm: Realm
  readonly dataset?: string | undefined
  readonly dimension?: string | undefined
  readonly failing?: boolean
}) => useResource<Items<QualityRuleItem>>('/api/governance/rules', { ...query, limit: 500 })

export const useFailures = (query: {
  readonly realm: Realm
  readonly dataset: string
  readonly rule: string
}) => useResourcePages<RuleFailures>('/api/governance/failures', query)

export const useQuarantineGroups = (realm: Realm) =>
  useResource<QuarantineGroups>('/api/governance/quarantine/groups', { realm })

export type QuarantineFilter = {
  readonly realm: Realm
  readonly dataset?: string | undefined
  readonly rule?: string | undefined
  readonly column?: string | undefined
  readonly batch?: number | undefined
  readonly state?: string | undefined
}
export const useQuarantined = (filter: QuarantineFilter | null) =>
  useResourcePages<Items<QuarantineItem>>(filter === null ? null : '/api/governance/quarantine', {
    ...filter,
  })

export const useQuarantinedRecord = (id: number | null) =>
  useResource<QuarantineRecord>(id === null ? null : `/api/governance/quarantine/${id}`)

export const useDuplicates = (realm: Realm, state: DuplicateItem['state']) =>
  useResourcePages<DuplicateList>('/api/governance/duplicates', { realm, state })

export const useTickets = (realm: Realm, state: string | undefined, mine: boolean) =>
  useResource<TicketList>('/api/governance/tickets', { realm, state, ...(mine && { mine }), limit: 500 })
