import { dataset, tableName } from '../../../server/datasets/registry.ts'
import type { Database } from '../../../server/warehouse/database.ts'
import { addToRollup, rebuildRollup, recomputeMonths } from '../../../server/warehouse/rollups.ts'
import { currentIndexes } from '../../../server/warehouse/tables.ts'

const contract = dataset('public/electricity-use')
const rollup = contract.rollups![0]!
const firmsAMonth = 277_778
const months = 36

/** Figures over ten million monthly facts, from the roll-up and from the facts themselves. */
export async function benchRollups(database: Database, rows: number): Promise<void> {
  const query = (text: string) => database.pool.query(text)
  const table = tableName(contract)
  const firms = Math.min(firmsAMonth, Math.ceil(rows / months))
  for (const { name } of currentIndexes(contract)) await query(`drop index "${contract.schema}"."${name}"`)
  await query(
    `insert into ${table} (credit_code, month, kwh, county_code, industry_code, batch_id, row_number, row_hash, valid_from)
     select 'F' || lpad(firm::text, 17, '0'), to_char(date '2023-11-01' + month * interval '1 month', 'YYYY-MM'),
       1000 + (firm * 7 + month * 13) % 5000, (370100 + 100 * (firm % 16) + firm % 9)::text,
       'C' || (2600 + firm % 20), 1, firm, firm, now()
     from generate_series(0, ${months - 1}) month, generate_series(1, ${firms}) firm`,
  )
  for (const index of currentIndexes(contract)) await query(index.create)
  await query(`vacuum analyze ${table}`)

  const full = await time(() =>
    database.transaction((transaction) => rebuildRollup(transaction, contract, rollup)),
  )
  await query(`analyze ${tableName(contract, '_by_county_industry')}`)
  const figure = (from: string, sum: string) =>
    `select month, ${sum} as kwh from ${from} where county_code like '3705%' group by month order by month`
  const kept = tableName(contract, '_by_county_industry')
  await time(() => query(figure(kept, 'sum(kwh)')))
  const read = await time(() => query(figure(kept, 'sum(kwh)')))
  const scan = await time(() => query(figure(table, 'sum(kwh)')))

  const dirty = await time(async () => {
    for (const statement of recomputeMonths(contract, rollup, `select '2025-06'`)) await query(statement)
  })
  await query(
    `create unlogged table fresh_facts as select * from ${table} where month = '2025-07' limit 10000`,
  )
  const added = await time(() => query(addToRollup(contract, rollup, 'fresh_facts', 'true')))
  await query('drop table fresh_facts')
  const facts = firms * months
  console.log(
    `汇总（${facts} 条事实）：读一项指标 ${ms(read)}，扫描事实 ${ms(scan)}，快 ${(scan / read).toFixed(0)} 倍（下限 50）`,
  )
  console.log(
    `  并入 1 万条新事实 ${ms(added)}；一个月重算 ${ms(dirty)}，全部重算 ${ms(full)}，快 ${(full / dirty).toFixed(0)} 倍`,
  )
}

async function time(run: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await run()
  return performance.now() - started
}

const ms = (value: number): string => `${value.toFixed(value < 10 ? 1 : 0)} 毫秒`
