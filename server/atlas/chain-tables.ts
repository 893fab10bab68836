import type { ChainGraph, Gap, GapRegion } from '../api/schemas/chain.ts'
import { strengthWords, type Strength } from '../domain/strength.ts'
import { atlasTable, hundredths, percent, type AtlasTable } from './table.ts'

const noTrade = '没有供应交易数据；可由链主企业、税务部门按授权提供。'

/** 产业链图: every segment with its verdict and the reasons in words. */
export function chainTable({ segments, stages }: ChainGraph): AtlasTable {
  const titles = new Map(stages.map((stage) => [stage.id, stage]))
  return atlasTable({
    id: 'chain',
    title: '产业链图',
    note: '判断口径见产业全景图谱：强、中、弱、缺、单点、过度依赖；本地配套率为本地采购中由本地供应的比重。',
    columns: [
      { title: '阶段' },
      { title: '环节' },
      { title: '判断' },
      { title: '理由' },
      { title: '本地企业', unit: '家' },
      { title: '近 12 个月本地需求', unit: '元' },
      { title: '本地配套率', unit: '%' },
      { title: '区位商' },
    ],
    rows: segments
      .toSorted(
        (a, b) => (titles.get(a.stage)?.order ?? 0) - (titles.get(b.stage)?.order ?? 0) || a.order - b.order,
      )
      .map((segment) => ({
        segment: segment.id,
        cells: [
          titles.get(segment.stage)?.title ?? segment.stage,
          segment.title,
          strengthWords[segment.strength],
          segment.reasons.join('；') || null,
          segment.enterprises,
          hundredths(segment.demand),
          percent(segment.localSupplyRatio),
          hundredths(segment.locationQuotient),
        ],
      })),
    whenEmpty: '产业链标准中没有环节。',
  })
}

/** 应用领域图: where the products of the chain go, by segments of its last stage. */
export function applicationTable({ segments, stages, links }: ChainGraph): AtlasTable {
  const last = stages.toSorted((a, b) => b.order - a.order)[0]
  const fields = segments.filter((segment) => segment.stage === last?.id)
  const titles = new Map(segments.map((segment) => [segment.id, segment.title]))
  return atlasTable({
    id: 'application',
    title: '应用领域图',
    note: `应用领域为“${last?.title ?? ''}”的各环节；供应环节取自产业链标准；本地采购额为近 12 个月本区域企业向这些环节的采购，没有交易记录的为空。`,
    columns: [
      { title: '应用领域' },
      { title: '由哪些环节供应' },
      { title: '本地采购额', unit: '元' },
      { title: '本地企业', unit: '家' },
      { title: '判断' },
    ],
    rows: fields.map((field) => {
      const supplied = links.filter((link) => link.buyer === field.id)
      const known = supplied.filter((link) => link.amount !== null)
      return {
        segment: field.id,
        cells: [
          field.title,
          supplied.map((link) => titles.get(link.supplier) ?? link.supplier).join('、') || null,
          known.length === 0 ? null : hundredths(known.reduce((sum, link) => sum + (link.amount ?? 0), 0)),
          field.enterprises,
          strengthWords[field.strength],
        ],
      }
    }),
    whenEmpty: '产业链标准没有列出应用环节。',
  })
}

/**
 * 区域分布图: how the chain lies over the regions one level below.
 * @param completeness by region code, percent
 */
export function distributionTable(
  regions: readonly GapRegion[],
  completeness: ReadonlyMap<string, number | null>,
): AtlasTable {
  return atlasTable({
    id: 'distribution',
    title: '区域分布图',
    note: '一家企业在几个环节就计几次（环节企业数）；完整度的口径同产业动态监测的产业链完整度。',
    columns: [
      { title: '区域' },
      { title: '环节企业数', unit: '家次' },
      { title: '完整度', unit: '%' },
      { title: '缺', unit: '个' },
      { title: '弱', unit: '个' },
      { title: '单点', unit: '个' },
      { title: '过度依赖', unit: '个' },
      { title: '本地未满足需求', unit: '元' },
    ],
    rows: regions
      .toSorted((a, b) => b.enterprises - a.enterprises)
      .map((item) => ({
        region: item.region.code,
        cells: [
          item.region.name,
          item.enterprises,
          hundredths(completeness.get(item.region.code) ?? null),
          item.missing,
          item.weak,
          item.singleSource,
          item.overDependent,
          hundredths(item.unmet),
        ],
      })),
    whenEmpty: '没有下级区域。',
  })
}

/** In what order gaps are worked on. */
const steps: Readonly<Partial<Record<Strength, readonly [order: number, title: string]>>> = {
  missing: [1, '一、补缺'],
  'single-source': [2, '二、备份'],
  'over-dependent': [2, '二、备份'],
  weak: [3, '三、强弱'],
}

/** 招商路线图: gaps in the order to be worked on, each with its first targets. */
export function attractionTable(gaps: readonly Gap[]): AtlasTable {
  return atlasTable({
    id: 'attraction',
    title: '招商路线图',
    note: '先补缺，再为单点和过度依赖的环节找备份，再加强弱环节；同一步内按本地未满足需求排列。目标企业按得分，得分为本平台口径，不是概率。',
    columns: [
      { title: '步骤' },
      { title: '环节' },
      { title: '判断' },
      { title: '本地未满足需求', unit: '元' },
      { title: '本地采购企业', unit: '家' },
      { title: '目标企业（前 3 家）' },
      { title: '目标企业所在地' },
      { title: '补上后完整度', unit: '%' },
    ],
    rows: gaps
      // The gaps come by unmet demand; sorting keeps that order within a step.
      .toSorted((a, b) => (steps[a.strength]?.[0] ?? 9) - (steps[b.strength]?.[0] ?? 9))
      .map((gap) => ({
        segment: gap.segment,
        firms: gap.candidates.map(({ creditCode, name }) => ({ creditCode, name })),
        cells: [
          steps[gap.strength]?.[1] ?? null,
          gap.title,
          strengthWords[gap.strength],
          hundredths(gap.unmet),
          gap.localBuyers,
          gap.candidates.map(({ name }) => name).join('、') || null,
          [...new Set(gap.candidates.map(({ province, city }) => city ?? province))].join('、') || null,
          percent(gap.completenessAfter),
        ],
      })),
    whenEmpty: '本区域没有缺、弱、单点或过度依赖的环节。',
  })
}

/** 问题清单: each gap with its reasons and what it costs. */
export function problemTable(gaps: readonly Gap[]): AtlasTable {
  return atlasTable({
    id: 'problems',
    title: '问题清单',
    note: `缺、弱、单点、过度依赖的环节及判断理由；未满足需求为空的：${noTrade}`,
    columns: [
      { title: '环节' },
      { title: '阶段' },
      { title: '问题' },
      { title: '理由' },
      { title: '本地需求', unit: '元' },
      { title: '未满足需求', unit: '元' },
    ],
    rows: gaps.map((gap) => ({
      segment: gap.segment,
      cells: [
        gap.title,
        gap.stageTitle,
        strengthWords[gap.strength],
        gap.reasons.join('；') || null,
        hundredths(gap.demand),
        hundredths(gap.unmet),
      ],
    })),
    whenEmpty: '本区域没有缺、弱、单点或过度依赖的环节。',
  })
}
