import { Readable } from 'node:stream'
import { readAlerts } from '../../server/alerts/read.ts'
import { hashRows } from '../../server/backup/tables.ts'
import { createReadServices } from '../../server/composition/read-services.ts'
import { refreshAll } from '../../server/composition/refresh.ts'
import { datasets } from '../../server/datasets/registry.ts'
import { completeCreditCode } from '../../server/domain/credit-code.ts'
import { ingest } from '../../server/ingest/ingest.ts'
import { loadPack } from '../../server/ingest/pack.ts'
import { openDatabase, type Database } from '../../server/warehouse/database.ts'
import { migrate } from '../../server/warehouse/migrate.ts'
import { ensureTables } from '../../server/warehouse/tables.ts'

// Child of clock.ts: its own time zone and its own idea of now; loads, computes, and says what came out.
export interface ClockOrder {
  readonly url: string
  readonly dataDirectory: string
  /** ISO. */
  readonly now: string
  /** Name of a pack; null loads the small scene below. */
  readonly pack: string | null
}

export interface ClockAnswer {
  /** Rows and roll-ups of each table by count and hash, and every figure. */
  readonly totals: Readonly<Record<string, string>>
  /** What depends on the day it is asked. */
  readonly alerts: string
  readonly loaded: number
}

const region = '370500'
/** The last month that is over at every moment asked: the figure of a month under way moves with the clock. */
const asOf = '2026-11'
const counties = ['370502', '370523']

/** Records at the edges of days, months and years, in Beijing time unless they say otherwise. */
function scene(): Readonly<Record<string, readonly Readonly<Record<string, string>>[]>> {
  const firms = Array.from({ length: 12 }, (_, number) => ({
    code: completeCreditCode(counties[number % 2] ?? region, `DEM0${String(1000 + number)}`),
    name: `演示时钟企业${number}有限公司`,
    county: counties[number % 2] ?? region,
  }))
  const days = [
    '2025-12-31',
    '2026-01-01',
    '2026-02-28',
    '2026-03-01',
    '2026-06-30',
    '2026-11-30',
    '2026-12-01',
  ]
  const months = Array.from(
    { length: 23 },
    (_, at) => `${2025 + Math.floor(at / 12)}-${String(1 + (at % 12)).padStart(2, '0')}`,
  )
  const moments = [
    '2025-12-31 23:59:59',
    '2026-01-01 00:00:00',
    '2025-12-31T16:00:00Z',
    '2026-01-01T00:00:00+08:00',
    '2026-11-30 23:59:59.999999',
    '2026-12-01 00:00:00',
    '2026-02-28T23:59:60Z',
    '2026-03-29 02:30:00',
    '2026-11-01 01:30:00',
  ]
  return {
    'public/division': [
      { code: '370000', name: '山东省', level: 'province', parent_code: '' },
      { code: region, name: '东营市', level: 'city', parent_code: '370000' },
      { code: '370502', name: '东营区', level: 'county', parent_code: region },
      { code: '370523', name: '广饶县', level: 'county', parent_code: region },
    ],
    'public/enterprise-registration': firms.map(({ code, name, county }, at) => ({
      credit_code: code,
      name,
      registered_on: days[at % days.length] ?? '',
      province_code: '370000',
      city_code: region,
      county_code: county,
      status: '存续',
      business_scope: '全钢子午线轮胎的生产、销售',
    })),
    'public/registration-change': firms.map(({ code, county }, at) => ({
      credit_code: code,
      changed_on: days[(at + 3) % days.length] ?? '',
      item: '住所',
      before_county_code: county,
      after_county_code: county === '370523' ? '370502' : '370523',
    })),
    'public/electricity-use': firms.flatMap(({ code, county }, at) =>
      months.map((month, number) => ({
        credit_code: code,
        month,
        kwh: String(1000 + at * 37 + number * 11),
        county_code: county,
      })),
    ),
    'enterprise/energy-meter': firms.flatMap(({ code }, at) =>
      moments.map((read, number) => ({
        meter_id: `表${at}`,
        read_at: read,
        credit_code: code,
        medium: '电',
        value: String(number),
        unit: '千瓦时',
      })),
    ),
  }
}

async function loadScene(database: Database, dataDirectory: string, now: Date): Promise<number> {
  let loaded = 0
  for (const [dataset, records] of Object.entries(scene())) {
    const names = Object.keys(records[0] ?? {})
    const text = [names, ...records.map((record) => names.map((name) => record[name] ?? ''))]
      .map((cells) => cells.join(','))
      .join('\n')
    const { error, accepted } = await ingest(database, {
      dataset,
      source: 'clock',
      dataDirectory,
      now,
      demonstration: true,
      delivery: {
        name: `${dataset.replace('/', '-')}.csv`,
        format: 'csv',
        content: { bytes: () => Readable.from([Buffer.from(text)]) },
      },
    })
    if (error !== null) throw new Error(`${dataset}：${error.message}`)
    loaded += accepted
  }
  return loaded
}

async function readTotals(database: Database): Promise<Record<string, string>> {
  const totals: Record<string, string> = {}
  const client = await database.pool.connect()
  try {
    for (const dataset of datasets.values()) {
      const tables = [
        dataset.table,
        ...(dataset.rollups ?? []).map(({ name }) => `${dataset.table}_by_${name.replaceAll('-', '_')}`),
      ]
      for (const name of tables) {
        // The moment of loading and the numbering are no content.
        const { rows: columns } = await client.query<{ name: string; type: string }>(
          `select attname as name, format_type(atttypid, atttypmod) as type from pg_attribute
           where attrelid = $1::regclass and attnum > 0 and not attisdropped
             and attname not in ('row_id', 'batch_id', 'valid_from') order by attnum`,
          [`"${dataset.schema}"."${name}"`],
        )
        await client.query(`begin; set local timezone = 'UTC'`)
        const { rows, rowHash } = await hashRows(client, { schema: dataset.schema, name, columns })
        await client.query('commit')
        totals[`${dataset.schema}.${name}`] = `${rows} ${rowHash}`
      }
    }
  } finally {
    client.release()
  }
  const services = await createReadServices({ platform: database, database }, () => Promise.resolve())
  for (const realm of ['demonstration', 'actual'] as const) {
    for (const { id } of services.metrics.list()) {
      const metric = await services.metrics.read({ metric: id, region, realm, asOf })
      // Fractions are added up in no fixed order, which shows in their last digits only.
      const value = metric?.value?.toPrecision(12) ?? null
      totals[`${realm} ${id}`] = JSON.stringify([metric?.period, value])
    }
  }
  return totals
}

async function answer({ url, dataDirectory, now: moment, pack }: ClockOrder): Promise<ClockAnswer> {
  const now = new Date(moment)
  const database = await openDatabase(url)
  try {
    await migrate(database)
    await ensureTables(database, datasets.values())
    const loaded =
      pack === null
        ? await loadScene(database, dataDirectory, now)
        : (await loadPack(database, pack, { dataDirectory, now }))
            .flatMap(({ batches }) => batches)
            .reduce((sum, { accepted }) => sum + accepted, 0)
    await refreshAll(database, () => undefined, now)
    const { items } = await readAlerts(database, { limit: 500 })
    const alerts = items
      .map(({ rule, subject, occurredAt }) => `${rule} ${subject.id} ${occurredAt}`)
      .toSorted()
    return { totals: await readTotals(database), alerts: JSON.stringify(alerts), loaded }
  } finally {
    await database.close()
  }
}

process.once('message', (order: ClockOrder) => {
  answer(order).then(
    (given) => process.send?.(given, () => process.disconnect?.()),
    (error: unknown) => {
      console.error(error)
      process.exit(1)
    },
  )
})
