import path from 'node:path'
import { createAddressParser } from '../../server/fusion/address.ts'
import { createDivisionIndex, type Division, type DivisionIndex } from '../../server/fusion/division-index.ts'
import { createAddressHistoryReader } from '../../server/migration/address-moves.ts'
import { readCsv } from './csv-records.ts'

const asked = 100_000
const rounds = 5

type Row = Readonly<Record<string, string>>

/** Reading of addresses: speed on the real register, agreement with codes that others gave, moves in the reports. */
export async function benchAddress(folder: string): Promise<void> {
  const index = createDivisionIndex(await readDivisions(folder))
  const registry = await readCsv(path.join(folder, 'enterprise_registry/shandong_registry.csv.gz'))
  const reports = await readCsv(path.join(folder, 'a_share/annual_reports_2019_2021.csv'))
  measureSpeed(index, registry)
  measureRegistry(index, registry)
  measureReports(index, reports)
  measureMoves(index, reports)
}

async function readDivisions(folder: string): Promise<Division[]> {
  const levels: Readonly<Record<string, Division['level']>> = {
    省级: 'province',
    地级: 'city',
    县级: 'county',
    province: 'province',
    city: 'city',
    county: 'county',
  }
  const current = await readCsv(path.join(folder, 'divisions/divisions_current.csv'))
  const history = await readCsv(path.join(folder, 'divisions/divisions_history.csv'))
  return [
    ...current.map((row) => ({ row, until: null })),
    ...history
      .filter(({ status }) => status === '弃用')
      .map((row) => ({ row, until: Number(row['valid_until']) })),
  ].flatMap(({ row, until }) => {
    const level = levels[row['level'] ?? '']
    return level === undefined
      ? []
      : [
          {
            code: row['adcode'] ?? '',
            name: row['name'] ?? '',
            level,
            validUntilYear: until,
            successorCodes: row['successor_codes'] ?? null,
          },
        ]
  })
}

function measureSpeed(index: DivisionIndex, registry: readonly Row[]): void {
  const parse = createAddressParser(index)
  const lines = registry.map((row) => [row['address'] ?? '', row['county_code'] ?? null] as const)
  let best = 0
  for (let round = 0; round < rounds; round++) {
    const started = performance.now()
    for (const [address, hint] of lines) parse(address, hint)
    best = Math.max(best, lines.length / ((performance.now() - started) / 1_000))
  }
  console.log(
    `地址解析：${count(lines.length)} 条真实住所，每秒 ${count(best)} 条（${rounds} 次最快；要求 ${count(asked)}，为其 ${(best / asked).toFixed(1)} 倍）`,
  )
}

/** Beside the county of the first registering authority: a firm that moved since disagrees rightly. */
function measureRegistry(index: DivisionIndex, registry: readonly Row[]): void {
  const parse = createAddressParser(index)
  const kinds = { 同县: 0, 同市他县: 0, 他市: 0, 他省: 0, 住所未写明区县: 0, 登记机关不到区县: 0 }
  for (const row of registry) {
    const authority = index.place(row['county_code'] ?? '')
    const read = parse(row['address'] ?? '', row['county_code'] ?? null)
    if (authority.countyCode === null) kinds.登记机关不到区县++
    else if (read.countyCode === null) kinds.住所未写明区县++
    else if (read.countyCode === authority.countyCode) kinds.同县++
    else if (read.cityCode === authority.cityCode) kinds.同市他县++
    else if (read.provinceCode === authority.provinceCode) kinds.他市++
    else kinds.他省++
  }
  const comparable = kinds.同县 + kinds.同市他县 + kinds.他市 + kinds.他省
  console.log(
    `  与初始登记机关的区县一致 ${percent(kinds.同县 / comparable)}（可比 ${count(comparable)} 条）；${listed(kinds)}`,
  )
}

/** Beside the codes that the compilers of the reports read from the same text. */
function measureReports(index: DivisionIndex, reports: readonly Row[]): void {
  const parse = createAddressParser(index)
  for (const [title, column, level] of [
    ['省', 'reg_province_code', 'provinceCode'],
    ['市', 'reg_city_code', 'cityCode'],
    ['县', 'reg_county_code', 'countyCode'],
  ] as const) {
    const kinds = { 一致: 0, 未读出: 0, 不同: 0 }
    for (const row of reports) {
      const given = index.place(row[column] ?? '')[level]
      if (given === null || row['registered_address'] === '') continue
      const read = parse(row['registered_address'] ?? '')[level]
      kinds[read === given ? '一致' : read === null ? '未读出' : '不同']++
    }
    console.log(
      `  与年度报告抽取者的${title}级代码一致 ${percent(kinds.一致 / (kinds.一致 + kinds.未读出 + kinds.不同))}；${listed(kinds)}`,
    )
  }
}

function measureMoves(index: DivisionIndex, reports: readonly Row[]): void {
  const read = createAddressHistoryReader(index)
  const firms = Map.groupBy(
    reports.filter((row) => row['registered_address'] !== ''),
    (row) => row['ts_code'] ?? '',
  )
  const kinds: Record<string, number> = {}
  const started = performance.now()
  for (const rows of firms.values()) {
    const ordered = rows.toSorted((a, b) => Number(a['report_year']) - Number(b['report_year']))
    for (const { level } of read(ordered.map((row) => row['registered_address'] ?? '')).moves)
      kinds[level] = (kinds[level] ?? 0) + 1
  }
  const milliseconds = performance.now() - started
  console.log(
    `  ${count(firms.size)} 家上市公司的年度报告逐对比较（${milliseconds.toFixed(0)} ms）：${listed(kinds)}`,
  )
}

function listed(kinds: Readonly<Record<string, number>>): string {
  return Object.entries(kinds)
    .map(([title, number]) => `${title} ${count(number)}`)
    .join('，')
}

function count(number: number): string {
  return Math.round(number).toLocaleString('zh-CN')
}

function percent(share: number): string {
  return `${(share * 100).toFixed(2)} %`
}

if (import.meta.main) await benchAddress(process.argv[2] ?? '../shared/data')
