/** What a visit takes along: who, why now, what to ask, who in government can help. */
import type { Enterprise } from '../../../../server/api/schemas/enterprise.ts'
import type { MigrationEvent, WatchItem } from '../../../../server/api/schemas/migration.ts'
import type { VisitCause } from '../../../../server/api/schemas/visit.ts'
import { moneyText } from '../../../parts/format.ts'
import { distanceTitles, fullScore, levelMeanings, stageTitles } from './vocabulary.ts'

export interface Visit {
  readonly creditCode: string
  readonly name: string
  readonly demonstration: boolean
  /** 地区、环节、营收、职工 as they are read. */
  readonly facts: readonly (readonly [string, string])[]
  readonly reason: string
  readonly cause: VisitCause
  readonly signals: readonly { readonly date: string; readonly title: string; readonly detail: string }[]
  readonly topics: readonly Topic[]
}

export interface Topic {
  readonly ask: string
  readonly help: string
}

const topics: Readonly<Record<string, Topic>> = {
  'outbound-investment': {
    ask: '异地设企的考虑：市场、用地、成本还是配套',
    help: '用地与厂房对接、技改和扩产政策说明（工信、自然资源）',
  },
  'outbound-tender': {
    ask: '异地订单的规模和持续性，交付上有什么困难',
    help: '物流、检测和流动资金对接（工信、交通运输、金融）',
  },
  'electricity-decline': {
    ask: '用电下降的原因：订单、检修、设备更新还是能源成本',
    help: '供需对接、用能成本测算（工信、供电）',
  },
  'headcount-decline': {
    ask: '用工变化的原因，招工和留人有什么困难',
    help: '招聘、技能培训和社保经办服务（人社）',
  },
  shift: {
    ask: '产能布局的打算，本地留哪些业务',
    help: '上下游配套对接、跨区域经营的登记和税务便利（市场监管、税务）',
  },
  moved: {
    ask: '迁移后的衔接：税务、社保、不动产和供应链',
    help: '跨区域登记、税务和社保转接的一次办理（市场监管、税务、人社）',
  },
}

const general: Topic = {
  ask: '当前经营情况和最急需解决的一件事',
  help: '按诉求归口办理，书面答复',
}

const named = (keys: readonly string[]) => [...keys.flatMap((key) => topics[key] ?? []), general]

/** The reason for a visit in a sentence. */
export function reasonFor({ score, level, points }: WatchItem): string {
  const largest = points.toSorted((a, b) => b.points - a.points).slice(0, 3)
  const parts = largest.map(({ title, points: one }) => `${title} ${one} 分`).join('、')
  const more = points.length > largest.length ? '等' : ''
  return `迁移监测得分 ${score} 分（满分 ${fullScore} 分，${levelMeanings[level]}），主要来自${parts}${more}。`
}

export function visitToListed(item: WatchItem, month: string): Visit {
  const { creditCode, name, demonstration, region, segment, revenue, employees } = item
  return {
    creditCode,
    name,
    demonstration,
    facts: factsOf(region.name, segment?.title, revenue, employees, month),
    reason: reasonFor(item),
    cause: 'watch-list',
    signals: item.signals.map(({ date, stage, title, detail }) => ({
      date,
      title: `${stageTitles[stage]} · ${title}`,
      detail,
    })),
    topics: named(item.points.map(({ signal }) => signal)),
  }
}

/** A firm that is not listed: one that has moved is visited again, any other as its official sees fit. */
export function visitToOther(enterprise: Enterprise, moves: readonly MigrationEvent[]): Visit {
  const { creditCode, name, demonstration, city, region, segments, revenue, employees } = enterprise
  const place = [city, region?.name].filter(Boolean).join('')
  const last = moves[0]
  return {
    creditCode,
    name,
    demonstration,
    facts: factsOf(place, segments[0]?.title, revenue, employees, null),
    reason:
      last === undefined
        ? '未列入走访服务名单：没有足以计分的信号。'
        : `${last.date} 登记住所由${last.origin.name}变更至${last.destination.name}（${distanceTitles[last.level]}），已不列入名单，可回访衔接事项。`,
    cause: last === undefined ? 'routine' : 'moved',
    signals: moves.map(({ date, origin, destination, level }) => ({
      date,
      title: `${distanceTitles[level]}迁移`,
      detail: `${origin.name} → ${destination.name}`,
    })),
    topics: named(last === undefined ? [] : ['moved']),
  }
}

function factsOf(
  place: string,
  segment: string | undefined,
  revenue: number | null,
  employees: number | null,
  month: string | null,
): Visit['facts'] {
  return [
    ['所在地', place === '' ? '不详' : place],
    ['环节', segment ?? '未列入'],
    ['营业收入', moneyText(revenue)],
    ['职工', employees === null ? '—' : `${employees} 人`],
    ...(month === null ? [] : [['截至', month] as const]),
  ]
}
