/** 融合汇聚: one hook for each resource. */
import type {
  ConflictList,
  CoverageList,
  JudgementItem,
  ReviewDetail,
  ReviewList,
} from '../../server/api/schemas/fusion.ts'
import type { Realm } from '../../server/domain/realm.ts'
import type { Items } from './queries.ts'
import { useResource, useResourcePages } from './resource.ts'

export const matchMethodTitles: Readonly<Record<string, string>> = {
  registered: '同一信用代码',
  name: '按名称',
  'name-place': '按名称和地区',
  'former-name': '按曾用名',
  judgement: '人工判定',
}

export const outcomeTitles: Readonly<Record<JudgementItem['outcome'], string>> = {
  link: '是该企业',
  none: '不是',
  unsure: '不能确定',
}

export const useReview = (realm: Realm, dataset: string | undefined) =>
  useResourcePages<ReviewList>('/api/fusion/review', { realm, dataset, limit: 100 })

export const useReviewDetail = (row: { readonly dataset: string; readonly rowKey: string } | null) =>
  useResource<ReviewDetail>(
    row === null ? null : '/api/fusion/review/record',
    row === null ? {} : { dataset: row.dataset, rowKey: row.rowKey },
  )

export const useJudgements = (realm: Realm) =>
  useResourcePages<Items<JudgementItem>>('/api/fusion/judgements', { realm })

export const useCoverage = (realm: Realm) => useResource<CoverageList>('/api/fusion/coverage', { realm })

export const useConflicts = (realm: Realm, field: string | undefined) =>
  useResourcePages<ConflictList>('/api/fusion/conflicts', { realm, field })
