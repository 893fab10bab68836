/** 目录、数据等级、数据认证、数据上架、企业认证: one hook for each resource, and what changes one. */
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { CatalogDetail, CatalogItem, Preview } from '../../server/api/schemas/catalog.ts'
import type {
  CertificationItem,
  Checklist,
  FirmCertificationItem,
  GradeRequestItem,
  Grading,
  ListingItem,
} from '../../server/api/schemas/certification.ts'
import { problemOf, request, type ApiProblem } from './api.ts'
import type { Items } from './queries.ts'
import { refresh, useResource } from './resource.ts'

export type GradeCode = CatalogItem['gradeCode']

export const gradeTitles: Readonly<Record<GradeCode, string>> = {
  L1: '一般 1 级',
  L2: '一般 2 级',
  L3: '一般 3 级',
  L4: '一般 4 级',
  important: '重要',
  core: '核心',
}
/** 'L3' → '一般 3 级'; a grade unknown here as it is. */
export function gradeTitle(code: string): string {
  return (gradeTitles as Readonly<Record<string, string>>)[code] ?? code
}
export const gradeCodes = Object.keys(gradeTitles) as readonly GradeCode[]
export const gradeOrder = (grade: GradeCode) => gradeCodes.indexOf(grade)

export const gradeStateTitles: Readonly<Record<GradeRequestItem['state'], string>> = {
  requested: '待审批',
  approved: '生效中',
  rejected: '已驳回',
  revoked: '已撤销',
  replaced: '已被取代',
}

export const certificationStateTitles: Readonly<Record<CertificationItem['state'], string>> = {
  signed: '待复核',
  certified: '已认证',
  expired: '已过期',
  rejected: '已驳回',
  revoked: '已撤销',
  replaced: '已续期',
}

export const listingStateTitles: Readonly<Record<ListingItem['state'], string>> = {
  applied: '待初审',
  'first-approved': '待复审',
  listed: '已上架',
  rejected: '已驳回',
  withdrawn: '已撤回',
  delisted: '已下架',
}

export const listingStepTitles: Readonly<Record<ListingItem['steps'][number]['step'], string>> = {
  apply: '申请',
  'first-approval': '初审通过',
  'second-approval': '复审通过',
  reject: '驳回',
  withdraw: '撤回',
  delist: '下架',
}

export const firmStateTitles: Readonly<Record<FirmCertificationItem['state'], string>> = {
  submitted: '待审核',
  approved: '已认证',
  rejected: '已退回',
  withdrawn: '已撤回',
  revoked: '已撤销',
}

export type CatalogFilter = {
  readonly query?: string
  readonly warehouse?: string
  readonly grade?: string
  readonly share?: string
  readonly certified?: boolean | undefined
  readonly listed?: boolean | undefined
}

/** The list stays while the next one is read, so that it does not blink at every letter typed. */
export function useCatalog(filter: CatalogFilter) {
  const query = { ...filter, limit: 500 }
  return useQuery({
    queryKey: ['/api/catalog/datasets', query],
    queryFn: ({ signal }) => request<Items<CatalogItem>>('/api/catalog/datasets', { query, signal }),
    placeholderData: keepPreviousData,
  })
}

export const useCatalogDetail = (id: string | null) =>
  useResource<CatalogDetail>(id === null ? null : `/api/catalog/datasets/${id}`)

export const usePreview = (id: string | null, limit = 20) =>
  useResource<Preview>(id === null ? null : `/api/catalog/datasets/${id}/preview`, { limit })

export const useGrading = () => useResource<Grading>('/api/catalog/grading')

export const useGradeRequests = () =>
  useResource<Items<GradeRequestItem>>('/api/catalog/grading/requests', { limit: 200 })

export const useCertifications = () =>
  useResource<Items<CertificationItem>>('/api/certifications', { limit: 200 })

export const useChecklist = (dataset: string | null) =>
  useResource<Checklist>(dataset === null ? null : `/api/certifications/checklist/${dataset}`)

export const useListings = () => useResource<Items<ListingItem>>('/api/listings', { limit: 200 })

export const useFirmCertifications = () =>
  useResource<Items<FirmCertificationItem>>('/api/firm-certifications', { limit: 200 })

/** What a change here may touch. */
const touched = [
  '/api/catalog',
  '/api/certifications',
  '/api/listings',
  '/api/firm-certifications',
  '/api/session',
]

/** A change by POST: whether it is under way, and why it was refused. */
export function useDecision() {
  const client = useQueryClient()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<ApiProblem | null>(null)
  const run = async (path: string, body: unknown): Promise<boolean> => {
    setBusy(true)
    setProblem(null)
    try {
      await request(path, { method: 'POST', body })
      await refresh(client, ...touched)
      return true
    } catch (error) {
      setProblem(problemOf(error))
      return false
    } finally {
      setBusy(false)
    }
  }
  return { run, busy, problem }
}
