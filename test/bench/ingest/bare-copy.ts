import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import type { Database } from '../../../server/warehouse/database.ts'

const run = promisify(execFile)

/** The columns of the file in their plain types, without key, index or history. */
const bareColumns = `credit_code text, name text, registered_on date, enterprise_type text, registered_capital numeric,
  capital_currency text, province_code text, city_code text, county_code text, address text, business_scope text,
  industry_code text, status text, is_branch boolean`

/** `psql \copy` of the file into an empty bare table. @returns milliseconds @throws where there is no psql */
export async function bareCopy(database: Database, url: string, file: string): Promise<number> {
  await database.pool.query(`create table if not exists bare (${bareColumns})`)
  await database.pool.query('truncate bare')
  const started = performance.now()
  await run('psql', [
    url,
    '-qX',
    '-v',
    'ON_ERROR_STOP=1',
    '-c',
    `\\copy bare from '${file}' csv header`,
  ]).catch((error: unknown) => {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    throw missing ? new Error('缺少 psql：Debian 上 apt-get install postgresql-client') : error
  })
  return performance.now() - started
}

/** pgloader with its defaults into the same bare table. @returns milliseconds; null where there is no pgloader */
export async function pgloaderCopy(
  database: Database,
  url: string,
  file: string,
  folder: string,
): Promise<number | null> {
  await database.pool.query('truncate bare')
  const columns = bareColumns.split(',').map((column) => column.trim().split(' ')[0])
  const commands = path.join(folder, 'registrations.load')
  await writeFile(
    commands,
    `LOAD CSV FROM '${file}' (${columns.join(', ')}) INTO ${url}?sslmode=disable&tablename=bare
     WITH skip header = 1, fields optionally enclosed by '"', fields escaped by double-quote,
       fields terminated by ',';\n`,
  )
  const started = performance.now()
  try {
    await run('pgloader', ['--root-dir', folder, '--quiet', commands], { maxBuffer: 1 << 26 })
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
  const elapsed = performance.now() - started
  const { rows } = await database.pool.query<{ n: number }>('select count(*) as n from bare')
  if (rows[0]?.n === 0) throw new Error('pgloader 没有载入任何行')
  return elapsed
}
