import { dataset as datasetOf } from '../datasets/registry.ts'
import type { BulkPreview, Mend } from '../api/schemas/quarantine.ts'
import { checkRecord, type RecordValues } from '../ingest/check-record.ts'
import { readSetAside, readValues, type Origins } from '../ingest/set-aside.ts'
import type { Database } from '../warehouse/database.ts'
import { openRecords, type Selection } from './quarantine.ts'

/** Records one bulk mend takes at most; what is left comes with the next. */
const mostRecords = 2000
const shownSamples = 12

/** White space and characters that cannot be seen, at the ends and control characters within. */
const unseen = /^[\s\u200b\u2060\ufeff]+|[\s\u200b\u2060\ufeff]+$|[\u0000-\u001f\u007f]/gu

/** The value after the mend; null is no value. */
export function applyMend(mend: Mend, value: string | null): string | null {
  switch (mend.kind) {
    case 'clear':
      return null
    case 'set':
      return mend.to === '' ? null : mend.to
    case 'trim':
      return emptyToNull(value?.replace(unseen, '') ?? null)
    case 'replace':
      if (value === null) return null
      if (mend.part) return emptyToNull(value.replaceAll(mend.from, () => mend.to))
      return emptyToNull(value === mend.from ? mend.to : value)
  }
}

function emptyToNull(value: string | null): string | null {
  return value === '' ? null : value
}

export interface MendedRecord {
  readonly id: number
  readonly rowNumber: number
  readonly values: RecordValues
  readonly before: string | null
  readonly after: string | null
  /** What the contract still says; null when it takes the record. */
  readonly fault: string | null
}

/** What one mend makes of every open record of a group; nothing is written. */
export async function mendGroup(
  platform: Database,
  origins: Origins,
  group: Selection,
  { column, mend }: { readonly column: string; readonly mend: Mend },
  now: Date,
): Promise<readonly MendedRecord[]> {
  const records = await readSetAside(platform, await openRecords(platform, group, mostRecords))
  const values = await readValues(platform, origins, records)
  return records.map((record) => {
    const known = values.get(record.id) ?? null
    const before = known?.[column] ?? null
    const after = applyMend(mend, before)
    const mended = { ...known, [column]: after }
    const fault =
      record.rule === 'not-own'
        ? '记录属于其他企业，只能弃用'
        : known === null
          ? '记录没有读出，须逐条修复'
          : (Object.values(checkRecord(datasetOf(record.dataset), mended, now))[0]?.message ?? null)
    return { id: record.id, rowNumber: record.rowNumber, values: mended, before, after, fault }
  })
}

export function previewOf(records: readonly MendedRecord[]): BulkPreview {
  const changed = records.filter(({ before, after }) => before !== after)
  // First those that would still be refused: they decide whether the mend is the right one.
  const telling = changed.toSorted((a, b) => Number(a.fault === null) - Number(b.fault === null))
  return {
    records: records.length,
    changed: changed.length,
    passing: changed.filter(({ fault }) => fault === null).length,
    samples: (telling.length > 0 ? telling : records)
      .slice(0, shownSamples)
      .map(({ id, rowNumber, before, after, fault }) => ({ id, rowNumber, before, after, fault })),
  }
}
