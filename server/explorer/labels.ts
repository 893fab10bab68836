import { sql } from 'kysely'
import { readChainStandards } from '../chain/chain-standard.ts'
import { industryTitles } from '../domain/industry-titles.ts'
import type { Database } from '../warehouse/database.ts'
import type { AskedGroup } from './question.ts'

/** Shown where a row has no value of the group. */
const unnamed = '（空）'

const levelTitles: Readonly<Record<string, string>> = { province: '省', city: '市', county: '县（市、区）' }

export type LabelOf = (group: number, code: string | null) => string

/** Names of codes: divisions, industries, segments of the chains. A code without a name is shown as it is. */
export async function readLabels(
  platform: Database,
  groups: readonly Pick<AskedGroup, 'field'>[],
  codesOf: (group: number) => readonly string[],
): Promise<LabelOf> {
  const names = await Promise.all(
    groups.map(async ({ field }, index): Promise<ReadonlyMap<string, string>> => {
      const codes = codesOf(index)
      if (field.kind === 'region') return readNames(platform, 'region', codes)
      if (field.kind === 'industry') {
        return new Map([...industryTitles, ...(await readNames(platform, 'industry', codes))])
      }
      if (field.name === 'segment' || field.name.endsWith('_segment')) return segmentTitles()
      if (field.name === 'level') return new Map(Object.entries(levelTitles))
      return new Map()
    }),
  )
  return (group, code) => {
    if (code === null || code === '') return unnamed
    const { kind } = groups[group]?.field ?? {}
    const name = names[group]?.get(code)
    if (name !== undefined) return kind === 'industry' ? `${name}（${code}）` : name
    const [, year, quarter] = /^(\d{4})-Q([1-4])$/.exec(code) ?? []
    return year === undefined ? code : `${year} 年 ${quarter} 季度`
  }
}

async function readNames(
  platform: Database,
  kind: 'region' | 'industry',
  codes: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } =
    kind === 'region'
      ? await sql<{ code: string; name: string }>`
          select code, name from public_warehouse.division where code = any(${codes})`.execute(
          platform.kysely,
        )
      : await sql<{ code: string; name: string }>`
          select code, title as name from public_warehouse.industry_code where code = any(${codes})`.execute(
          platform.kysely,
        )
  return new Map(rows.map(({ code, name }) => [code, name]))
}

async function segmentTitles(): Promise<ReadonlyMap<string, string>> {
  const chains = await readChainStandards()
  return new Map(chains.flatMap(({ segments }) => segments.map(({ id, title }) => [id, title] as const)))
}
