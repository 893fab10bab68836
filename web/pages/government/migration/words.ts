/** Words of the watch list. It serves visits: nothing here speaks of keeping a firm from moving. */
import type { WatchItem } from '../../../../server/api/schemas/migration.ts'

/** Points of the scorecard add up to this at most. */
export const FULL_SCORE = 100

export const levelTitles: Readonly<Record<WatchItem['level'], string>> = {
  high: '建议走访',
  medium: '关注',
  low: '留意',
}

type Stage = WatchItem['signals'][number]['stage']

export const stageOrder: readonly Stage[] = ['early', 'middle', 'late']

export const stageTitles: Readonly<Record<Stage, string>> = {
  early: '早期',
  middle: '中期',
  late: '晚期',
}

export const stageNotes: Readonly<Record<Stage, string>> = {
  early: '在别处投资、中标：企业在扩张，原因待了解',
  middle: '本地用电、参保相对同行下降：经营可能有困难',
  late: '登记事项变更：只列日期，不计分',
}

/** What to ask and offer, by what was noticed. */
const topics: Readonly<Record<string, string>> = {
  'outbound-investment': '了解新项目的定位与本地基地的分工；有无用地、厂房、能耗、融资方面的诉求',
  'controlling-stake': '了解控股项目的投产安排，本地可提供的配套与人才支持',
  'outbound-tender': '了解外地订单的交付安排，介绍本地物流与配套企业',
  'electricity-decline': '了解订单与开工情况；可对接产能共享、数字集销和供需撮合',
  'headcount-decline': '了解用工与技能缺口；可对接稳岗、招聘和培训服务',
  shift: '听取企业对两地布局的考虑，梳理本地能帮的事项并明确回访时间',
}

const everyVisit = '说明已有的惠企政策和办事渠道，记录诉求，约定回访'

export function visitTopics({ points }: Pick<WatchItem, 'points'>): readonly string[] {
  const found = points.flatMap(({ signal }) => topics[signal] ?? [])
  return [...new Set(found), everyVisit]
}
