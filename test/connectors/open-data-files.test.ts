import { readFile } from 'node:fs/promises'
import { gunzipSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'
import type { ContractRecord, SourceRecord } from '../../connectors/contract.ts'
import { readGeojson } from '../../connectors/formats/geojson.ts'
import { columnsOf, dataset } from '../../server/datasets/registry.ts'
import { readConnectors, readPacks, type NamedConnector } from '../../server/ingest/connectors.ts'
import { isFault, valueReader } from '../../server/ingest/values.ts'
import { isRequired } from '../../server/warehouse/tables.ts'
import { hasRealData, realData, realDataNote } from './real-data.ts'
import { deliveriesOf, fetchContext, recordsOf, rowsOf } from './records.ts'

interface Outcome {
  readonly rows: readonly ContractRecord[]
  readonly ignored: ReadonlyMap<string, number>
  /** Rows with a value that the contract refuses, by column and rule. */
  readonly refused: ReadonlyMap<string, number>
  readonly keys: number
  readonly parseMilliseconds: number
}

const connectors = await readConnectors()
const pack = (await readPacks()).get('shandong-open-data')
const ids = (pack?.connectors ?? []).map(({ id }) => id)

/** RFC 4180, whole file in memory: for tests only. */
function readCsv(text: string): SourceRecord[] {
  const rows: string[][] = []
  let row: string[] = []
  for (const match of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    const [, quoted, plain = '', end] = match
    row.push(quoted?.replaceAll('""', '"') ?? plain)
    if (end === ',') continue
    if (row.length > 1 || row[0] !== '') rows.push(row)
    row = []
  }
  const [header = [], ...records] = rows
  return records.map((cells) => Object.fromEntries(header.map((title, at) => [title, cells[at] ?? ''])))
}

function parserOf(
  connector: NamedConnector,
): (record: SourceRecord, name: string) => ReturnType<NonNullable<NamedConnector['parse']>> {
  if (connector.parse !== undefined)
    return (record, name) => connector.parse?.(record, { name }) ?? { ignored: '' }
  const mapped = Object.entries(connector.columns ?? {})
  return (record) =>
    mapped.length === 0
      ? record
      : Object.fromEntries(
          mapped.map(([from, to]) => (to.startsWith('=') ? [from, to.slice(1)] : [to, record[from]])),
        )
}

async function run(id: string): Promise<Outcome> {
  const connector = connectors.get(id)
  if (connector === undefined) throw new Error(`没有连接器 ${id}`)
  const contract = dataset(connector.dataset)
  const readers = columnsOf(contract).map(
    ([name, column]) => [name, valueReader(column, isRequired(contract, name, column), new Date())] as const,
  )
  const rows: ContractRecord[] = []
  const ignored = new Map<string, number>()
  const refused = new Map<string, number>()
  const keys = new Set<string>()
  let parseMilliseconds = 0
  for (const delivery of await deliveriesOf(connector, fetchContext({ dataFolder: realData }))) {
    const { content } = delivery
    let records: SourceRecord[]
    if (!('path' in content)) records = await recordsOf(delivery)
    else if (delivery.format === 'geojson') records = await Array.fromAsync(readGeojson(content))
    else {
      const bytes = await readFile(content.path)
      records = readCsv(
        (delivery.format === 'csv.gz' ? gunzipSync(bytes) : bytes).toString('utf8').replace(/^\ufeff/, ''),
      )
    }
    const parse = parserOf(connector)
    const started = performance.now()
    const parsed = records.map((record) => parse(record, delivery.name))
    parseMilliseconds += performance.now() - started
    for (const answer of parsed) {
      if ('ignored' in answer && typeof answer.ignored === 'string')
        ignored.set(answer.ignored, (ignored.get(answer.ignored) ?? 0) + 1)
      for (const row of rowsOf(answer)) {
        rows.push(row)
        keys.add(contract.key.map((name) => row[name]).join('\u0000'))
        for (const [name, read] of readers) {
          const value = read(row[name] ?? '')
          if (isFault(value))
            refused.set(`${name} ${value.rule}`, (refused.get(`${name} ${value.rule}`) ?? 0) + 1)
        }
        for (const name of Object.keys(row))
          if (contract.columns[name] === undefined) refused.set(`${name} 不在契约中`, 1)
      }
    }
  }
  return { rows, ignored, refused, keys: keys.size, parseMilliseconds }
}

/** What the contract refuses of each source, by the defects that its publisher's notes name. */
const defects: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  // Thousands wrongly grouped: 15,0000000 万.
  'industry/other-province-manufacturers': { 'registered_capital money': 9 },
  // Shares below 0 or above 1.
  'enterprise/listed-product': { 'revenue_ratio range': 91 },
  // A backspace within a name.
  'industry/product-relation': { 'to_product control': 1 },
}

describe.skipIf(!hasRealData).each(ids)(`%s on the real files${realDataNote}`, (id) => {
  let outcome: Outcome
  beforeAll(async () => {
    outcome = await run(id)
  })

  it('yields what it says', () => {
    const { minimum = 1, maximum = 0 } = connectors.get(id)?.expectedYield ?? {}
    const { rows, keys, ignored, refused, parseMilliseconds } = outcome
    const note = [...ignored, ...refused].map(([reason, count]) => `${reason} ${count}`).join('；')
    console.log(
      `${id}: ${rows.length} 行，${keys} 个主键，解析 ${Math.round(parseMilliseconds)} ms${note === '' ? '' : `（${note}）`}`,
    )
    expect(rows.length).toBeGreaterThanOrEqual(minimum)
    expect(rows.length).toBeLessThanOrEqual(maximum)
  })

  it('refuses what is known to be wrong and nothing else', () => {
    expect(Object.fromEntries(outcome.refused)).toEqual(defects[id] ?? {})
  })
})
