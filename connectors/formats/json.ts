import type { SourceRecord } from '../contract.ts'

/** JSON.parse with the reviver's third argument (source text access, ECMAScript 2026), which the types lack. */
const parseWithSource = JSON.parse as (
  text: string,
  reviver: (key: string, value: unknown, context: { readonly source?: string }) => unknown,
) => unknown

/** A number as it was written, where a double would change it: 20-digit codes and long decimals. */
export class WrittenNumber {
  readonly source: string
  constructor(source: string) {
    this.source = source
  }
  toJSON(): unknown {
    return Number(this.source)
  }
}

/** @throws SyntaxError when the text is no JSON. */
export function parseJson(text: string): unknown {
  return parseWithSource(text, (_, value, { source }) =>
    typeof value === 'number' && source !== undefined && String(value) !== source
      ? new WrittenNumber(source)
      : value,
  )
}

/** Text of each member: null as no value, objects and lists as JSON. */
export function flatRecord(value: object): SourceRecord {
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, memberText(member)]))
}

function memberText(member: unknown): string {
  if (member === null || member === undefined) return ''
  if (typeof member === 'string') return member
  if (member instanceof WrittenNumber) return member.source
  if (typeof member === 'number' || typeof member === 'boolean' || typeof member === 'bigint')
    return String(member)
  return JSON.stringify(member)
}
