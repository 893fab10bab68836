import { outputFor } from '../algorithms/input-output.ts'
import type { DemandRequest, DemandResult, DemandSectors } from '../api/schemas/demand.ts'
import type { Assumption } from '../api/schemas/scenario.ts'
import type { ChainStandard } from '../domain/chain.ts'
import type { NationalTable } from './input-output-table.ts'
import { ScenarioRefusal } from './refusal.ts'
import { segmentsBySector } from './sector-concordance.ts'

const unit = '万元'
const source = '国家统计局投入产出表，当年生产者价格'

function describe({ code, title, year }: NationalTable): DemandSectors['table'] {
  return { code, title, year, unit, source }
}

export function listSectors(
  table: NationalTable,
  tables: DemandSectors['tables'],
  chain: ChainStandard,
): DemandSectors {
  const segments = segmentsBySector(chain, table.sectors)
  return {
    table: describe(table),
    tables,
    sectors: table.sectors.map(({ code, title, output, finalDemand }) => ({
      code,
      title,
      output,
      finalDemand,
      segments: segments.get(code) ?? [],
    })),
  }
}

/**
 * What a change of final demand does to the output of all sectors: Δx = L·Δf, Δv = (v ÷ x)·Δx.
 * @throws ScenarioRefusal for a sector the table does not have, or a change that is given twice or not at all
 */
export function computeDemand(
  table: NationalTable,
  chain: ChainStandard,
  changes: DemandRequest['changes'],
  now: Date,
): DemandResult {
  const started = performance.now()
  const places = new Map(table.sectors.map(({ code }, place) => [code, place]))
  const direct = table.sectors.map(() => 0)
  for (const change of changes) {
    const place = places.get(change.sector)
    const sector = place === undefined ? undefined : table.sectors[place]
    if (place === undefined || sector === undefined)
      throw new ScenarioRefusal(
        404,
        'not-found',
        `${table.title}没有部门“${change.sector}”`,
        'GET /api/scenarios/demand/sectors 列出的部门代码',
      )
    direct[place]! += amountOf(change, sector)
  }
  const change = outputFor(table.model, direct)
  const segments = segmentsBySector(chain, table.sectors)
  const sectors = table.sectors.map(({ code, title, output, valueAdded }, place) => {
    const more = change[place] ?? 0
    return {
      code,
      title,
      before: output,
      change: more,
      percent: output === 0 ? null : (more / output) * 100,
      valueAdded: output === 0 ? 0 : (more * valueAdded) / output,
      direct: direct[place] ?? 0,
      segments: segments.get(code) ?? [],
    }
  })
  const finalDemand = sum(direct)
  const output = sum(sectors.map((sector) => sector.change))
  const valueAdded = sum(sectors.map((sector) => sector.valueAdded))
  return {
    table: describe(table),
    finalDemand,
    output: { change: output, percent: (output / sum(table.sectors.map((item) => item.output))) * 100 },
    valueAdded: {
      change: valueAdded,
      percent: (valueAdded / sum(table.sectors.map((item) => item.valueAdded))) * 100,
    },
    // Changes of opposite sign that cancel out leave nothing to divide by.
    multiplier: Math.abs(finalDemand) > 1e-9 * sum(direct.map(Math.abs)) ? output / finalDemand : null,
    employment: null,
    employmentNote:
      '平台没有载入分部门就业人数，不计算就业变化；可由统计部门提供与投入产出表部门一致的从业人员数。',
    sectors: sectors.sort((a, b) => Math.abs(b.change) - Math.abs(a.change) || a.code.localeCompare(b.code)),
    assumptions: listAssumptions(table),
    computedAt: now.toISOString(),
    milliseconds: performance.now() - started,
  }
}

function amountOf(
  { sector, percent, amount }: DemandRequest['changes'][number],
  { finalDemand }: { readonly finalDemand: number },
): number {
  if ((percent === undefined) === (amount === undefined))
    throw new ScenarioRefusal(
      422,
      'change-unclear',
      `部门 ${sector} 的变动${percent === undefined ? '没有给出' : '给了两次'}`,
      'percent（%）和 amount（万元）给且只给一个',
    )
  return amount ?? (finalDemand * (percent ?? 0)) / 100
}

function listAssumptions(table: NationalTable): Assumption[] {
  return [
    {
      id: 'national',
      kind: 'data',
      title: '全国平均',
      text: `${table.title}是全国表，没有公布的山东省表可用；结果是全国范围的带动，不能直接当作本省数。`,
    },
    {
      id: 'year',
      kind: 'data',
      title: '投入结构不变',
      text: `投入系数取 ${table.year} 年，不随规模、价格和技术变化，各部门产能不受限制。`,
    },
    {
      id: 'imports',
      kind: 'model',
      title: '进口',
      text: table.importsApart
        ? '非竞争型表：进口投入单列，只计国内产出。'
        : '竞争型表：进口品与国产品没有分开，进口的投入也按国内生产计，带动偏高，增加值变动的合计因此等于最终需求的变动。',
    },
    {
      id: 'final-demand',
      kind: 'model',
      title: '最终需求',
      text: '百分比变动以该部门最终使用合计（消费、资本形成、出口，未扣进口）为基数；居民收入增加后再消费的部分不计。',
    },
    {
      id: 'concordance',
      kind: 'model',
      title: '环节对照',
      text: '产业链环节与投入产出部门的对应为本平台对照：按环节的第一个行业代码（GB/T 4754-2017）和部门名称对应，一个部门可含多个环节和链外产品，所以部门的变动不能拆到环节。',
    },
  ]
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
