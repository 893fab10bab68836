import type { BatchWarning } from '../warehouse/schema/ingest.ts'
import { IngestError, type ExpectedRead } from './batch.ts'

/** A file cut short or doubled is noticed before anything of it is merged. @throws IngestError where it must fail */
export function checkYield(expected: ExpectedRead | undefined, read: number): BatchWarning[] {
  if (expected === undefined || (read >= expected.minimum && read <= expected.maximum)) return []
  const range = `${Math.max(0, expected.minimum)} 至 ${Math.max(0, expected.maximum)}`
  const message = `读到 ${read} 行，预期 ${range} 行`
  if (expected.outside === 'warn') return [{ rule: 'yield', message, count: read }]
  throw new IngestError({
    code: 'yield',
    message: `${message}，未载入。请核对来源是否缺失或重复。`,
    expected: [range],
    received: [String(read)],
    retry: true,
  })
}
