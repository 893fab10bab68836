import { sql } from 'kysely'
import { type InputOutput, openTable } from '../algorithms/input-output.ts'
import type { Database } from '../warehouse/database.ts'
import { inputsVersion } from '../warehouse/stage-state.ts'
import { ScenarioRefusal } from './refusal.ts'

export const usualTable = 'china_2020_153'
const dataset = 'industry/input-output'

/** A national table as it is worked with; money in 万元 at producers' prices of the year. */
export interface NationalTable {
  readonly code: string
  readonly title: string
  readonly year: number
  /** Inputs from abroad are kept apart (非竞争型), so that the inverse tells of domestic output only. */
  readonly importsApart: boolean
  readonly sectors: readonly {
    readonly code: string
    readonly title: string
    readonly output: number
    readonly finalDemand: number
    readonly valueAdded: number
  }[]
  readonly model: InputOutput
}

interface Kept {
  readonly version: number
  readonly tables: Map<string, Promise<NationalTable>>
}
const kept = new WeakMap<Database, Kept>()

function tableTitle(code: string): string {
  const [, year = '', sectors = ''] = /_(\d{4})_(\d+)$/.exec(code) ?? []
  return year === '' ? code : `${year} 年全国投入产出表（${sectors} 部门）`
}

export async function listTables(platform: Database) {
  const { rows } = await sql<{ code: string; year: number }>`
    select table_code as code, max(year) as year from industry_warehouse.input_output
    group by table_code order by 2 desc, count(*) desc`.execute(platform.kysely)
  return rows.map(({ code, year }) => ({ code, title: tableTitle(code), year: Number(year) }))
}

/** Reads and inverts a table, and keeps it until another is loaded. @throws ScenarioRefusal where it is not there */
export async function readTable(platform: Database, code: string): Promise<NationalTable> {
  const version = await inputsVersion(platform, [dataset])
  let state = kept.get(platform)
  if (state?.version !== version) {
    state = { version, tables: new Map() }
    kept.set(platform, state)
  }
  const { tables } = state
  const found = tables.get(code)
  if (found !== undefined) return found
  const reading = read(platform, code)
  tables.set(code, reading)
  reading.catch(() => tables.delete(code))
  return reading
}

interface Cell {
  readonly row: string
  readonly column: string
  readonly title: string | null
  readonly value: number
  readonly year: number
}

async function read(platform: Database, code: string): Promise<NationalTable> {
  const { rows } = await sql<Cell>`
    select row_code as row, column_code as column, row_title as title, value::float8 as value, year
    from industry_warehouse.input_output where table_code = ${code}`.execute(platform.kysely)
  if (rows.length === 0)
    throw new ScenarioRefusal(
      404,
      'no-table',
      `没有投入产出表“${code.slice(0, 60)}”`,
      '载入数据包 shandong-open-data（国家统计局投入产出表，数据集 industry/input-output），或选 GET /api/scenarios/demand/sectors 列出的表',
    )
  return assemble(code, rows)
}

function assemble(code: string, cells: readonly Cell[]): NationalTable {
  const columns = new Set(cells.map(({ column }) => column))
  const titles = new Map(cells.map(({ row, title }) => [row, title ?? row]))
  // Totals stand in rows or in columns, sectors in both.
  const sectors = [...titles.keys()].filter((row) => columns.has(row)).sort()
  const values = new Map(cells.map(({ row, column, value }) => [`${row} ${column}`, value]))
  const at = (row: string, column: string) => values.get(`${row} ${column}`) ?? 0
  // Output of a sector is the foot of its column in every form of the table.
  const output = Float64Array.from(sectors, (sector) => at('TI', sector))
  const flows = sectors.map((row) => sectors.map((column) => at(row, column)))
  const model = openTable(flows, output)
  if (model === null)
    throw new ScenarioRefusal(
      422,
      'not-productive',
      `投入产出表“${code}”不可逆，可能没有载入完整`,
      '重新载入该表',
    )
  return {
    code,
    title: tableTitle(code),
    year: Number(cells[0]?.year ?? 0),
    importsApart: [...titles.keys()].some((row) => row.endsWith('-IM')),
    sectors: sectors.map((sector, place) => ({
      code: sector,
      title: titles.get(sector) ?? sector,
      output: output[place] ?? 0,
      finalDemand: at(sector, 'TFU'),
      valueAdded: at('TVA', sector),
    })),
    model,
  }
}
