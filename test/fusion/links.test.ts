import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { completeCreditCode } from '../../server/domain/credit-code.ts'
import { judge, JudgementError, revoke } from '../../server/fusion/judgement.ts'
import { refreshFusion } from '../../server/fusion/refresh.ts'
import { reviewQueue } from '../../server/fusion/review.ts'
import type { Database } from '../../server/warehouse/database.ts'
import { aliases, fictional, golden, group, load, moved, openFusedDatabase, tyre } from './warehouse.ts'

let database: Database
beforeAll(async () => {
  database = await openFusedDatabase()
})
afterAll(() => database.close())

describe('links by name', () => {
  beforeAll(async () => {
    await load(database, 'public/listed-company', [
      {
        security_code: '601000.SH',
        short_name: '兴达轮胎',
        full_name: '山东兴达轮胎股份有限公司',
        board: '主板',
        province: '山东',
        city_code: '370500',
      },
      {
        security_code: '300001.SZ',
        short_name: '海晟新材',
        full_name: null,
        province: '山东',
        city_code: '370200',
      },
      {
        security_code: '300002.SZ',
        short_name: '无此公司',
        full_name: '广东无此公司股份有限公司',
        province: '广东',
      },
    ])
    await load(database, 'enterprise/enterprise-product', [
      {
        enterprise_name: '兴达轮胎',
        product: '全钢子午线轮胎',
        security_code: '601000.SH',
        revenue_ratio: 0.7,
      },
      {
        enterprise_name: '兴达轮胎',
        product: '半钢子午线轮胎',
        security_code: '601000.SH',
        revenue_ratio: 0.3,
      },
      { enterprise_name: '青岛海晟橡塑有限公司', product: '再生胶' },
    ])
    await load(database, 'enterprise/annual-report', [
      { security_code: '601000.SH', year: 2027, revenue: 1500_00, employees: 400 },
    ])
    await load(database, 'public/honour', [
      {
        enterprise_name: '青岛海晟橡塑有限责任公司',
        kind: '专精特新中小企业',
        awarded_year: 2024,
        level: '省级',
        region_code: '370000',
      },
      {
        enterprise_name: '青岛海晟橡塑有限公司',
        kind: '单项冠军',
        awarded_year: 2025,
        level: '国家级',
        region_code: '370200',
      },
      {
        enterprise_name: '山东兴达轮胎有限公司',
        kind: '高新技术企业',
        awarded_year: 2023,
        level: '国家级',
        region_code: '370500',
      },
    ])
    await refreshFusion(database)
  })

  it('links a full name, proposes a short one, leaves the unknown alone', async () => {
    expect(await aliases(database, 'public/listed-company')).toEqual([
      expect.objectContaining({ credit_code: moved, outcome: 'review' }),
      expect.objectContaining({ credit_code: null, outcome: 'none' }),
      expect.objectContaining({ credit_code: tyre, outcome: 'link', method: 'name-place' }),
    ])
  })

  it('carries listing, reports, products and honours over to the firm', async () => {
    expect(await golden(database, tyre)).toMatchObject({
      listed_code: '601000.SH',
      listed_board: '主板',
      revenue: 150_000,
      revenue_year: 2027,
      products: ['全钢子午线轮胎', '半钢子午线轮胎'],
    })
    const sources = (await golden(database, tyre))?.field_sources ?? {}
    const given = Object.fromEntries(Object.entries(sources).map(([field, { dataset }]) => [field, dataset]))
    expect(given).toEqual({
      ...Object.fromEntries(
        ['name', 'address', 'registered_on', 'registered_capital', 'status', 'business_scope', 'place'].map(
          (field) => [field, 'public/enterprise-registration'],
        ),
      ),
      listed_code: 'public/listed-company',
      listed_board: 'public/listed-company',
      employees: 'enterprise/annual-report',
      revenue: 'enterprise/annual-report',
      products: 'enterprise/enterprise-product',
    })
    const firm = await golden(database, moved)
    expect(firm).toMatchObject({
      listed_code: null,
      products: ['再生胶'],
      honours: ['单项冠军', '专精特新中小企业'],
    })
    expect(firm?.field_sources['honours']).toMatchObject({ dataset: 'public/honour', rows: 2 })
  })

  it('never links a fictional firm to an actual row', async () => {
    const all = await database.kysely.selectFrom('brain.enterprise_alias').select('credit_code').execute()
    expect(all.map((row) => row.credit_code)).not.toContain(fictional)
    expect((await golden(database, fictional))?.listed_code).toBeNull()
  })

  it('asks a person where the legal form differs', async () => {
    const queue = await reviewQueue(database, { dataset: 'public/honour' })
    expect(queue).toHaveLength(1)
    expect(queue[0]).toMatchObject({ name: '山东兴达轮胎有限公司' })
    expect(queue[0]?.candidates.map((candidate) => candidate.creditCode)).toContain(tyre)
  })

  it('lets a judgement win, survive recomputation, and be taken back', async () => {
    const item = (await reviewQueue(database, { dataset: 'public/honour' }))[0]
    if (item === undefined) throw new Error('nothing to review')
    const request = { dataset: item.dataset, rowKey: item.rowKey, reason: '曾用名', decidedBy: 'operator' }
    const id = await judge(database, { ...request, outcome: 'link', creditCode: tyre })
    expect((await golden(database, tyre))?.honours).toEqual(['高新技术企业'])

    await load(database, 'public/enterprise-registration', [
      { credit_code: completeCreditCode('370523', '77777777'), name: '广饶新厂有限公司' },
    ])
    await refreshFusion(database)
    expect((await golden(database, tyre))?.honours).toEqual(['高新技术企业'])
    await expect(judge(database, { ...request, outcome: 'link', creditCode: group })).rejects.toThrow(
      JudgementError,
    )

    await revoke(database, id, 'reviewer')
    expect((await golden(database, tyre))?.honours).toEqual([])
    const again = await reviewQueue(database, { dataset: 'public/honour' })
    expect(again.map(({ rowKey }) => rowKey)).toEqual([item.rowKey])
    expect(again[0]?.candidates.map(({ creditCode }) => creditCode)).toEqual(
      item.candidates.map(({ creditCode }) => creditCode),
    )
    await expect(revoke(database, id, 'reviewer')).rejects.toThrow(JudgementError)

    await judge(database, { ...request, outcome: 'none', creditCode: tyre })
    const left = await reviewQueue(database, { dataset: 'public/honour' })
    expect(left.flatMap((entry) => entry.candidates.map((candidate) => candidate.creditCode))).not.toContain(
      tyre,
    )
    const log = await database.kysely.selectFrom('brain.judgement').selectAll().orderBy('id').execute()
    expect(log.map(({ outcome, decided_by, revoked_by }) => [outcome, decided_by, revoked_by])).toEqual([
      ['link', 'operator', 'reviewer'],
      ['none', 'operator', null],
    ])
  })

  it('refuses judgements about rows or firms that are not there', async () => {
    const base = { dataset: 'public/honour', outcome: 'link', reason: '', decidedBy: 'operator' } as const
    await expect(judge(database, { ...base, rowKey: '["x"]', creditCode: tyre })).rejects.toThrow(
      '没有待关联的记录',
    )
    const rowKey = JSON.stringify(['青岛海晟橡塑有限公司', '单项冠军', 2025]).replaceAll(',', ', ')
    await expect(judge(database, { ...base, rowKey, creditCode: 'X' })).rejects.toThrow(
      '没有统一社会信用代码',
    )
    await expect(judge(database, { ...base, rowKey, creditCode: fictional })).rejects.toThrow(JudgementError)
  })

  it('knows former names with their dates', async () => {
    await load(database, 'public/registration-change', [
      {
        credit_code: moved,
        changed_on: '2020-03-01',
        item: '名称',
        before: '胶南市海晟橡胶厂',
        after: '青岛海晟橡塑有限公司',
      },
    ])
    await load(database, 'public/honour', [
      {
        enterprise_name: '胶南市海晟橡胶厂',
        kind: '守合同重信用企业',
        awarded_year: 2018,
        region_code: '370200',
      },
      {
        enterprise_name: '胶南市海晟橡胶厂',
        kind: '守合同重信用企业',
        awarded_year: 2024,
        region_code: '370200',
      },
    ])
    await refreshFusion(database)
    const own = (await aliases(database, 'public/honour')).filter((line) => line.name === '胶南市海晟橡胶厂')
    expect(own.map((line) => [line.credit_code, line.outcome, line.method])).toEqual([
      [moved, 'link', 'former-name'],
      [moved, 'review', 'former-name'],
    ])
    expect((await golden(database, moved))?.search).toContain('胶南市海晟橡胶厂')
    expect(await aliases(database, 'public/registration-change')).toEqual([
      expect.objectContaining({ name: '胶南市海晟橡胶厂', credit_code: moved, method: 'registered' }),
    ])
  })
})
