import { sql } from 'kysely'
import { Check } from 'typebox/value'
import {
  type SavedScenario,
  ScenarioRequest,
  type ScenarioResult,
  ScenarioSummary,
} from '../api/schemas/scenario.ts'
import type { Database } from '../warehouse/database.ts'
import { ScenarioRefusal } from './refusal.ts'

/** Scenarios one account may keep. */
const mostKept = 200

function summarise(result: ScenarioResult): ScenarioSummary {
  const { title, asOf, output, belowHalfTotal, rounds, offTotal } = result
  return {
    title,
    asOf,
    lost: output.lost,
    share: output.share,
    affected: output.affected,
    belowHalf: belowHalfTotal,
    rounds: rounds.at(-1)?.round ?? 0,
    offTotal,
  }
}

export async function listScenarios(platform: Database, owner: string): Promise<SavedScenario[]> {
  const { rows } = await sql<{
    id: number
    name: string
    input: unknown
    summary: unknown
    region_code: string
    region_name: string | null
    created_at: Date
  }>`
    select kept.id, kept.name, kept.input, kept.summary, kept.region_code, division.name as region_name, kept.created_at
    from brain.scenario kept left join public_warehouse.division on division.code = kept.region_code
    where kept.owner = ${owner} order by kept.id desc`.execute(platform.kysely)
  return rows.flatMap(({ input, summary, ...row }) =>
    // What an earlier release kept and no longer fits is left out rather than run.
    Check(ScenarioRequest, input) && Check(ScenarioSummary, summary)
      ? [
          {
            id: row.id,
            name: row.name,
            input,
            summary,
            region: { code: row.region_code, name: row.region_name ?? row.region_code },
            createdAt: row.created_at.toISOString(),
          },
        ]
      : [],
  )
}

export async function saveScenario(
  platform: Database,
  kept: {
    readonly owner: string
    readonly name: string
    readonly input: ScenarioRequest
    readonly result: ScenarioResult
    readonly now: Date
  },
): Promise<SavedScenario> {
  const { owner, name, input, result, now } = kept
  const summary = summarise(result)
  const id = await platform.transaction(async (transaction) => {
    // One at a time for an account, or two requests at once pass the limit together.
    await sql`select pg_advisory_xact_lock(hashtext(${`scenario ${owner}`}))`.execute(transaction)
    const { rows: held } = await sql<{ count: number }>`
      select count(*)::int as count from brain.scenario where owner = ${owner}`.execute(transaction)
    if ((held[0]?.count ?? 0) >= mostKept)
      throw new ScenarioRefusal(
        409,
        'too-many-scenarios',
        `每个账号最多保存 ${mostKept} 个推演`,
        '先删除不用的推演',
      )
    const { rows } = await sql<{ id: number }>`
      insert into brain.scenario (owner, region_code, name, input, summary, created_at)
      values (${owner}, ${result.region.code}, ${name.trim()}, ${JSON.stringify(input)}::jsonb,
        ${JSON.stringify(summary)}::jsonb, ${now}) returning id`.execute(transaction)
    const [made] = rows
    if (made === undefined) throw new Error('推演没有保存')
    return made.id
  })
  return { id, name: name.trim(), input, summary, region: result.region, createdAt: now.toISOString() }
}

/** @throws ScenarioRefusal unless the scenario is the account's own */
export async function deleteScenario(platform: Database, id: number, owner: string): Promise<void> {
  const { rows } = await sql<{ id: number }>`
    delete from brain.scenario where id = ${id} and owner = ${owner} returning id`.execute(platform.kysely)
  if (rows.length === 0) throw new ScenarioRefusal(404, 'not-found', `您没有编号为 ${id} 的推演`)
}
