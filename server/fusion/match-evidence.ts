import { sql } from 'kysely'
import type { Database } from '../warehouse/database.ts'
import { type Division, type DivisionIndex, createDivisionIndex } from './division-index.ts'
import { agreementWeight, missing } from './fellegi-sunter.ts'
import { comparisonFields, compareNames, fieldNames, type ComparisonField } from './name-comparison.ts'
import { createCandidateSearch } from './name-match.ts'
import { fullNameParameters, shortNameParameters, type MatchParameters } from './name-weights.ts'
import { readSubjects, type RowReference } from './subjects.ts'

/** One line of the reckoning: how two names compare in one respect, and what that counts. */
export interface EvidenceLine {
  readonly field: string
  readonly title: string
  readonly level: string
  /** log₂(m/u), bits; null where a side says nothing. */
  readonly weight: number | null
}

export interface MatchEvidence {
  readonly creditCode: string
  /** The firm's name that was compared: the one it bears or one it bore. */
  readonly comparedName: string
  readonly lines: readonly EvidenceLine[]
  readonly total: number
  /** From here on a link is made without asking. */
  readonly link: number
  /** From here on a person is asked. */
  readonly review: number
}

const fieldTitles: Readonly<Record<ComparisonField, string>> = {
  brand: '字号',
  place: '地区',
  activity: '行业用语',
  form: '组织形式',
  group: '集团',
  branch: '分支机构',
}

const levelTitles: {
  readonly [F in ComparisonField]: Readonly<Record<(typeof comparisonFields)[F][number], string>>
} = {
  brand: {
    identical: '全名相同',
    same: '相同',
    begins: '一方以另一方开头',
    abbreviated: '缩写',
    inside: '一方含另一方',
    similar: '一字之差或同音',
    different: '不同',
  },
  place: {
    'same-city': '同市',
    'same-province': '同省，市不详',
    'other-city': '同省不同市',
    'other-province': '不同省',
  },
  activity: { same: '相同', overlapping: '部分相同', different: '不同' },
  form: { same: '相同', company: '同为公司', different: '不同' },
  group: { same: '一致', different: '一方为集团' },
  branch: { same: '一致', different: '一方为分支机构' },
}

function levelTitle(field: ComparisonField, level: number): string {
  const name = comparisonFields[field][level]
  const titles: Readonly<Record<string, string>> = levelTitles[field]
  return name === undefined ? '一方没有' : (titles[name] ?? name)
}

interface Firm {
  readonly creditCode: string
  readonly names: readonly string[]
  readonly region: string | null
  readonly score: number | null
}

/** Why each candidate of a row has its score; null when the row is no longer to be linked. */
export async function explainMatch(
  database: Database,
  row: RowReference,
): Promise<readonly MatchEvidence[] | null> {
  const [subject] = await database.transaction((transaction) => readSubjects(transaction, row))
  if (subject === undefined) return null
  const divisions = await readDivisions(database)
  const province = subject.province === null ? undefined : divisions.namesAt(subject.province, 0)
  const region = subject.region ?? province?.find(({ level }) => level === 'province')?.code ?? null
  const firms = await readFirms(database, row)
  return firms.map((firm) => explain(subject.name, region, firm, divisions))
}

function explain(name: string, region: string | null, firm: Firm, divisions: DivisionIndex): MatchEvidence {
  const search = createCandidateSearch(
    firm.names.map((own) => ({ id: firm.creditCode, name: own, region: firm.region })),
    divisions,
  )
  const written = search.prepare(name, region)
  const parameters = written.name.short ? shortNameParameters : fullNameParameters
  const compared = search.prepared.map((registered, position) => {
    const lines = linesOf(parameters, compareNames(written, registered).levels)
    const sum = lines.reduce((total, { weight }) => total + (weight ?? 0), 0)
    return { name: firm.names[position] ?? '', lines, sum }
  })
  const best = compared.toSorted((a, b) => b.sum - a.sum)[0] ?? { name: '', lines: [], sum: 0 }
  const total = firm.score ?? best.sum
  // What the comparison itself does not explain is how rare the 字号 is among all firms.
  const frequency = total - best.sum
  const lines =
    Math.abs(frequency) < 0.005
      ? best.lines
      : [
          ...best.lines,
          {
            field: 'frequency',
            title: '字号频度',
            level: frequency > 0 ? '少见的字号' : '常见的字号',
            weight: frequency,
          },
        ]
  const { link, review } = parameters
  return { creditCode: firm.creditCode, comparedName: best.name, lines, total, link, review }
}

function linesOf({ m, u }: MatchParameters, levels: readonly number[]): EvidenceLine[] {
  return fieldNames.map((field, position) => {
    const level = levels[position] ?? missing
    const weight =
      level === missing ? null : agreementWeight(m[position]?.[level] ?? 1, u[position]?.[level] ?? 1)
    return { field, title: fieldTitles[field], level: levelTitle(field, level), weight }
  })
}

async function readDivisions(database: Database): Promise<DivisionIndex> {
  const { rows } = await sql<Division>`
    select code, name, level, valid_until_year as "validUntilYear", successor_codes as "successorCodes"
    from public_warehouse.division`.execute(database.kysely)
  return createDivisionIndex(rows)
}

async function readFirms(database: Database, row: RowReference): Promise<readonly Firm[]> {
  const { rows } = await sql<Firm>`
    select g.credit_code as "creditCode", a.score, coalesce(g.county_code, g.city_code, g.province_code) as region,
      array_prepend(g.name, coalesce((select array_agg(distinct c.before) from public_warehouse.registration_change c
        where c.credit_code = g.credit_code and c.item = '名称' and c.before is not null), '{}')) as names
    from brain.enterprise_alias a join brain.golden_enterprise g on g.credit_code = a.credit_code
    where a.dataset = ${row.dataset} and a.row_key = ${row.rowKey} order by a.position`.execute(
    database.kysely,
  )
  return rows
}
