/** 走访服务: words and hooks. */
import type {
  DemandCategory,
  DemandOutcome,
  Visit,
  VisitCause,
  VisitList,
  VisitState,
} from '../../server/api/schemas/visit.ts'
import type { ScopeQuery } from './queries.ts'
import { useResource } from './resource.ts'

export const VISITS = '/api/visits'

export const visitStates: readonly VisitState[] = ['planned', 'visited', 'helping', 'followed-up', 'closed']

export const visitStateTitles: Readonly<Record<VisitState, string>> = {
  planned: '待走访',
  visited: '待帮扶',
  helping: '帮扶中',
  'followed-up': '已回访',
  closed: '已办结',
}

export const visitCauseTitles: Readonly<Record<VisitCause, string>> = {
  'watch-list': '走访服务名单',
  moved: '已迁移回访',
  alert: '预警',
  routine: '例行走访',
}

export const demandTitles: Readonly<Record<DemandCategory, string>> = {
  land: '用地与厂房',
  labour: '用工',
  finance: '融资',
  energy: '用能',
  logistics: '物流',
  'supply-chain': '上下游配套',
  market: '市场订单',
  technology: '技术与人才',
  environment: '环保与安全',
  policy: '政策兑现',
  other: '其他',
}

export const outcomeTitles: Readonly<Record<DemandOutcome, string>> = {
  resolved: '已解决',
  partly: '部分解决',
  unresolved: '未解决',
}

interface VisitFilter {
  readonly state?: VisitState | undefined
  readonly creditCode?: string | undefined
}

export const useVisits = ({ region, realm }: ScopeQuery, filter: VisitFilter = {}) =>
  useResource<VisitList>(VISITS, { region, realm, ...filter, limit: 500 })

export const useVisit = (id: number | null) => useResource<Visit>(id === null ? null : `${VISITS}/${id}`)
