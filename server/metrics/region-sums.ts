/** A figure of a county; sums by region and period grow from these. A missing figure is no row, never a zero. */
export interface CountyRow<K extends string> {
  readonly county_code: string | null
  readonly period: string
  readonly values: Readonly<Record<K, number>>
}

export interface RegionSum<K extends string> {
  readonly region: string
  readonly period: string
  readonly values: Readonly<Record<K, number>>
}

/** The county, its city and its province; a city's own code counts for city and province. */
export function enclosingRegions(code: string): readonly string[] {
  return [...new Set([code, `${code.slice(0, 4)}00`, `${code.slice(0, 2)}0000`])]
}

/** Adds county rows up to cities and the province; rows of other provinces and without place are left out. */
export function sumByRegion<K extends string>(rows: Iterable<CountyRow<K>>, province = '37'): RegionSum<K>[] {
  const sums = new Map<string, { region: string; period: string; values: Record<string, number> }>()
  for (const row of rows) {
    if (row.county_code === null || !row.county_code.startsWith(province)) continue
    for (const region of enclosingRegions(row.county_code)) {
      const key = `${region} ${row.period}`
      const sum = sums.get(key) ?? { region, period: row.period, values: {} }
      for (const [name, value] of Object.entries<number>(row.values))
        sum.values[name] = (sum.values[name] ?? 0) + value
      sums.set(key, sum)
    }
  }
  return [...sums.values()] as RegionSum<K>[]
}

/** Sums over the twelve months that end with each month; months before the first twelve are left out. */
export function trailingYear<K extends string>(
  sums: readonly RegionSum<K>[],
  months: readonly string[],
): RegionSum<K>[] {
  const position = new Map(months.map((month, index) => [month, index]))
  const series = new Map<string, Record<K, Float64Array>>()
  for (const { region, period, values } of sums) {
    const index = position.get(period)
    if (index === undefined) continue
    let columns = series.get(region)
    if (columns === undefined) series.set(region, (columns = {} as Record<K, Float64Array>))
    for (const [name, value] of Object.entries<number>(values)) {
      const column = (columns[name as K] ??= new Float64Array(months.length))
      column[index] = (column[index] ?? 0) + value
    }
  }
  const result: RegionSum<K>[] = []
  for (const [region, columns] of series)
    for (const [end, month] of months.entries()) {
      if (end < 11) continue
      const values = {} as Record<K, number>
      for (const [name, column] of Object.entries<Float64Array>(columns))
        values[name as K] = column.subarray(end - 11, end + 1).reduce((sum, value) => sum + value, 0)
      result.push({ region, period: month, values })
    }
  return result
}
