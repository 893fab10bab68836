import pg from 'pg'

/**
 * What a column value becomes in JavaScript:
 * bigint and numeric → number (an integer beyond ±2⁵³ raises an error: select it as text);
 * date → 'YYYY-MM-DD', because a calendar day has no time zone; timestamptz → Date;
 * the rest as pg does it (boolean, double precision → number, jsonb → value, text[] → string[]).
 */
export const columnTypes = {
  getTypeParser(oid: number, format: 'text' | 'binary' = 'text'): (value: string) => unknown {
    const own = format === 'text' ? parsers.get(oid) : undefined
    return own ?? parserOf(oid, format)
  },
} as pg.CustomTypesConfig

const { builtins } = pg.types
/** Object ids that pg does not name. */
const arrayTypes = { text: 1009, bigint: 1016, numeric: 1231, date: 1182 } as const
const parserOf: (oid: number, format: 'text' | 'binary') => (text: string) => unknown = pg.types.getTypeParser
const parseTextArray = parserOf(arrayTypes.text, 'text') as (text: string) => (string | null)[]

const parsers: ReadonlyMap<number, (text: string) => unknown> = new Map<number, (text: string) => unknown>([
  [builtins.INT8, exactNumber],
  [builtins.NUMERIC, exactNumber],
  [builtins.DATE, (text) => text],
  [arrayTypes.bigint, arrayOf(exactNumber)],
  [arrayTypes.numeric, arrayOf(exactNumber)],
  [arrayTypes.date, arrayOf((text) => text)],
])

function exactNumber(text: string): number {
  const value = Number(text)
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
    throw new RangeError(`整数 ${text} 超出 ±9007199254740991，转换为数值会失真；请在 SQL 中转为 text 读取`)
  }
  return value
}

function arrayOf(parse: (text: string) => unknown): (text: string) => unknown[] {
  return (text) => parseTextArray(text).map((item) => (item === null ? null : parse(item)))
}
