import { sql } from 'kysely'
import { regionPrefix } from '../domain/region.ts'
import type { Database } from '../warehouse/database.ts'
import type { AtlasPlace } from './firm-list.ts'
import { atlasTable, type AtlasTable, type NamedFirm } from './table.ts'

interface SegmentTechnology {
  readonly segment: string
  /** Products of local firms, the commonest first. */
  readonly made: readonly string[] | null
  readonly firms: number
  readonly laboratories: readonly NamedFirm[] | null
  readonly research: number | null
}

const productsShown = 6
const laboratoriesShown = 4

/** 技术路线图: by segment what it comprises, what local firms make of it, and who does research on it. */
export async function technologyRoute(
  database: Database,
  { chain, region, realm }: AtlasPlace,
): Promise<AtlasTable> {
  const { rows } = await sql<SegmentTechnology>`
    with member as (
      select member.segment, golden.credit_code, golden.name, golden.products, golden.honours, golden.research_expense
      from brain.enterprise_segment member
      join brain.golden_enterprise golden using (credit_code)
      where member.chain = ${chain.id} and golden.demonstration = ${realm === 'demonstration'}
        and coalesce(golden.county_code, golden.city_code) like ${`${regionPrefix(region)}%`}
        and coalesce(golden.status, '存续') not in ('注销', '吊销')
    ), made as (
      select member.segment, product, count(*) as firms
      from member cross join unnest(member.products) as product
      group by member.segment, product
    )
    select member.segment, count(distinct member.credit_code)::int as firms,
           (select array_agg(product order by made.firms desc, product) from made
            where made.segment = member.segment) as made,
           jsonb_agg(jsonb_build_object('creditCode', member.credit_code, 'name', member.name)
             order by member.research_expense desc nulls last, member.name)
             filter (where array_to_string(member.honours, ' ') ~ '实验室|技术中心|研究') as laboratories,
           sum(member.research_expense)::float8 / 100 as research
    from member group by member.segment`.execute(database.kysely)
  const bySegment = new Map(rows.map((row) => [row.segment, row]))
  const stages = new Map(chain.stages.map((stage) => [stage.id, stage]))
  return atlasTable({
    id: 'technology',
    title: '技术路线图',
    note: '主要产品取自产业链标准；本地产品取自企业填报和披露；研发机构按企业荣誉名单中的实验室、技术中心；研发费用取自年度报告，未披露的不计。工艺、专利和标准尚未接入，可由企业、知识产权和市场监督管理部门提供。',
    columns: [
      { title: '阶段' },
      { title: '环节' },
      { title: '主要产品' },
      { title: '本地产品' },
      { title: '本地企业', unit: '家' },
      { title: '研发机构所在企业' },
      { title: '披露的研发费用', unit: '元' },
    ],
    rows: chain.segments
      .toSorted(
        (a, b) => (stages.get(a.stage)?.order ?? 0) - (stages.get(b.stage)?.order ?? 0) || a.order - b.order,
      )
      .map((segment) => {
        const found = bySegment.get(segment.id)
        const laboratories = found?.laboratories ?? []
        return {
          segment: segment.id,
          firms: laboratories.slice(0, laboratoriesShown),
          cells: [
            stages.get(segment.stage)?.title ?? segment.stage,
            segment.title,
            segment.products.join('、'),
            shorten(found?.made ?? null, productsShown),
            found?.firms ?? 0,
            shorten(
              laboratories.map(({ name }) => name),
              laboratoriesShown,
            ),
            found?.research ?? null,
          ],
        }
      }),
    whenEmpty: '产业链标准中没有环节。',
  })
}

function shorten(items: readonly string[] | null, most: number): string | null {
  if (items === null || items.length === 0) return null
  const shown = items.slice(0, most).join('、')
  return items.length > most ? `${shown} 等 ${items.length} 项` : shown
}
