import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkRollup } from '../../server/warehouse/rollups.ts'
import { openWarehouse, type Warehouse } from './load-file.ts'
import { sample } from './sample-dataset.ts'

let warehouse: Warehouse
beforeAll(async () => {
  warehouse = await openWarehouse()
})
afterAll(() => warehouse.close())

interface Row {
  readonly code: string
  readonly month: string
  readonly state: string
  readonly amount: string
  /** A name that is wrong is rejected by the scan. */
  readonly name: string
}

const row: fc.Arbitrary<Row> = fc.record({
  code: fc.constantFrom('A01', 'A02', 'A03', 'B01'),
  month: fc.constantFrom('2025-11', '2025-12', '2026-01'),
  state: fc.constantFrom('存续', '注销', ''),
  amount: fc.constantFrom('', '1', '2.5', '-3.25', '1,000.00'),
  name: fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom('甲', '乙') },
    { weight: 1, arbitrary: fc.constant('') },
  ),
})

const batch = fc.record({
  rows: fc.array(row, { maxLength: 14 }),
  day: fc.integer({ min: 1, max: 5 }),
})

interface Held {
  readonly value: string
  readonly from: number
}

/** The rules of merging as plain code over a map. */
class Model {
  readonly current = new Map<string, Held>()
  readonly history: string[] = []

  load(rows: readonly Row[], day: number) {
    const counts = { read: rows.length, inserted: 0, updated: 0, unchanged: 0, duplicate: 0, quarantined: 0 }
    const seen = new Map<string, string>()
    for (const { code, month, state, amount, name } of rows) {
      if (name === '') {
        counts.quarantined++
        continue
      }
      const key = `${code} ${month}`
      const cents = amount === '' ? '' : String(Math.round(Number(amount.replace(',', '')) * 100))
      const value = [state, cents, name].join('|')
      const earlier = seen.get(key)
      if (earlier !== undefined) {
        if (earlier === value) counts.duplicate++
        else counts.quarantined++
        continue
      }
      seen.set(key, value)
      const held = this.current.get(key)
      if (held === undefined) counts.inserted++
      else if (held.value === value) {
        counts.unchanged++
        continue
      } else if (held.from > day) {
        counts.quarantined++
        continue
      } else {
        counts.updated++
        this.history.push(`${key} ${held.value} ${held.from}-${day}`)
      }
      this.current.set(key, { value, from: day })
    }
    return { ...counts, accepted: counts.inserted + counts.updated }
  }
}

const dayOf = (day: number): Date => new Date(Date.UTC(2026, 0, day))

test('any sequence of files leaves what the rules say: current rows, history, counts, roll-ups', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(batch, { minLength: 1, maxLength: 6 }), async (batches) => {
      await warehouse.query(
        `truncate public_warehouse.sample, public_warehouse.sample_history, public_warehouse.sample_by_state,
         brain.quarantine, brain.batch restart identity cascade`,
      )
      const model = new Model()
      for (const [position, { rows, day }] of batches.entries()) {
        const lines = rows.map(
          ({ code, month, state, amount, name }) => `${code};${month};${state};${amount};${name}`,
        )
        const text = `code;month;state;amount;name\n${lines.join('\n')}\n`
        const result = await warehouse.load(text, { source: `test/${position}`, effectiveAt: dayOf(day) })
        expect(result).toMatchObject({ status: 'loaded', error: null, ...model.load(rows, day) })

        const current = await warehouse.query<{ text: string }>(
          `select code || ' ' || month || ' ' || concat_ws('|', coalesce(state, ''), coalesce(amount::text, ''), name)
             || ' ' || extract(day from valid_from at time zone 'UTC') as text
           from public_warehouse.sample order by 1`,
        )
        expect(current.map((row_) => row_.text)).toEqual(
          [...model.current].map(([key, { value, from }]) => `${key} ${value} ${from}`).toSorted(),
        )
        const history = await warehouse.query<{ text: string }>(
          `select code || ' ' || month || ' ' || concat_ws('|', coalesce(state, ''), coalesce(amount::text, ''), name)
             || ' ' || extract(day from valid_from at time zone 'UTC') || '-' || extract(day from valid_to at time zone 'UTC') as text
           from public_warehouse.sample_history order by 1`,
        )
        expect(history.map((row_) => row_.text)).toEqual(model.history.toSorted())
        expect(await checkRollup(warehouse.database, sample, sample.rollups![0]!)).toBe(0)
      }
      const quarantined = await warehouse.query<{ batch_id: number; kept: number; raw: number }>(
        'select batch_id, count(*) as kept, count(raw) as raw from brain.quarantine group by 1',
      )
      const ledger = await warehouse.query<{ id: number; quarantined: number }>(
        'select id, quarantined from brain.batch',
      )
      for (const { id, quarantined: expected } of ledger) {
        const found = quarantined.find(({ batch_id }) => batch_id === id)
        expect({ kept: found?.kept ?? 0, raw: found?.raw ?? 0 }).toEqual({ kept: expected, raw: expected })
      }
    }),
    { numRuns: 25 },
  )
})

test('nothing of the staging stays', async () => {
  const left = await warehouse.query(`select relname from pg_class where relname like 'staging%'`)
  expect(left).toEqual([])
})
