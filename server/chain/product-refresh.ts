import { createHash } from 'node:crypto'
import { type Transaction, sql } from 'kysely'
import type { ChainStandard } from '../domain/chain.ts'
import { isDemonstrationCode } from '../domain/credit-code.ts'
import { readPinyin } from '../fusion/pinyin.ts'
import type { Database } from '../warehouse/database.ts'
import type { Schema } from '../warehouse/schema.ts'
import { inputsVersion, recordStage, stageVersion } from '../warehouse/stage-state.ts'
import { readChainStandards } from './chain-standard.ts'
import { buildProducts, type BuiltProduct, type ProductNetwork, type ProductRows } from './product-build.ts'
import { leaveOutRules, productKey } from './product-names.ts'
import { assignSegments } from './product-segments.ts'
import { productStage } from './product-stage.ts'

/** Raised when the reading of names changes, so that existing networks are computed again. */
const readingVersion = 1
const rowsAtOnce = 10_000

/** Computes the network of products again where its datasets, a chain standard or the reading of names changed. */
export async function refreshProducts(database: Database): Promise<{ changed: boolean }> {
  const startedAt = new Date()
  const chains = await readChainStandards()
  const version = (await inputsVersion(database, productStage.datasets)) * 2 ** 32 + definition(chains)
  if (version === (await stageVersion(database, productStage.id))) return { changed: false }
  const rows = await readRows(database)
  const standardWords = new Set(
    chains.flatMap(({ segments }) =>
      segments.flatMap((one) => [...one.products, ...one.strongWords].map(productKey)),
    ),
  )
  const network = buildProducts(rows, standardWords)
  const segments = chains.flatMap((chain) => assignSegments(chain, network))
  await database.transaction(async (transaction) => {
    // Deleted and not truncated: those who search meanwhile go on with the network as it was.
    for (const table of productStage.tables)
      await sql`delete from ${sql.id('brain', table)}`.execute(transaction)
    await writeProducts(transaction, network)
    await writeRelations(transaction, network)
    await writeMakers(transaction, network)
    await inParts(segments, (part) =>
      sql`insert into brain.product_segment (chain, segment, product, word, match)
        select chain, segment, product, word, match from jsonb_to_recordset(${JSON.stringify(part)}::jsonb)
          as found(chain text, segment text, product text, word text, match text)`.execute(transaction),
    )
    await writeLeftOut(transaction, network)
  })
  await sql`analyze brain.product, brain.product_relation, brain.product_maker, brain.product_segment`.execute(
    database.kysely,
  )
  await recordStage(database, productStage.id, version, { startedAt, finishedAt: new Date() })
  return { changed: true }
}

/** 32 bits of a digest of everything but the datasets that the network depends on. */
function definition(chains: readonly ChainStandard[]): number {
  return createHash('sha256')
    .update(JSON.stringify([readingVersion, chains]))
    .digest()
    .readUInt32BE(0)
}

async function readRows(database: Database): Promise<ProductRows> {
  const [catalogue, relations, makers] = await Promise.all([
    sql<ProductRows['catalogue'][number]>`
      select row_id as "rowId", product, parent_product as parent, industry
      from industry_warehouse.product_catalogue order by row_id`.execute(database.kysely),
    sql<ProductRows['relations'][number]>`
      select row_id as "rowId", from_product as "from", relation, to_product as "to", source
      from industry_warehouse.product_relation order by row_id`.execute(database.kysely),
    sql<ProductRows['makers'][number]>`
      select row_id as "rowId", product, security_code as "securityCode", credit_code as "creditCode"
      from enterprise_warehouse.enterprise_product
      where security_code is not null or credit_code is not null order by row_id`.execute(database.kysely),
  ])
  return { catalogue: catalogue.rows, relations: relations.rows, makers: makers.rows }
}

async function inParts<T>(
  items: readonly T[],
  write: (part: readonly T[]) => Promise<unknown>,
): Promise<void> {
  for (let start = 0; start < items.length; start += rowsAtOnce)
    await write(items.slice(start, start + rowsAtOnce))
}

/** How often each product stands at an end of a relation, and who makes it. */
function countEnds({ relations, makers }: ProductNetwork) {
  const ends = {
    materials: new Map<string, number>(),
    uses: new Map<string, number>(),
    kinds: new Map<string, number>(),
    parents: new Map<string, number>(),
  }
  const raise = (counts: Map<string, number>, id: string) => counts.set(id, (counts.get(id) ?? 0) + 1)
  for (const { relation, source, target } of relations) {
    raise(relation === 'supply' ? ends.uses : ends.kinds, source)
    raise(relation === 'supply' ? ends.materials : ends.parents, target)
  }
  const listed = new Map<string, Set<string>>()
  const fictional = new Map<string, Set<string>>()
  for (const { product, securityCode, creditCode } of makers) {
    const demonstration = creditCode !== null && isDemonstrationCode(creditCode)
    const firm = securityCode ?? creditCode
    if (firm === null || (securityCode === null && !demonstration)) continue
    const firms = demonstration ? fictional : listed
    firms.set(product, (firms.get(product) ?? new Set()).add(firm))
  }
  return { ...ends, listed, fictional }
}

async function writeProducts(transaction: Transaction<Schema>, network: ProductNetwork): Promise<void> {
  const { materials, uses, kinds, parents, listed, fictional } = countEnds(network)
  const row = (product: BuiltProduct) => {
    const { full, initials } = readPinyin(product.name)
    const aliases = [...product.aliases]
    return {
      id: product.id,
      name: product.name,
      key: product.key,
      aliases,
      pinyin: full,
      initials,
      search: [product.key, ...aliases.map((alias) => alias.toLowerCase()), full, initials].join(' '),
      industry: product.industry,
      catalogue_rows: product.catalogueRows,
      materials: materials.get(product.id) ?? 0,
      uses: uses.get(product.id) ?? 0,
      kinds: kinds.get(product.id) ?? 0,
      parents: parents.get(product.id) ?? 0,
      listed_makers: listed.get(product.id)?.size ?? 0,
      demonstration_makers: fictional.get(product.id)?.size ?? 0,
    }
  }
  await inParts([...network.products.values()], (part) =>
    sql`insert into brain.product
      select * from jsonb_to_recordset(${JSON.stringify(part.map(row))}::jsonb) as found(
        id text, name text, key text, aliases text[], pinyin text, initials text, search text, industry text,
        catalogue_rows bigint[], materials int, uses int, kinds int, parents int, listed_makers int,
        demonstration_makers int)`.execute(transaction),
  )
}

async function writeRelations(
  transaction: Transaction<Schema>,
  { relations }: ProductNetwork,
): Promise<void> {
  await inParts(relations, (part) =>
    sql`insert into brain.product_relation (relation, source, target, basis, relation_rows, catalogue_rows)
      select relation, source, target, basis, "relationRows", "catalogueRows"
      from jsonb_to_recordset(${JSON.stringify(part)}::jsonb) as found(
        relation text, source text, target text, basis text, "relationRows" bigint[], "catalogueRows" bigint[])`.execute(
      transaction,
    ),
  )
}

async function writeMakers(transaction: Transaction<Schema>, { makers }: ProductNetwork): Promise<void> {
  const rows = makers.map((maker) => ({
    ...maker,
    demonstration: maker.creditCode !== null && isDemonstrationCode(maker.creditCode),
  }))
  await inParts(rows, (part) =>
    sql`insert into brain.product_maker (product, row_id, security_code, credit_code, demonstration)
      select product, "rowId", "securityCode", "creditCode", demonstration
      from jsonb_to_recordset(${JSON.stringify(part)}::jsonb) as found(
        product text, "rowId" bigint, "securityCode" text, "creditCode" text, demonstration boolean)`.execute(
      transaction,
    ),
  )
}

const examplesShown = 12

async function writeLeftOut(transaction: Transaction<Schema>, { leftOut }: ProductNetwork): Promise<void> {
  const order = leaveOutRules.map(({ id }) => id)
  const rows = leftOut.map(({ rule, title, description, names, rows: count }) => ({
    rule,
    title,
    description,
    names: names.size,
    rows: count,
    examples: [...names].slice(0, examplesShown),
    position: order.includes(rule) ? order.indexOf(rule) : order.length,
  }))
  await sql`insert into brain.product_left_out (rule, title, description, names, rows, examples, position)
    select rule, title, description, names, rows, examples, position
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as found(
      rule text, title text, description text, names int, rows int, examples text[], position int)`.execute(
    transaction,
  )
}
