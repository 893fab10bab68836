import type { ReportBlock, ReportContent } from '../documents/report.ts'
import type { Realm } from '../domain/realm.ts'
import { strengthWords } from '../domain/strength.ts'
import type { SourceRef } from '../warehouse/source-ref.ts'
import type { DossierFacts } from './dossier-facts.ts'
import type { ReasonCard } from './reason-card.ts'
import { dayOf } from './sources.ts'
import { percent } from './points.ts'
import type { TargetView } from './target-view.ts'

interface Dossier {
  readonly region: { readonly code: string; readonly name: string }
  readonly month: string
  readonly realm: Realm
  readonly chainTitle: string
  readonly target: TargetView
  readonly card: ReasonCard
  readonly facts: DossierFacts
}

const wan = (yuan: number | null) => (yuan === null ? null : Math.round(yuan / 1e4))

/** 尽调材料 of a target: what is known, from where, what is estimated, and what is not known. */
export function writeDossier({
  region,
  month,
  realm,
  chainTitle,
  target,
  card,
  facts,
}: Dossier): ReportContent {
  return {
    title: `${target.name}招商尽调材料`,
    subtitle: `面向${region.name}${chainTitle}产业链“${target.segmentTitle}”环节（现状：${strengthWords[target.strength]}）。本材料由公开数据自动汇编，供洽谈前参考，不是投资建议，也不是对企业的评价。`,
    notes: {
      region: `${region.name}（${region.code}）`,
      asOf: month,
      demonstration: realm === 'demonstration',
      sources: sourceLines([...target.points.flatMap(({ source }) => source ?? []), ...facts.sources]),
    },
    blocks: [
      { kind: 'heading', level: 1, text: '一、为什么是这家企业' },
      { kind: 'list', items: card.why },
      ...pointBlocks(target),
      ...firmBlocks(facts),
      ...landingBlocks(card),
      { kind: 'heading', level: 1, text: '四、可能的本地客户' },
      card.buyers.length === 0
        ? { kind: 'paragraph', text: '没有找到可能采购的本地企业。' }
        : {
            kind: 'table',
            columns: [{ title: '企业' }, { title: '年采购', unit: '万元', width: 0.5 }, { title: '依据' }],
            rows: card.buyers.map(({ name, amount, detail }) => [name, wan(amount), detail]),
          },
      { kind: 'heading', level: 1, text: '五、风险' },
      listOr(card.risks, '已有数据中没有发现扣分项；不等于没有风险。'),
      { kind: 'heading', level: 1, text: '六、尚不掌握' },
      { kind: 'list', items: card.unknown },
    ],
  }
}

function pointBlocks({ points, score }: TargetView): ReportBlock[] {
  return [
    {
      kind: 'table',
      title: `评分构成（合计 ${score} 分）`,
      columns: [
        { title: '项目', width: 1 },
        { title: '得分', width: 0.5 },
        { title: '满分', width: 0.5 },
        { title: '依据', width: 3 },
        { title: '来源', width: 1.6 },
      ],
      rows: points.map(({ title, points: value, most, detail, state, source }) => [
        title,
        state === 'unknown' ? null : value,
        most < 0 ? null : most,
        state === 'estimated' ? `估算：${detail}` : detail,
        source === null ? '' : `${source.datasetTitle}第 ${source.rowNumber} 条`,
      ]),
      note: '得分为各项相加的专家评分，不是概率；“无数据”的项不得分。',
    },
  ]
}

function firmBlocks({ figures, scope, reports, products, changes }: DossierFacts): ReportBlock[] {
  return [
    { kind: 'heading', level: 1, text: '二、企业情况' },
    { kind: 'figures', items: figures },
    ...(scope === null ? [] : [{ kind: 'paragraph', text: `经营范围：${scope}` } as const]),
    reports.length === 0
      ? { kind: 'paragraph', text: '年度财务：没有数据。可请企业提供审计报告。' }
      : {
          kind: 'table',
          title: '年度财务',
          columns: [
            { title: '年度', width: 0.7 },
            { title: '营业收入', unit: '万元' },
            { title: '净利润', unit: '万元' },
            { title: '总资产', unit: '万元' },
            { title: '总负债', unit: '万元' },
            { title: '研发费用', unit: '万元' },
            { title: '人员', unit: '人', width: 0.8 },
          ],
          rows: reports.map((row) => [
            String(row.year),
            wan(row.revenue),
            wan(row.profit),
            wan(row.assets),
            wan(row.liabilities),
            wan(row.research),
            row.employees,
          ]),
          note: `来源：${[...new Set(reports.flatMap(({ source }) => source?.datasetTitle ?? []))].join('、')}`,
        },
    products.length === 0
      ? { kind: 'paragraph', text: '产品：没有数据。' }
      : {
          kind: 'table',
          title: '产品',
          columns: [
            { title: '产品', width: 3 },
            { title: '营业收入占比', unit: '%' },
          ],
          rows: products.map(({ product, ratio }) => [
            product,
            ratio === null ? null : Math.round(ratio * 1000) / 10,
          ]),
          note: '来源口径不一时占比合计可能超过 100 %。',
        },
    changes.length === 0
      ? { kind: 'paragraph', text: '登记变更：没有记录。' }
      : {
          kind: 'table',
          title: '登记变更',
          columns: [
            { title: '日期', width: 0.8 },
            { title: '事项', width: 0.8 },
            { title: '变更前', width: 2 },
            { title: '变更后', width: 2 },
          ],
          rows: changes.map(({ day, item, before, after }) => [day, item, before, after]),
        },
  ]
}

function landingBlocks({ landing: { before, after, segments, assumptions } }: ReasonCard): ReportBlock[] {
  const share = (value: number | null) => (value === null ? null : percent(value))
  return [
    { kind: 'heading', level: 1, text: '三、落地之后（推算）' },
    {
      kind: 'table',
      columns: [{ title: '项目' }, { title: '现在' }, { title: '落地后' }],
      rows: [
        ['本环节判断', strengthWords[before.strength], strengthWords[after.strength]],
        ['本环节本地企业（家）', before.enterprises, after.enterprises],
        ['产业链完整度', share(before.completeness), share(after.completeness)],
        ['本环节本地配套率', share(before.localSupplyRatio), share(after.localSupplyRatio)],
        [`有企业的环节（共 ${segments} 个）`, before.present, after.present],
      ],
      note: `落地后的判断依据：${after.reasons.join('；')}`,
    },
    { kind: 'list', items: assumptions.map((text) => `假设：${text}`) },
  ]
}

function listOr(items: readonly string[], otherwise: string): ReportBlock {
  return items.length === 0 ? { kind: 'paragraph', text: otherwise } : { kind: 'list', items }
}

/** One line a file: dataset, file, records, day from which they hold. */
function sourceLines(sources: readonly SourceRef[]): string[] {
  return [...Map.groupBy(sources, ({ dataset, fileName }) => `${dataset} ${fileName}`).values()].map(
    (rows) => {
      const [{ datasetTitle, fileName, effectiveAt }] = rows as [SourceRef]
      const numbers = [...new Set(rows.map(({ rowNumber }) => rowNumber))].sort((a, b) => a - b)
      const listed = `${numbers.slice(0, 12).join('、')}${numbers.length > 12 ? ` 等 ${numbers.length} 条` : ''}`
      return `${datasetTitle}：${fileName}，记录号 ${listed}，数据日期 ${dayOf(effectiveAt)}`
    },
  )
}
