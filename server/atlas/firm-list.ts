import { sql } from 'kysely'
import { firmsAt } from '../chain/members.ts'
import type { ChainStandard } from '../domain/chain.ts'
import type { Realm } from '../domain/realm.ts'
import { regionPrefix } from '../domain/region.ts'
import { prepare, type Database } from '../warehouse/database.ts'
import { isCleared } from '../warehouse/row-security.ts'
import { atlasTable, type AtlasTable } from './table.ts'

export interface AtlasPlace {
  readonly chain: ChainStandard
  readonly region: string
  readonly realm: Realm
  /** YYYY-MM */
  readonly month: string
}

export interface AtlasDatabases {
  /** Sees everything: membership, aggregates. */
  readonly platform: Database
  /** Sees what the one who asks may see. */
  readonly viewers: Database
}

/** More than a list to work with holds; the registers hold the rest. */
const listedFirms = 300
/** 工业大型企业的营业收入下限，《统计上大中小微型企业划分办法（2017）》（国统字〔2017〕213 号）, yuan. */
const largeRevenue = 4e8

interface Member {
  readonly creditCode: string
  readonly place: string | null
  readonly segments: readonly string[]
  readonly total: number
}

interface Facts {
  readonly creditCode: string
  readonly name: string
  readonly revenue: number | null
  readonly revenueYear: number | null
  readonly aboveScale: boolean | null
  readonly listedCode: string | null
  readonly honours: readonly string[]
}

const told = (fact: string) => `case when ${isCleared('L3', 'firm.credit_code')} then ${fact} end`

/** What is said of each firm, as the viewer may see it. */
const readFacts = prepare<[creditCodes: readonly string[]], Facts>(
  'atlas-firms',
  `select firm.credit_code as "creditCode", firm.name, ${told('firm.revenue::float8 / 100')} as revenue,
     ${told('firm.revenue_year')} as "revenueYear", ${told('firm.above_scale')} as "aboveScale",
     firm.listed_code as "listedCode", firm.honours
   from unnest($1::text[]) with ordinality as page(credit_code, position)
   join brain.golden_enterprise firm on firm.credit_code = page.credit_code
   order by page.position`,
)

/**
 * 企业清单: members of the chain in the region, leading firms first. Which firms belong to it and in what order is
 * found on the platform; what is said of them is read as the viewer.
 */
export async function firmList(
  { platform, viewers }: AtlasDatabases,
  place: AtlasPlace,
): Promise<AtlasTable> {
  const members = await readMembers(platform, place)
  const facts = await readFacts(viewers, [members.map(({ creditCode }) => creditCode)])
  const memberOf = new Map(members.map((member) => [member.creditCode, member]))
  const titles = new Map(place.chain.segments.map((segment) => [segment.id, segment.title]))
  return atlasTable({
    id: 'enterprises',
    title: '企业清单',
    note: '龙头骨干：上市公司，或营业收入 4 亿元及以上（工业大型企业标准，国统字〔2017〕213 号）；其余为主要配套。按营业收入排列；各项为现行登记、年报和名单中的记录。',
    columns: [
      { title: '企业' },
      { title: '类别' },
      { title: '所在地' },
      { title: '环节' },
      { title: '营业收入', unit: '元' },
      { title: '收入年度' },
      { title: '规上' },
      { title: '证券代码' },
      { title: '资质荣誉' },
    ],
    rows: facts.map((firm) => {
      const member = memberOf.get(firm.creditCode)
      return {
        firm: firm.creditCode,
        cells: [
          firm.name,
          isLeading(firm) ? '龙头骨干' : '主要配套',
          member?.place ?? null,
          member?.segments.map((segment) => titles.get(segment) ?? segment).join('、') ?? null,
          firm.revenue,
          firm.revenueYear === null ? null : String(firm.revenueYear),
          firm.aboveScale === null ? null : firm.aboveScale ? '是' : '否',
          firm.listedCode,
          firm.honours.join('、') || null,
        ],
      }
    }),
    total: members[0]?.total ?? 0,
    whenEmpty: '本区域没有归入本链的企业；企业登记信息由市场监督管理部门提供。',
  })
}

async function readMembers(
  platform: Database,
  { chain, region, realm, month }: AtlasPlace,
): Promise<Member[]> {
  const { rows } = await sql<Member>`
    select golden.credit_code as "creditCode", division.name as place, member.segments,
           count(*) over ()::int as total
    from (${firmsAt(realm, month)}) firm
    join brain.golden_enterprise golden using (credit_code)
    join (
      select credit_code, array_agg(segment order by confidence desc, segment) as segments
      from brain.enterprise_segment where chain = ${chain.id} group by credit_code
    ) member using (credit_code)
    left join public_warehouse.division on division.code = firm.county_code
    where firm.county_code like ${`${regionPrefix(region)}%`}
    order by (golden.listed_code is not null or coalesce(golden.revenue, 0) >= ${largeRevenue * 100}) desc,
             golden.revenue desc nulls last, golden.above_scale desc nulls last,
             golden.registered_capital desc nulls last, golden.credit_code
    limit ${listedFirms}`.execute(platform.kysely)
  return rows
}

function isLeading({ listedCode, revenue }: Facts): boolean {
  return listedCode !== null || (revenue ?? 0) >= largeRevenue
}
