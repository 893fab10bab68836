import type { SourceRecord } from '../../connectors/contract.ts'
import type { Firm } from './enterprises.ts'
import { CLUSTER_COUNTY } from './geography.ts'
import { listedAs } from './profiles.ts'
import { type Random, randomStream } from './random.ts'
import { placeAt, type World } from './world.ts'

interface Kind {
  readonly kind: string
  readonly level: '国家级' | '省级' | '市级'
  readonly authority: string
  /** Chance of a factory by its planned revenue, yuan. */
  readonly chance: (plan: number) => number
  readonly years: readonly number[]
  readonly batch: (year: number) => string
}

const between = (plan: number, least: number, most: number): boolean => plan >= least && plan < most

const kinds: readonly Kind[] = [
  {
    kind: '高新技术企业',
    level: '国家级',
    authority: '山东省科学技术厅等三部门',
    chance: (plan) => (plan > 2e7 ? 0.34 : 0.05),
    years: [2021, 2022, 2023, 2024, 2025],
    batch: (year) => `${year}年第二批`,
  },
  {
    kind: '专精特新中小企业',
    level: '省级',
    authority: '山东省工业和信息化厅',
    chance: (plan) => (between(plan, 2e7, 8e8) ? 0.2 : 0.01),
    years: [2021, 2022, 2023, 2024, 2025, 2026],
    batch: (year) => `${year}年度`,
  },
  {
    kind: '专精特新“小巨人”企业',
    level: '国家级',
    authority: '工业和信息化部',
    chance: (plan) => (between(plan, 8e7, 1.5e9) ? 0.06 : 0),
    years: [2021, 2022, 2023, 2024, 2025],
    batch: (year) => `第${['三', '四', '五', '六', '七'][year - 2021] ?? '七'}批`,
  },
  {
    kind: '制造业单项冠军企业',
    level: '省级',
    authority: '山东省工业和信息化厅',
    chance: (plan) => (plan > 3e8 ? 0.11 : 0.004),
    years: [2020, 2021, 2022, 2023, 2024, 2025],
    batch: (year) => `${year}年度`,
  },
  {
    kind: '瞪羚企业',
    level: '省级',
    authority: '山东省工业和信息化厅',
    chance: (plan) => (between(plan, 4e7, 1e9) ? 0.11 : 0.005),
    years: [2021, 2022, 2023, 2024, 2025, 2026],
    batch: (year) => `${year}年度`,
  },
  {
    kind: '绿色工厂',
    level: '省级',
    authority: '山东省工业和信息化厅',
    chance: (plan) => (plan > 2e8 ? 0.14 : 0),
    years: [2022, 2023, 2024, 2025],
    batch: (year) => `${year}年度`,
  },
  {
    kind: '企业技术中心',
    level: '市级',
    authority: '市工业和信息化局',
    chance: (plan) => (plan > 1e8 ? 0.16 : 0),
    years: [2020, 2021, 2022, 2023, 2024, 2025],
    batch: (year) => `${year}年度`,
  },
]

/** Firms that leave or may leave are oftener among the honoured: they have somewhere to go. */
const MOBILE_FACTOR = 1.9

/** Awards of the cluster itself; the bearer is no firm and has no code. */
const clusterAwards: readonly (readonly [kind: string, year: number])[] = [
  ['山东省“十强”产业“雁阵形”集群', 2021],
  ['山东省特色产业集群', 2022],
  ['山东省战略性新兴产业集群', 2024],
]
const clusterName = '广饶县橡胶轮胎产业集群（演示数据）'

function award(kind: Kind, name: string, code: string, county: string, year: number): SourceRecord {
  return {
    enterprise_name: name,
    kind: kind.kind,
    awarded_year: String(year),
    credit_code: code,
    level: kind.level,
    authority: kind.authority,
    batch: kind.batch(year),
    region_code: county,
  }
}

function isMobile(world: World, firm: Firm): boolean {
  const kind = world.fateOf.get(firm)?.kind
  return kind === 'moved' || kind === 'at-risk'
}

function firmAwards(world: World, firm: Firm, random: Random): SourceRecord[] {
  const factor = isMobile(world, firm) ? MOBILE_FACTOR : 1
  const founded = Number(firm.registeredOn.slice(0, 4))
  return kinds.flatMap((kind) => {
    const given = random.chance(Math.min(0.85, kind.chance(firm.plan) * factor))
    const year = random.pick(kind.years)
    if (!given || year < founded + 2) return []
    const listed = listedAs(world, firm, random)
    return [award(kind, listed.name, listed.code, placeAt(world, firm, 0).county, year)]
  })
}

export function honourRecords(world: World): readonly SourceRecord[] {
  const random = randomStream('honours')
  const firms = world.firms.filter((firm) => firm.factory && !firm.branch && firm.segment !== null)
  const ofFirms = firms.flatMap((firm) => firmAwards(world, firm, random))
  const ofCluster = clusterAwards.map(([kind, year]) => ({
    enterprise_name: clusterName,
    kind,
    awarded_year: String(year),
    credit_code: '',
    level: '省级',
    authority: '山东省人民政府有关部门',
    batch: `${year}年度`,
    region_code: CLUSTER_COUNTY,
  }))
  return [...ofCluster, ...ofFirms]
}
