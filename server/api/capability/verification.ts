import type { NamedCapability } from '../../capabilities/frame/registry.ts'
import type { VerifiedCase } from '../../capabilities/frame/verify.ts'
import { csvLine } from '../../documents/csv.ts'
import { type WorkbookCell, writeWorkbook } from '../../documents/workbook.ts'
import type { Verification, VerifiedValue } from '../schemas/capability.ts'

/** One row a published value, in the order of components and their cases. */
export function verificationOf(
  results: readonly { readonly component: NamedCapability; readonly cases: readonly VerifiedCase[] }[],
  computedAt: Date,
): Verification {
  const items = results.flatMap(({ component, cases }) =>
    cases.flatMap((verified, position) => valuesOf(component, verified, position + 1)),
  )
  const durations = results.flatMap(({ cases }) => cases.map(({ durationMs }) => durationMs))
  return {
    computedAt: computedAt.toISOString(),
    durationMs: durations.reduce((sum, duration) => sum + duration, 0),
    capabilities: results.length,
    cases: durations.length,
    checks: items.length,
    agreeing: items.filter(({ agrees }) => agrees).length,
    items,
  }
}

function valuesOf(component: NamedCapability, verified: VerifiedCase, number: number): VerifiedValue[] {
  const { id, title, kind, method, version } = component
  const { checks, title: caseTitle, source, basis, durationMs, problem } = verified
  return checks.map(({ title: check, ...values }) => ({
    capability: id,
    capabilityTitle: title,
    kind,
    method,
    version,
    case: number,
    caseTitle,
    source,
    basis,
    check,
    ...values,
    problem,
    durationMs,
  }))
}

const columns: readonly {
  readonly title: string
  readonly unit?: string
  readonly value: (item: VerifiedValue) => WorkbookCell
}[] = [
  { title: '组件', value: (item) => item.capabilityTitle },
  { title: '组件标识', value: (item) => item.capability },
  { title: '版本', value: (item) => item.version },
  { title: '方法与出处', value: (item) => item.method },
  { title: '算例', value: (item) => item.caseTitle },
  { title: '算例出处', value: (item) => item.source },
  { title: '依据', value: (item) => (item.basis === 'published' ? '公布值' : '参考程序') },
  { title: '值', value: (item) => item.check },
  { title: '公布值', value: (item) => cellOf(item.published) },
  { title: '计算值', value: (item) => cellOf(item.computed) },
  { title: '公布位数', unit: '小数点后', value: (item) => item.digits },
  { title: '结论', value: (item) => (item.agrees ? '相符' : '不符') },
  { title: '算例用时', unit: 'ms', value: (item) => item.durationMs },
  { title: '未算出的原因', value: (item) => item.problem },
]

function cellOf(value: VerifiedValue['published']): WorkbookCell {
  return typeof value === 'boolean' ? (value ? '是' : '否') : value
}

export function verificationFile(
  { items, computedAt, ...totals }: Verification,
  format: 'csv' | 'xlsx',
  now: Date,
): Promise<Buffer> {
  const rows = items.map((item) => columns.map(({ value }) => value(item)))
  if (format === 'csv') {
    const header = columns.map(({ title, unit }) => (unit === undefined ? title : `${title}（${unit}）`))
    return Promise.resolve(Buffer.from(`\uFEFF${[header, ...rows].map(csvLine).join('\r\n')}\r\n`))
  }
  return writeWorkbook(
    {
      title: '算法验真',
      notes: {
        sources: [...new Set(items.map(({ source }) => source))],
        asOf: computedAt,
        remarks: [
          `${totals.capabilities} 个组件，${totals.cases} 个算例，${totals.checks} 项公布值，相符 ${totals.agreeing} 项`,
          '相符：计算值与公布值之差不超过公布值末位的半个单位；没有位数的须完全相同',
          '算例来自论文、手册、标准或独立参考程序，不含平台数据',
        ],
      },
      sheets: [
        {
          name: '算法验真',
          columns: columns.map(({ title, unit }) => ({ title, unit: unit ?? null })),
          rows,
        },
      ],
    },
    now,
  )
}
