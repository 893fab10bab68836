import { describe, expect, it } from 'vitest'
import type { Column } from '../../server/datasets/contract.ts'
import { columnsOf, dataset, datasets } from '../../server/datasets/registry.ts'

/** Every dataset the platform promises; a file that vanished or moved is found here. */
const promised = [
  'enterprise/annual-report',
  'enterprise/capacity-week',
  'enterprise/energy-meter',
  'enterprise/enterprise-product',
  'enterprise/enterprise-profile',
  'enterprise/supply-transaction',
  'industry/chain-segment',
  'industry/commodity-price',
  'industry/emission-factor',
  'industry/input-output',
  'industry/product-catalogue',
  'industry/product-relation',
  'industry/prosperity-survey',
  'industry/segment-link',
  'industry/target-enterprise',
  'public/above-scale-annual',
  'public/division',
  'public/electricity-use',
  'public/enterprise-registration',
  'public/honour',
  'public/industry-code',
  'public/insured-headcount',
  'public/listed-company',
  'public/outbound-investment',
  'public/region-boundary',
  'public/region-statistics',
  'public/registration-change',
  'public/tender-award',
]

const numeric = new Set(['integer', 'decimal', 'money'])
const chinese = /\p{Script=Han}/u

it('finds every promised dataset by its folder', () => {
  expect([...datasets.keys()]).toEqual(expect.arrayContaining(promised))
})

describe.each([...datasets.values()].map((contract) => [contract.id, contract] as const))(
  '%s',
  (_, contract) => {
    const columns = new Map<string, Column>(columnsOf(contract))

    it('says in Chinese what it is and who answers for it', () => {
      for (const text of [contract.title, contract.summary, contract.steward]) expect(text).toMatch(chinese)
      expect(contract.category.split('/')).toHaveLength(3)
    })

    it('states the condition exactly where sharing is conditional', () => {
      expect(contract.shareCondition !== undefined).toBe(contract.share === 'conditional')
    })

    it('names every column, with a unit where it is a figure', () => {
      for (const [name, column] of columns) {
        expect(name).toMatch(/^[a-z][a-z0-9_]*$/)
        expect(column.title, name).toMatch(chinese)
        if (numeric.has(column.type)) expect(column.unit, `${name} 缺少单位`).toBeTruthy()
        if (column.type === 'money') expect(column.unit, name).toBe('元')
      }
    })

    it('has rules that fit the type of the column', () => {
      expect(columns.size).toBeGreaterThan(0)
      for (const [name, column] of columns) {
        const textual = column.maxLength ?? column.pattern ?? column.oneOf ?? column.warn
        if (textual !== undefined) expect(column.type, name).toBe('text')
        const bounded = column.minimum ?? column.maximum
        if (bounded !== undefined) expect(numeric.has(column.type), name).toBe(true)
        if (column.notFuture) expect(['date', 'month', 'timestamp'], name).toContain(column.type)
        if (column.pattern !== undefined) expect(() => new RegExp(column.pattern ?? '', 'u')).not.toThrow()
        for (const bound of [column.minimum ?? 0, column.maximum ?? 0]) {
          if (column.type === 'money')
            expect(Number.isSafeInteger(bound * 100), `${name}: 分须为精确整数`).toBe(true)
        }
      }
    })

    it('has a key of existing columns', () => {
      expect(contract.key.length).toBeGreaterThan(0)
      for (const name of contract.key) expect(columns.has(name), name).toBe(true)
      expect(new Set(contract.key).size).toBe(contract.key.length)
    })

    it('has indexes and roll-ups of existing columns of fitting types', () => {
      for (const name of (contract.indexes ?? []).flat()) expect(columns.has(name), name).toBe(true)
      for (const rollup of contract.rollups ?? []) {
        expect(columns.get(rollup.month)?.type).toBe('month')
        for (const name of rollup.by) expect(columns.get(name)?.type, name).toBe('text')
        for (const name of rollup.sum) expect(numeric.has(columns.get(name)?.type ?? ''), name).toBe(true)
      }
    })

    it('accepts no header for two columns', () => {
      const headers = [...columns].flatMap(([name, column]) => [
        ...new Set([name, column.title, ...(column.aliases ?? [])]),
      ])
      const twice = headers.filter((header, position) => headers.indexOf(header) !== position)
      expect(twice).toEqual([])
    })
  },
)

describe('rules that keep persons and errors out', () => {
  it('has no column for a natural person’s name, telephone, identity number or home address', () => {
    for (const contract of datasets.values()) {
      for (const [name, column] of columnsOf(contract)) {
        expect(`${name} ${column.title}`, contract.id).not.toMatch(
          /phone|mobile|e?mail|id_card|legal_representative|电话|手机|邮箱|身份证|法定代表人|联系人/i,
        )
      }
    }
  })

  it.each([
    ['C2911', true],
    ['C', true],
    ['C29', true],
    ['2911', false],
    ['C2', false],
    ['c2911', false],
  ])('industry code %s: %s', (code, fits) => {
    const { pattern } = dataset('public/enterprise-registration').columns.industry_code as Column
    expect(new RegExp(pattern ?? '', 'u').test(code)).toBe(fits)
  })

  it('takes the largest registered capital of the country and refuses a slip of the unit', () => {
    const { maximum = 0 } = dataset('public/enterprise-registration').columns.registered_capital as Column
    expect(maximum).toBeGreaterThan(1_739_500_000_000)
    expect(maximum).toBeLessThan(1_739_500_000_000 * 10_000)
  })
})

it('names the datasets that exist when one does not', () => {
  expect(() => dataset('public/no-such-dataset')).toThrow(
    /没有名为“public\/no-such-dataset”的数据集.*public\/division/,
  )
})
