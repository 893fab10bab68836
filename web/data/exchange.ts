/** Hooks and words of 交换共享: requests, contracts, deliveries; what banks were authorised to read. */
import type { Authorisation, AuthorisedData } from '../../server/api/schemas/access-ledger.ts'
import type { Receipt } from '../../server/api/schemas/deliveries.ts'
import type {
  Contract,
  ContractDetail,
  ContractState,
  ExchangeRequest,
  ExchangeRequestDetail,
  Output,
  Purpose,
} from '../../server/api/schemas/exchange.ts'
import type { Items } from './queries.ts'
import { useResource, useResourcePages } from './resource.ts'

export const useExchangeRequests = (filter: {
  readonly state?: ExchangeRequest['state']
  readonly waiting?: boolean
}) => useResourcePages<Items<ExchangeRequest>>('/api/exchange/requests', { ...filter, limit: 50 })

export const useExchangeRequest = (id: number | null) =>
  useResource<ExchangeRequestDetail>(id === null ? null : `/api/exchange/requests/${id}`)

export const useContracts = () => useResourcePages<Items<Contract>>('/api/exchange/contracts', { limit: 50 })

export const useContract = (id: number | null) =>
  useResource<ContractDetail>(id === null ? null : `/api/exchange/contracts/${id}`)

export const useReceipts = (contract?: number) =>
  useResourcePages<Items<Receipt>>('/api/deliveries', { contract, limit: 50 })

/** What a bank was given. */
export const useReceivedAuthorisations = () => useResource<Items<Authorisation>>('/api/authorisations')

export const useAuthorisedData = (id: number | null) =>
  useResource<AuthorisedData>(id === null ? null : `/api/authorisations/${id}/data`)

/** Everything that an act of the exchange may change. */
export const exchangeAddresses = [
  '/api/exchange',
  '/api/deliveries',
  '/api/enterprises',
  '/api/authorisations',
]

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

export const requestStateTitles: Readonly<Record<ExchangeRequest['state'], string>> = {
  open: '办理中',
  approved: '已批准',
  refused: '已驳回',
  withdrawn: '已撤回',
}

export const contractStateTitles: Readonly<Record<ContractState, string>> = {
  unsigned: '待签署',
  future: '未到生效日',
  active: '生效',
  exhausted: '用量已满',
  expired: '已到期',
  revoked: '已终止',
  replaced: '已换版',
}

export const channelTitles: Readonly<Record<Receipt['channel'], string>> = {
  api: '接口',
  csv: 'CSV 文件',
  xlsx: 'XLSX 文件',
  table: '库表',
}
