/**
 * A scenario as it stands in the address, so that a link shows the same result:
 *   ?enterprise=91…&segment=carbon-black&county=370523&supplier=EXT:…&country=TH&left=0.5&days=30
 *   &function=leontief&replace=0&stock=natural-rubber:20
 * Values that nobody could mean are left out rather than sent.
 */
import type { Production, ScenarioRequest } from '../../../../server/api/schemas/scenario.ts'
import type { ScopeQuery } from '../../../data/queries.ts'

export const productions: readonly Production[] = ['mixed', 'linear', 'leontief']

/** What stops is the union of the lists. */
export interface Draft {
  /** Credit codes. */
  readonly enterprises: readonly string[]
  readonly segments: readonly string[]
  readonly counties: readonly string[]
  /** Parties outside the province, as the options name them. */
  readonly suppliers: readonly string[]
  /** ISO 3166-1 alpha-2 */
  readonly countries: readonly string[]
  /** What is left of the output, 0–1. */
  readonly remaining: number
  readonly days: number
  readonly production: Production
  readonly replaceability: boolean
  /** Stock assumed, days by the segment that supplies the input. */
  readonly stock: readonly (readonly [segment: string, days: number])[]
}

export const usual: Draft = {
  enterprises: [],
  segments: [],
  counties: [],
  suppliers: [],
  countries: [],
  remaining: 0,
  days: 30,
  production: 'mixed',
  replaceability: true,
  stock: [],
}

export const MOST_DAYS = 365

/** Lists of what stops, their parameters in the address, and how many the server takes. */
export const targetKinds = {
  enterprises: { parameter: 'enterprise', most: 200 },
  segments: { parameter: 'segment', most: 20 },
  counties: { parameter: 'county', most: 60 },
  suppliers: { parameter: 'supplier', most: 100 },
  countries: { parameter: 'country', most: 30 },
} as const
export type TargetKind = keyof typeof targetKinds

/** Names of foreign firms hold commas: each part is encoded before it is joined. */
function split(text: string | null, most = 200): readonly string[] {
  const parts = (text ?? '').split(',').flatMap((part) => {
    try {
      return [decodeURIComponent(part).trim()]
    } catch {
      return []
    }
  })
  return [...new Set(parts)].filter((part) => part !== '').slice(0, most)
}

const join = (items: readonly string[]) =>
  items.length === 0 ? null : items.map(encodeURIComponent).join(',')

function within(text: string | null, least: number, most: number, otherwise: number): number {
  if (text === null || text.trim() === '') return otherwise
  const value = Number(text)
  return Number.isFinite(value) && value >= least && value <= most ? value : otherwise
}

export function readDraft(get: (name: string) => string | null): Draft {
  const targets = (kind: TargetKind) => split(get(targetKinds[kind].parameter), targetKinds[kind].most)
  return {
    enterprises: targets('enterprises').filter((code) => code.length <= 64),
    segments: targets('segments').filter((id) => id.length <= 60),
    counties: targets('counties').filter((code) => /^\d{6}$/.test(code)),
    suppliers: targets('suppliers').filter((party) => party.length <= 200),
    countries: targets('countries').filter((code) => /^[A-Z]{2}$/.test(code)),
    remaining: within(get('left'), 0, 0.99, usual.remaining),
    days: Math.round(within(get('days'), 1, MOST_DAYS, usual.days)),
    production: productions.find((one) => one === get('function')) ?? usual.production,
    replaceability: get('replace') !== '0',
    stock: split(get('stock'), 100).flatMap((part) => {
      const [segment = '', days = ''] = part.split(':')
      const value = within(days, 0, MOST_DAYS, Number.NaN)
      return segment === '' || Number.isNaN(value) ? [] : [[segment, value] as const]
    }),
  }
}

/** What is as usual stays out of the address. */
export function writeDraft(draft: Draft): Readonly<Record<string, string | null>> {
  const unless = (same: boolean, text: string) => (same ? null : text)
  return {
    enterprise: join(draft.enterprises),
    segment: join(draft.segments),
    county: join(draft.counties),
    supplier: join(draft.suppliers),
    country: join(draft.countries),
    left: unless(draft.remaining === usual.remaining, String(draft.remaining)),
    days: unless(draft.days === usual.days, String(draft.days)),
    function: unless(draft.production === usual.production, draft.production),
    replace: draft.replaceability ? null : '0',
    stock: join(draft.stock.map(([segment, days]) => `${segment}:${days}`)),
  }
}

export function targetCount(draft: Draft): number {
  return (Object.keys(targetKinds) as TargetKind[]).reduce((sum, kind) => sum + draft[kind].length, 0)
}

export function sameDraft(a: Draft, b: Draft): boolean {
  return JSON.stringify(writeDraft(a)) === JSON.stringify(writeDraft(b))
}

/** As the server takes it. */
export function requestOf(
  draft: Draft,
  scope: Pick<ScenarioRequest, 'region' | 'realm' | 'chain'>,
): ScenarioRequest {
  const { enterprises, segments, counties, suppliers, countries, stock } = draft
  const given = (name: string, items: readonly string[]) => (items.length === 0 ? {} : { [name]: items })
  return {
    ...scope,
    off: {
      ...given('firms', enterprises),
      ...given('segments', segments),
      ...given('counties', counties),
      ...given('suppliers', suppliers),
      ...given('countries', countries),
    },
    remaining: draft.remaining,
    days: draft.days,
    production: draft.production,
    replaceability: draft.replaceability,
    ...(stock.length > 0 && { stockDays: stock.map(([segment, days]) => ({ segment, days })) }),
  }
}

/** A scenario that was kept, back on the form. */
export function draftOf(input: ScenarioRequest): Draft {
  return {
    enterprises: input.off.firms ?? [],
    segments: input.off.segments ?? [],
    counties: input.off.counties ?? [],
    suppliers: input.off.suppliers ?? [],
    countries: input.off.countries ?? [],
    remaining: input.remaining ?? usual.remaining,
    days: input.days ?? usual.days,
    production: input.production ?? usual.production,
    replaceability: input.replaceability ?? usual.replaceability,
    stock: (input.stockDays ?? []).map(({ segment, days }) => [segment, days] as const),
  }
}

export const productionWords: Readonly<
  Record<Production, { readonly title: string; readonly says: string }>
> = {
  linear: {
    title: '线性',
    says: '缺多少投入就少多少产出，各种投入可以相互弥补；结果偏轻。',
  },
  mixed: {
    title: '混合',
    says: '必需投入缺了就停，其余投入按比例影响；必需与否取自产业链标准。',
  },
  leontief: {
    title: '列昂惕夫',
    says: '任何一种投入最缺，产出就按那一种下降；结果偏重，可作上限。',
  },
}

/** The slice of the world that scenarios depend on: the month is the latest of the trade, always. */
export function scopeOf({
  region,
  realm,
  chain,
}: ScopeQuery): Pick<ScenarioRequest, 'region' | 'realm' | 'chain'> {
  return {
    ...(region !== undefined && { region }),
    ...(realm !== undefined && { realm }),
    ...(chain !== undefined && { chain }),
  }
}
