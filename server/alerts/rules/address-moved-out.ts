import { endOfMonth } from '../../chain/members.ts'
import type { Severity } from '../../warehouse/schema/alerts.ts'
import type { AlertRule } from '../contract.ts'
import { countSegmentFirms, readFirmProfiles, sizeText } from '../firm-profile.ts'
import { migrationPage } from '../links.ts'
import type { Distance } from '../../migration/score.ts'
import { readMoves } from '../../migration/moves.ts'
import { readPlaces } from '../../migration/places.ts'

/** Older moves are read in the flows; an alert asks for action now. */
const recentDays = 90

const distanceTitles: Readonly<Record<Distance, string>> = { county: '跨县', city: '跨市', province: '跨省' }
const severities: Readonly<Record<Distance, Severity>> = { county: 'low', city: 'medium', province: 'high' }

export default {
  title: '企业住所迁出',
  severity: 'medium',
  definition: `登记住所由省内一县（市、区）变更至另一县（市、区）、另一市或外省，变更日期在最近数据月末前 ${recentDays} 天之内或其后；同县内改写地址和区划更名、合并不计。跨省为紧急，跨市为关注，跨县为提示。`,
  datasets: ['public/registration-change', 'public/division'],
  action: ({ subject }, realm) => ({
    title: '安排回访服务',
    href: migrationPage(subject.id, realm),
  }),
  async check({ database, realm, month }) {
    const from = new Date(Date.parse(endOfMonth(month)) - recentDays * 86_400_000).toISOString().slice(0, 10)
    const places = await readPlaces(database)
    const moves = (await readMoves(database, places, { realm, from })).filter((move) =>
      move.origin.startsWith('37'),
    )
    const [profiles, firmsLeft] = await Promise.all([
      readFirmProfiles(
        database,
        moves.map((move) => move.creditCode),
      ),
      countSegmentFirms(database, realm, [...new Set(moves.map((move) => move.origin))]),
    ])
    return moves.map((move) => {
      const profile = profiles.get(move.creditCode)
      const segment = profile?.segment ?? null
      const size = profile === undefined ? null : sizeText(profile)
      const origin = places.name(move.origin)
      const facts = size === null ? [] : [size]
      if (segment !== null) {
        const left = firmsLeft({ chain: segment.chain, segment: segment.id, county: move.origin })
        facts.push(`${origin}“${segment.title}”环节尚有 ${left} 家企业`)
      }
      return {
        key: `${move.creditCode}:${move.date}`,
        severity: severities[move.distance],
        title: `${move.name}住所迁出${origin}`,
        message:
          `${move.name} ${move.date} 登记住所由${places.fullName(move.origin)}迁至${places.fullName(move.destination)}` +
          `（${distanceTitles[move.distance]}）${facts.length === 0 ? '' : `；${facts.join('；')}`}。`,
        subject: { kind: 'enterprise' as const, id: move.creditCode, name: move.name },
        region: move.origin,
        occurredOn: move.date,
        evidence: [
          { label: '住所变更', value: `${move.before ?? '—'} → ${move.after ?? '—'}`, source: move.source },
          ...(size === null
            ? []
            : [{ label: '企业规模', value: size, source: profile?.revenueSource ?? null }]),
        ],
      }
    })
  },
} satisfies AlertRule
