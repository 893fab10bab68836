import { sql } from 'kysely'
import type { ProductionFunction } from '../algorithms/cascade-model.ts'
import { sweepCascade } from '../algorithms/cascade-sweep.ts'
import { readRealms } from '../chain/realms.ts'
import type { Realm } from '../domain/realm.ts'
import type { Database } from '../warehouse/database.ts'
import { chainOf, type EnterpriseNetwork, readEnterpriseNetwork, tolerance } from './enterprise-network.ts'
import { ScenarioRefusal } from './refusal.ts'

interface SweepSettings {
  readonly production: ProductionFunction
  readonly replaceability: boolean
}

export const usualSweep: SweepSettings = { production: 'mixed', replaceability: true }

/** A firm of small sales whose outage costs the network much. */
export const hiddenDefinition =
  '隐性关键企业：销售额不在全网前 10 %，系统性风险指数（ESRI）在全网前 10 %，且指数至少是其销售额占比的 2 倍。指数 = 该企业单独全停时全网损失的产出份额（Diem 等，2022）。'

const top = 0.1
const leastRatio = 2
/** More rounds than a settled network takes; a firm that has not settled by then is taken as it stands. */
const mostRounds = 2000

interface CriticalityRow {
  readonly node: number
  readonly party: string
  readonly sales: number
  readonly share: number
  readonly esri: number
  readonly esriRank: number
  readonly salesRank: number
  readonly hidden: boolean
}

/** Ranks the firms that sell; a party without a sale in the network has no output to lose or to be known by. */
function rankCriticality(network: EnterpriseNetwork, esri: ArrayLike<number>): CriticalityRow[] {
  const sellers = network.active.filter((firm) => firm.sales > 0)
  const bySales = sellers.toSorted((a, b) => b.sales - a.sales || a.node - b.node)
  const salesRank = new Map(bySales.map(({ node }, rank) => [node, rank + 1]))
  const limit = Math.ceil(sellers.length * top)
  return sellers
    .toSorted((a, b) => (esri[b.node] ?? 0) - (esri[a.node] ?? 0) || a.node - b.node)
    .map(({ node, party, sales }, position) => {
      const share = sales / network.totalSales
      const rank = salesRank.get(node) ?? 0
      const index = esri[node] ?? 0
      return {
        node,
        party,
        sales,
        share,
        esri: index,
        esriRank: position + 1,
        salesRank: rank,
        hidden: rank > limit && position < limit && index >= leastRatio * share,
      }
    })
}

/**
 * Sweeps all firms of a realm's network and stores what comes out; notes progress and failure.
 * @param workers threads; 0 = this one
 * @throws ScenarioRefusal while another sweep of the realm runs, or where it has no trade
 */
export async function startSweep(
  platform: Database,
  realm: Realm,
  settings: SweepSettings,
  { by, workers }: { readonly by: string | null; readonly workers: number },
): Promise<{ readonly finished: Promise<void> }> {
  const chain = await chainOf(undefined)
  if (chain === null) throw new Error('seeds/chains 中没有产业链标准')
  const network = await readEnterpriseNetwork(platform, chain, realm)
  if (network.window === null) throw noNetwork(realm)
  await claim(platform, network, settings, by)
  return { finished: sweep(platform, network, settings, workers) }
}

export function noNetwork(realm: Realm): ScenarioRefusal {
  return new ScenarioRefusal(
    404,
    'no-network',
    `${realm === 'actual' ? '实际数据' : '演示数据'}中没有供应交易，无法推演停产影响`,
    '由链主企业、核心企业授权提供供应交易（数据集 enterprise/supply-transaction）',
  )
}

/** A sweep that has said nothing for this long has died with its process. */
const silentMinutes = 5

async function claim(
  platform: Database,
  network: EnterpriseNetwork,
  { production, replaceability }: SweepSettings,
  by: string | null,
): Promise<void> {
  const { rows } = await sql<{ realm: string }>`
    insert into brain.criticality_sweep as known (realm, state, done, total, production, replaceability, version, started_by, started_at)
    values (${network.realm}, 'running', 0, ${network.firms.length}, ${production}, ${replaceability}, ${network.version}, ${by}, now())
    on conflict (realm) do update set state = 'running', done = 0, total = excluded.total,
      production = excluded.production, replaceability = excluded.replaceability, version = excluded.version,
      started_by = excluded.started_by, started_at = excluded.started_at, finished_at = null, message = null
    where known.state <> 'running' or known.started_at < now() - make_interval(mins => ${silentMinutes})
    returning realm`.execute(platform.kysely)
  if (rows.length === 0)
    throw new ScenarioRefusal(409, 'sweep-running', '全部企业的扫描正在进行，完成后再发起', '等待本次完成')
}

async function sweep(
  platform: Database,
  network: EnterpriseNetwork,
  settings: SweepSettings,
  workers: number,
): Promise<void> {
  const { realm } = network
  try {
    const esri = await sweepCascade(network.model(settings.production), {
      replaceability: settings.replaceability,
      tolerance,
      rounds: mostRounds,
      workers,
      onProgress: (done) => {
        void sql`update brain.criticality_sweep set done = ${done} where realm = ${realm} and state = 'running'`
          .execute(platform.kysely)
          .catch(() => undefined)
      },
    })
    await store(platform, network, settings, rankCriticality(network, esri))
    await sql`update brain.criticality_sweep set state = 'done', done = total, finished_at = now()
      where realm = ${realm}`.execute(platform.kysely)
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    await sql`update brain.criticality_sweep set state = 'failed', finished_at = now(), message = ${message}
      where realm = ${realm}`.execute(platform.kysely)
    throw error
  }
}

async function store(
  platform: Database,
  { realm, version, window }: EnterpriseNetwork,
  { production, replaceability }: SweepSettings,
  rows: readonly CriticalityRow[],
): Promise<void> {
  await platform.transaction(async (transaction) => {
    await sql`delete from brain.firm_criticality where realm = ${realm}`.execute(transaction)
    await sql`
      insert into brain.firm_criticality (realm, node, party, sales, sales_share, esri, esri_rank, sales_rank, hidden)
      select ${realm}, row.node, row.party, round(row.sales * 100), row.share, row.esri, row."esriRank", row."salesRank", row.hidden
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row(
        node int, party text, sales float8, share float8, esri float8, "esriRank" int, "salesRank" int, hidden boolean)`.execute(
      transaction,
    )
    await sql`
      insert into brain.criticality_state (realm, version, month, production, replaceability, computed_at)
      values (${realm}, ${version}, ${window?.to ?? ''}, ${production}, ${replaceability}, now())
      on conflict (realm) do update set version = excluded.version, month = excluded.month,
        production = excluded.production, replaceability = excluded.replaceability,
        computed_at = excluded.computed_at`.execute(transaction)
  })
}

/** Sweeps every realm whose network has changed since; a page of critical firms is then never empty. */
export async function refreshCriticality(platform: Database): Promise<void> {
  const chain = await chainOf(undefined)
  if (chain === null) return
  for (const { realm } of await readRealms(platform)) {
    const network = await readEnterpriseNetwork(platform, chain, realm)
    if (network.window === null) {
      await sql`delete from brain.firm_criticality where realm = ${realm}`.execute(platform.kysely)
      await sql`delete from brain.criticality_state where realm = ${realm}`.execute(platform.kysely)
      continue
    }
    const state = await readState(platform, realm)
    if (state?.version === network.version) continue
    try {
      const { finished } = await startSweep(platform, realm, usualSweep, { by: null, workers: 0 })
      await finished
    } catch (error) {
      // Somebody's own sweep runs and will store its result.
      if (!(error instanceof ScenarioRefusal)) throw error
    }
  }
}

export function readState(platform: Database, realm: Realm) {
  return platform.kysely
    .selectFrom('brain.criticality_state')
    .selectAll()
    .where('realm', '=', realm)
    .executeTakeFirst()
}
