import { setImmediate as nextTurn } from 'node:timers/promises'
import { tableName, type NamedDataset } from '../datasets/registry.ts'
import type { Realm } from '../domain/realm.ts'
import {
  coarsen,
  combineBlocks,
  formBlocks,
  type BaseCell,
  type Blocks,
  type Sides,
} from '../domain/small-cells.ts'
import type { Database } from '../warehouse/database.ts'
import { inputsVersion, stageVersion } from '../warehouse/stage-state.ts'
import { partiesOf, type Field } from './fields.ts'
import { grainSql } from './grains.ts'
import { apartOf, axesOf, finest, latticeOf, pathOf, type Lattice } from './lattice.ts'
import { partySql } from './open-query.ts'
import { Refusal } from './refusal.ts'
import { Parameters, readDemonstrationBatches, realmCondition, runStatement, sourceOf } from './statement.ts'

/** The finest sums of a dataset and the blocks they are released in. */
export interface Base {
  readonly lattice: Lattice
  /** Values of the lattice's axes, one list a cell. */
  readonly keys: readonly (readonly (string | null)[])[]
  /** What each firm adds to the rows of a cell. */
  readonly sides: (cell: number) => Sides
  /** Rows of each cell. */
  readonly counts: readonly number[]
  readonly blocks: Blocks
  readonly column: (field: Field) => Promise<BaseColumn>
}

/** Sum and number of values of a column in each cell; null and 0 where no row has one. */
export interface BaseColumn {
  readonly sums: readonly (number | null)[]
  readonly values: readonly number[]
  readonly blocks: Blocks
}

/** More contributions than are worth holding in memory: such a dataset needs an aggregate of its own. */
const mostContributions = 600_000
/** Base cells of as many datasets are kept. */
const mostKept = 12
/** Rows worked on before others have their turn. */
const rowsInTurn = 20_000

/** Base cells by dataset and realm, as long as their data is unchanged; those who ask at once share one reading. */
export function createBases(platform: Database) {
  const kept = new Map<string, { readonly version: string; readonly base: Promise<Base> }>()
  return async (dataset: NamedDataset, fields: readonly Field[], realm: Realm): Promise<Base> => {
    const key = `${dataset.id} ${realm}`
    const version = `${await inputsVersion(platform, [dataset.id])} ${await stageVersion(platform, 'fusion')}`
    const found = kept.get(key)
    if (found?.version === version) return found.base
    kept.delete(key)
    const [oldest] = kept.keys()
    if (kept.size >= mostKept && oldest !== undefined) kept.delete(oldest)
    const base = readBase(platform, dataset, fields, realm)
    kept.set(key, { version, base })
    base.catch(() => {
      if (kept.get(key)?.base === base) kept.delete(key)
    })
    return base
  }
}
export type Bases = ReturnType<typeof createBases>

interface Tree {
  readonly members: readonly number[]
  readonly cells: readonly BaseCell[]
  readonly blocks: Blocks
}

async function readBase(
  platform: Database,
  dataset: NamedDataset,
  fields: readonly Field[],
  realm: Realm,
): Promise<Base> {
  const lattice = latticeOf(fields)
  const read = await createReader(platform, dataset, fields, realm)
  const sideCount = partiesOf(dataset).length
  const keys: (readonly (string | null)[])[] = []
  const index = new Map<string, number>()
  const firms = new Map<string, number>()
  const counted = await gather(await read('count(*)'), sideCount, firms, (name, key) => {
    let cell = index.get(name)
    if (cell === undefined) {
      cell = keys.length
      index.set(name, cell)
      keys.push(key)
    }
    return cell
  })
  const apart = apartOf(lattice)
  const paths = keys.map((key) => pathOf(lattice, key))
  const trees: Tree[] = []
  const groups = Map.groupBy(keys.keys(), (cell) => JSON.stringify(paths[cell]?.slice(0, apart)))
  for (const members of groups.values()) {
    await nextTurn()
    const cells = members.map((cell) => ({ path: paths[cell] ?? [], sides: counted.sides(cell) }))
    trees.push({ members, cells, blocks: formBlocks(cells, apart) })
  }
  const columns = new Map<string, Promise<BaseColumn>>()

  async function readColumn(field: Field): Promise<BaseColumn> {
    const amount = field.kind === 'money' ? `${field.sql}::float8 / 100` : `${field.sql}::float8`
    const rows = await read(`sum(${amount})`, `count(${field.sql})`)
    const given = await gather(rows, sideCount, firms, (name) => index.get(name))
    const parts = []
    for (const { members, cells, blocks } of trees) {
      await nextTurn()
      const sides = (at: number) => given.sides(members[at] ?? -1)
      parts.push({ members, blocks: coarsen(cells, blocks, sides, apart) })
    }
    return {
      sums: keys.map((_, cell) => given.sums.get(cell) ?? null),
      values: keys.map((_, cell) => given.counts.get(cell) ?? 0),
      blocks: combineBlocks(keys.length, parts),
    }
  }

  return {
    lattice,
    keys,
    sides: counted.sides,
    counts: keys.map((_, cell) => counted.sums.get(cell) ?? 0),
    blocks: combineBlocks(keys.length, trees),
    column(field) {
      const known = columns.get(field.name)
      if (known !== undefined) return known
      const column = readColumn(field)
      columns.set(field.name, column)
      column.catch(() => columns.delete(field.name))
      return column
    },
  }
}

type ContributionRow = Readonly<Record<string, string | number | null>>

/** Sums contributions up by cell and firm. @param cellOf number of a cell by the text of its key */
async function gather(
  { rows, axes }: { readonly rows: readonly ContributionRow[]; readonly axes: number },
  sideCount: number,
  firms: Map<string, number>,
  cellOf: (name: string, key: readonly (string | null)[]) => number | undefined,
) {
  const sides = new Map<number, Map<number, number>[]>()
  const sums = new Map<number, number>()
  const counts = new Map<number, number>()
  for (const [position, row] of rows.entries()) {
    if (position % rowsInTurn === 0) await nextTurn()
    const value = row.value ?? null
    if (value === null) continue
    const key = Array.from({ length: axes }, (_, at) => textOf(row[`k${at}`]))
    const cell = cellOf(key.map((part) => part ?? '\u0001').join('\u0000'), key)
    if (cell === undefined) continue
    sums.set(cell, (sums.get(cell) ?? 0) + Number(value))
    counts.set(cell, (counts.get(cell) ?? 0) + Number(row.count))
    let given = sides.get(cell)
    if (given === undefined) {
      given = Array.from({ length: sideCount }, () => new Map<number, number>())
      sides.set(cell, given)
    }
    for (const [side, amounts] of given.entries()) {
      const name = textOf(row[`p${side}`]) ?? ''
      let firm = firms.get(name)
      if (firm === undefined) firms.set(name, (firm = name === '' ? unnamedFirm : firms.size + 1))
      amounts.set(firm, (amounts.get(firm) ?? 0) + Number(value))
    }
  }
  const none: Sides = Array.from({ length: sideCount }, () => new Map<number, number>())
  return { sums, counts, sides: (cell: number): Sides => sides.get(cell) ?? none }
}

/** Rows that name no firm count as of one firm, which is the safe side. */
export const unnamedFirm = 0

/** Reads one aggregate for every base cell and every firm, or pair of firms, in it. */
async function createReader(
  platform: Database,
  dataset: NamedDataset,
  fields: readonly Field[],
  realm: Realm,
) {
  const batches = await readDemonstrationBatches(platform, dataset)
  const axes = axesOf(latticeOf(fields)).map((field) => grainSql(field, finest(field)))
  const parties = partiesOf(dataset).map(partySql)
  const selected = [
    ...axes.map((text, at) => `${text} as k${at}`),
    ...parties.map((text, at) => `${text} as p${at}`),
  ]
  return async (aggregate: string, count = '1') => {
    const parameters = new Parameters()
    const from = sourceOf({ dataset, fields, asOf: undefined }, tableName, parameters)
    const where = realmCondition(dataset, realm, batches, parameters)
    const rows = await runStatement<ContributionRow>(
      platform,
      `select ${selected.join(', ')}, (${aggregate})::float8 as value, (${count})::int as count
       from ${from} ${where === null ? '' : `where ${where}`}
       group by ${selected.map((_, at) => String(at + 1)).join(', ')} limit ${mostContributions + 1}`,
      parameters,
    )
    if (rows.length > mostContributions) {
      throw new Refusal(
        422,
        'too-much',
        `“${dataset.title}”的记录过多，不能按小单元保护汇总`,
        '指标，或另一个数据集',
      )
    }
    return { rows, axes: axes.length }
  }
}

const textOf = (value: string | number | null | undefined) =>
  value === null || value === undefined ? null : String(value)
