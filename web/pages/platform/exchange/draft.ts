/** An application while it is being written. */
import type { Application, Output, Purpose } from '../../../../server/api/schemas/exchange.ts'

export interface Draft {
  readonly dataset: string
  readonly columns: readonly string[]
  /** '' = not narrowed. */
  readonly region: string
  readonly firms: readonly { readonly creditCode: string; readonly name: string }[]
  readonly monthFrom: string
  readonly monthTo: string
  readonly purpose: Purpose
  readonly purposeText: string
  readonly validFrom: string
  readonly validUntil: string
  readonly maximumCalls: number
  readonly maximumRows: number
  readonly output: Output
  readonly destructionDays: number
}

/** YYYY-MM-DD in Asia/Shanghai, `days` from now. */
export function dayFromNow(days: number): string {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' })
  return format.format(new Date(Date.now() + days * 86_400_000))
}

export function emptyDraft(dataset: string | null): Draft {
  return {
    dataset: dataset ?? '',
    columns: [],
    region: '',
    firms: [],
    monthFrom: '',
    monthTo: '',
    purpose: 'monitoring',
    purposeText: '',
    validFrom: dayFromNow(0),
    validUntil: dayFromNow(180),
    maximumCalls: 100,
    maximumRows: 10_000,
    output: 'api',
    destructionDays: 30,
  }
}

export function toApplication(draft: Draft): Application {
  const { region, firms, monthFrom, monthTo, columns, ...rest } = draft
  return {
    ...rest,
    columns: [...columns],
    ...(region === '' ? {} : { region }),
    ...(firms.length === 0 ? {} : { firms: firms.map(({ creditCode }) => creditCode) }),
    ...(monthFrom === '' ? {} : { monthFrom }),
    ...(monthTo === '' ? {} : { monthTo }),
  }
}

/** What is missing before the next step, in words; null when nothing is. */
export function missingIn(draft: Draft, step: number): string | null {
  if (step === 0) {
    if (draft.dataset === '') return '请选择数据集'
    return draft.columns.length === 0 ? '请选择信息项' : null
  }
  if (step === 1) {
    const { monthFrom, monthTo } = draft
    return monthFrom !== '' && monthTo !== '' && monthFrom > monthTo ? '起始月份晚于截止月份' : null
  }
  if (draft.purposeText.trim().length < 4) return '请写明用途（至少 4 个字）'
  if (draft.validUntil < draft.validFrom) return '有效期止早于有效期起'
  return draft.maximumCalls >= 1 && draft.maximumRows >= 1 ? null : '次数和行数至少为 1'
}
