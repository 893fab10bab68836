import { completeCreditCode } from '../../server/domain/credit-code.ts'
import type { Database } from '../../server/warehouse/database.ts'

/** Fictional firms of two counties, a listed company of the province and one of another. */
export const localMaker = completeCreditCode('370523', 'DEM00001')
export const otherMaker = completeCreditCode('370783', 'DEM00002')

async function insert(
  database: Database,
  table: string,
  rows: readonly Record<string, unknown>[],
): Promise<void> {
  for (const [index, row] of rows.entries()) {
    const full = {
      ...row,
      batch_id: 1,
      row_number: index + 1,
      row_hash: index + 1,
      valid_from: '2026-01-01T00:00:00Z',
    }
    const names = Object.keys(full)
    await database.pool.query(
      `insert into ${table} (${names.join(', ')}) values (${names.map((_, place) => `$${place + 1}`).join(', ')})`,
      Object.values(full),
    )
  }
}

/** A small network with its makers, in the three datasets it is computed from. */
export async function addProducts(database: Database): Promise<void> {
  await database.pool.query(`
    insert into brain.batch (dataset, source, file_name, file_sha256, effective_at, status, read, accepted, inserted, finished_at)
    values ('industry/product-relation', 'test', 'relations.csv', 'a', now(), 'loaded', 1, 1, 1, now())`)
  await insert(database, 'industry_warehouse.product_catalogue', [
    { product: '轮胎' },
    { product: '炭黑' },
    { product: '轮胎与橡胶-轮胎-斜交轮胎', parent_product: '轮胎与橡胶-轮胎' },
  ])
  await insert(
    database,
    'industry_warehouse.product_relation',
    [
      ['轮胎', '上游材料', '炭黑'],
      ['轮胎', '上游材料', '天然橡胶'],
      ['炭黑', '上游材料', '煤焦油'],
      ['轮胎', '下游产品', '汽车'],
      ['轮胎', '下游产品', '汽车租赁'],
      ['轮胎', '产品小类', '斜交轮胎'],
      ['合成橡胶', '产品小类', '丁苯橡胶（SBR）'],
    ].map(([from_product, relation, to_product]) => ({
      from_product,
      relation,
      to_product,
      source: '示例知识库',
    })),
  )
  await insert(database, 'public_warehouse.division', [
    { code: '370000', name: '山东省', level: 'province' },
    { code: '370523', name: '广饶县', level: 'county', parent_code: '370500' },
    { code: '370783', name: '寿光市', level: 'county', parent_code: '370700' },
    { code: '330100', name: '杭州市', level: 'city', parent_code: '330000' },
  ])
  await insert(database, 'public_warehouse.listed_company', [
    { security_code: '999002.SZ', full_name: '示例轮胎股份有限公司', province: '山东', city_code: '370523' },
    {
      security_code: '999001.SH',
      short_name: '示例炭黑',
      full_name: '示例炭黑股份有限公司',
      province: '浙江',
      city_code: '330100',
    },
  ])
  await insert(database, 'enterprise_warehouse.enterprise_product', [
    { enterprise_name: '示例炭黑', product: '炭黑业务', security_code: '999001.SH', revenue_ratio: 0.8 },
    { enterprise_name: '示例轮胎', product: '轮胎', security_code: '999002.SZ' },
    { enterprise_name: '示例炭黑', product: '斜交轮胎', security_code: '999001.SH' },
    { enterprise_name: '示例甲厂', product: '炭黑', credit_code: localMaker, revenue_ratio: 0.5 },
    { enterprise_name: '示例乙厂', product: '炭黑', credit_code: otherMaker },
    { enterprise_name: '示例乙厂', product: '轮胎业务', credit_code: otherMaker },
  ])
}
