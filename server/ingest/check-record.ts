import { columnsOf, type NamedDataset } from '../datasets/registry.ts'
import { isRequired } from '../warehouse/tables.ts'
import { isFault, valueReader, type Fault } from './values.ts'

/** Text by contract column, as a file carries it (yuan, 是/否); null or absent is no value. */
export type RecordValues = Readonly<Record<string, string | null>>

/** What the engine would say to each value of a record, by column; empty when it would take them all. */
export function checkRecord(
  dataset: NamedDataset,
  values: RecordValues,
  now: Date = new Date(),
): Readonly<Record<string, Fault>> {
  const faults: Record<string, Fault> = {}
  for (const [name, column] of columnsOf(dataset)) {
    const value = valueReader(column, isRequired(dataset, name, column), now)(values[name] ?? '')
    if (isFault(value)) faults[name] = value
  }
  return faults
}
