import { sql } from 'kysely'
import { monthsBefore } from '../../chain/members.ts'
import type { WatchPoint, WatchSignal } from '../../warehouse/schema/alerts.ts'
import type { AlertRule } from '../contract.ts'
import { readFirmProfiles, sizeText } from '../firm-profile.ts'
import { migrationPage } from '../links.ts'
import { migrationDatasets } from '../../migration/facts.ts'
import { levelBounds } from '../../migration/score.ts'
import { readPlaces } from '../../migration/places.ts'
import { readRecentSubjects } from '../recent.ts'

/** The score became high in this many months up to the latest. */
const newMonths = 3
/** A firm is named once in this many months, even where its score wavers about the bound. */
const quietMonths = 6

interface NewlyHigh {
  readonly credit_code: string
  readonly score: number
  readonly points: readonly WatchPoint[]
  readonly signals: readonly WatchSignal[]
  readonly high_since: string
  readonly score_before: number | null
}

export default {
  title: '企业迁移早期信号',
  severity: 'high',
  definition: `迁移监测得分在最近 ${newMonths} 个月内升至 ${levelBounds.high} 分（走访线）及以上；同一企业 ${quietMonths} 个月内只提示一次。得分只计早期和中期信号，是专家评分，不是迁移概率。`,
  datasets: migrationDatasets,
  needsWatch: true,
  action: ({ subject }, realm) => ({
    title: '安排走访服务',
    href: migrationPage(subject.id, realm),
  }),
  async check({ database, realm, month }) {
    const { rows } = await sql<NewlyHigh>`
      select credit_code, score, points, signals, high_since, score_before
      from brain.migration_watch
      where realm = ${realm} and month = ${month} and high_since > ${monthsBefore(month, newMonths)}
      order by score desc, credit_code`.execute(database.kysely)
    const known = await readRecentSubjects(database, {
      rule: 'early-migration-score',
      realm,
      since: `${monthsBefore(month, quietMonths)}-01`,
    })
    const fresh = rows.filter((row) => !known.has(row.credit_code))
    const profiles = await readFirmProfiles(
      database,
      fresh.map((row) => row.credit_code),
    )
    const places = await readPlaces(database)
    return fresh.flatMap((row) => {
      const profile = profiles.get(row.credit_code)
      if (profile === undefined) return []
      const counted = row.signals.filter((signal) => signal.stage !== 'late')
      const size = sizeText(profile)
      const place = profile.county === null ? '' : `（${places.fullName(profile.county)}）`
      const before =
        row.score_before === null ? '' : `，${monthsBefore(row.high_since, 1)} 为 ${row.score_before} 分`
      const points = row.points.map((point) => `${point.title} ${point.points} 分`).join('、')
      return [
        {
          key: `${row.credit_code}:${row.high_since}`,
          title: `${profile.name}出现迁移早期信号`,
          message: `${profile.name}${place}迁移监测得分 ${row.score} 分，达到走访线 ${levelBounds.high} 分${before}：${points}${size === null ? '' : `；${size}`}。`,
          subject: { kind: 'enterprise' as const, id: row.credit_code, name: profile.name },
          region: profile.county,
          occurredOn: counted[0]?.date ?? `${month}-01`,
          evidence: counted.map(({ date, title, detail, source }) => ({
            label: title,
            value: `${date} ${detail}`,
            source,
          })),
        },
      ]
    })
  },
} satisfies AlertRule
