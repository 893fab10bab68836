import { sql } from 'kysely'
import { competingRisks, type RiskPoint, type Spell } from '../algorithms/competing-risks.ts'
import { wilsonInterval } from '../algorithms/share-interval.ts'
import { endOfMonth } from '../chain/members.ts'
import { latestMonth } from '../chain/realms.ts'
import { regionContains, regionPrefix } from '../domain/region.ts'
import type { Realm } from '../domain/realm.ts'
import type { Database } from '../warehouse/database.ts'
import { readMoves } from './moves.ts'
import { readPlaces } from './places.ts'

export interface CohortQuery {
  readonly region: string
  readonly realm: Realm
  readonly chain?: string | undefined
}

/** Outcomes by their number in the spells. */
const moved = 0
const closed = 1
const daysInMonth = 30.4375
/** First years of the cohorts; the last is that of the beginning of observation. */
const cohortYears = [1900, 2000, 2010, 2015, 2020] as const
/** Years of observation told in the table. */
const toldYears = [1, 2, 3] as const

interface Firm {
  readonly creditCode: string
  readonly seat: string | null
  readonly registeredOn: string
  /** First version of the register that says so. */
  readonly closedOn: string | null
}

/**
 * How long firms stay in their county, by cohort of registration: from the day the register was first delivered,
 * or from registration if later, to the first move to another county, the deregistration, or the end of the data.
 * Moves and closures before that day are not known, so nobody counts as having stayed then.
 */
export async function readCohorts(database: Database, query: CohortQuery) {
  const [survival, trace] = await Promise.all([readSurvival(database, query), readTrace(database, query)])
  return { realm: query.realm, survival, trace }
}

async function readSurvival(database: Database, query: CohortQuery) {
  const places = await readPlaces(database)
  const observedFrom = await firstDelivery(database, query.realm)
  const moves = await readMoves(database, places, { realm: query.realm, chain: query.chain })
  if (observedFrom === null || moves.length === 0) return null
  const observedUntil = endOfMonth(await latestMonth(database, query.realm))
  const firstMove = new Map<string, { date: string; origin: string }>()
  for (const { creditCode, date, origin } of moves)
    if (date >= observedFrom && !firstMove.has(creditCode)) firstMove.set(creditCode, { date, origin })
  let arrived = 0
  const subjects = (await readFirms(database, query)).flatMap((firm) => {
    const move = firstMove.get(firm.creditCode)
    const seat = move?.origin ?? (firm.seat === null ? null : places.current(firm.seat))
    if (seat === null || firm.registeredOn >= observedUntil) return []
    if (!regionContains(query.region, seat)) {
      arrived++
      return []
    }
    const start = firm.registeredOn > observedFrom ? firm.registeredOn : observedFrom
    const ends = [
      { on: move?.date ?? null, outcome: moved },
      { on: firm.closedOn, outcome: closed },
    ]
      .flatMap(({ on, outcome }) => (on === null || on >= observedUntil ? [] : [{ on, outcome }]))
      .toSorted((a, b) => (a.on < b.on ? -1 : 1))
    const end = ends[0] ?? { on: observedUntil, outcome: null }
    if (end.on <= start) return []
    const spell: Spell = { entry: 0, exit: monthsBetween(start, end.on), outcome: end.outcome }
    return [
      { spell, year: Number(firm.registeredOn.slice(0, 4)), bornObserved: firm.registeredOn > observedFrom },
    ]
  })
  const started = Number(observedFrom.slice(0, 4))
  const groups = [
    ...cohortYears.map((from, index) => {
      const to = (cohortYears[index + 1] ?? started + 1) - 1
      const label = from === cohortYears[0] ? `${to} 年及以前登记` : `${from}–${to} 年登记`
      return { label, of: subjects.filter((one) => !one.bornObserved && one.year >= from && one.year <= to) }
    }),
    { label: `${observedFrom.slice(0, 7)} 以后登记`, of: subjects.filter((one) => one.bornObserved) },
  ]
  return {
    observedFrom,
    observedUntil: new Date(Date.parse(observedUntil) - 86_400_000).toISOString().slice(0, 10),
    arrived,
    cohorts: [{ label: '全部', of: subjects }, ...groups]
      .filter(({ of }) => of.length > 0)
      .map(({ label, of }) =>
        summary(
          label,
          of.map(({ spell }) => spell),
        ),
      ),
  }
}

function summary(label: string, spells: readonly Spell[]) {
  const points = competingRisks(spells, 2)
  return {
    label,
    firms: spells.length,
    moved: spells.filter(({ outcome }) => outcome === moved).length,
    closed: spells.filter(({ outcome }) => outcome === closed).length,
    points: points.map((point) => ({ months: point.time, atRisk: point.atRisk, ...shares(point) })),
    years: toldYears.map((years) => {
      const atRisk = spells.filter(({ exit }) => exit >= years * 12).length
      const last = points.findLast(({ time }) => time <= years * 12)
      return {
        years,
        atRisk,
        ...(atRisk === 0
          ? { stayed: null, interval: null, moved: null, closed: null }
          : last === undefined
            ? { stayed: 1, interval: null, moved: 0, closed: 0 }
            : shares(last)),
      }
    }),
  }
}

function shares(point: RiskPoint) {
  return {
    stayed: point.eventFree,
    interval: point.interval,
    moved: point.shares[moved] ?? 0,
    closed: point.shares[closed] ?? 0,
  }
}

function monthsBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000 / daysInMonth
}

/** The day the register of the realm was first delivered; null where there is none. */
async function firstDelivery(database: Database, realm: Realm): Promise<string | null> {
  const { rows } = await sql<{ day: string | null }>`
    select to_char(min(effective_at) at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as day
    from brain.batch where dataset = 'public/enterprise-registration' and status = 'loaded'
      and demonstration = ${realm === 'demonstration'}`.execute(database.kysely)
  return rows[0]?.day ?? null
}

async function readFirms(database: Database, { realm, chain }: CohortQuery): Promise<Firm[]> {
  const { rows } = await sql<Firm>`
    with version as (
      select credit_code, status, valid_from from public_warehouse.enterprise_registration_history
      union all
      select credit_code, status, valid_from from public_warehouse.enterprise_registration
    ), closure as (
      select credit_code, to_char(min(valid_from) at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as day
      from version where status in ('注销', '吊销') group by credit_code
    )
    select golden.credit_code as "creditCode", coalesce(golden.county_code, golden.city_code) as seat,
           golden.registered_on::text as "registeredOn", closure.day as "closedOn"
    from brain.golden_enterprise golden left join closure using (credit_code)
    where golden.demonstration = ${realm === 'demonstration'} and golden.registered_on is not null
      and exists (select from public_warehouse.enterprise_registration own
        where own.credit_code = golden.credit_code)
      ${
        chain === undefined
          ? sql``
          : sql`and exists (select from brain.enterprise_segment member
              where member.chain = ${chain} and member.credit_code = golden.credit_code)`
      }`.execute(database.kysely)
  return rows
}

/** By year of registration: firms whose address is still in the county that registered them first. */
async function readTrace(database: Database, { region, realm }: CohortQuery) {
  const { rows } = await sql<{ year: number; firms: number; comparable: number; stayed: number }>`
    select year, sum(firms)::int as firms, sum(comparable)::int as comparable, sum(stayed)::int as stayed
    from brain.registration_trace
    where realm = ${realm} and county_code like ${`${regionPrefix(region)}%`}
    group by year order by year`.execute(database.kysely)
  return rows.map((row) => ({
    ...row,
    share: row.comparable === 0 ? null : row.stayed / row.comparable,
    interval: wilsonInterval(row.stayed, row.comparable),
  }))
}
