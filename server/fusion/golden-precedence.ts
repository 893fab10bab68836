/**
 * Which source gives which field of the golden enterprise: the first that has a value wins. This table is the
 * whole rule; golden-select.ts turns it into SQL, and field_sources says for each firm what it came to.
 */

/** Sources by the alias they have in the query; one row of each at most belongs to a firm. */
export const goldenSources = {
  /** The register. */
  registration: 'public/enterprise-registration',
  /** What the firm says of itself. */
  profile: 'enterprise/enterprise-profile',
  /** The listing that carries the firm's credit code or is linked to it by name. */
  listed: 'public/listed-company',
  /** Firms outside the province, candidates for 招商. */
  target: 'industry/target-enterprise',
  /** Latest year. */
  scale: 'public/above-scale-annual',
  /** Latest year. */
  report: 'enterprise/annual-report',
  /** Latest month. */
  insured: 'public/insured-headcount',
} as const

export type GoldenSource = keyof typeof goldenSources

/** By which a row is kept in source_rows and named in field_choice. */
export const sourceLetters: Readonly<Record<GoldenSource | 'products' | 'honours', string>> = {
  registration: 'r',
  profile: 'p',
  listed: 'l',
  target: 't',
  scale: 's',
  report: 'a',
  insured: 'i',
  products: 'o',
  honours: 'h',
}

type Choice = readonly [source: GoldenSource, column: string]

/** Fields taken one by one. Amounts are in 分. */
export const fieldPrecedence = {
  name: [
    ['registration', 'name'],
    ['profile', 'name'],
    ['listed', 'full_name'],
    ['target', 'name'],
  ],
  address: [
    ['registration', 'address'],
    ['target', 'address'],
    ['listed', 'registered_address'],
    ['report', 'registered_address'],
  ],
  registered_on: [
    ['registration', 'registered_on'],
    ['target', 'registered_on'],
  ],
  registered_capital: [
    ['registration', 'registered_capital'],
    ['listed', 'registered_capital'],
    ['target', 'registered_capital'],
  ],
  industry_code: [
    ['registration', 'industry_code'],
    ['scale', 'industry_code'],
    ['target', 'industry_code'],
  ],
  enterprise_type: [['registration', 'enterprise_type']],
  status: [['registration', 'status']],
  is_branch: [['registration', 'is_branch']],
  business_scope: [
    ['registration', 'business_scope'],
    ['target', 'business_scope'],
    ['profile', 'main_business'],
  ],
  listed_code: [['listed', 'security_code']],
  listed_board: [['listed', 'board']],
  employees: [
    ['scale', 'staff'],
    ['report', 'employees'],
    ['listed', 'employees'],
    ['profile', 'employees'],
    ['insured', 'headcount'],
    ['target', 'employees'],
  ],
  research_expense: [
    ['scale', 'research_expense'],
    ['report', 'research_expense'],
  ],
} as const satisfies Record<string, readonly Choice[]>

/** 营业收入: the latest year wins; within a year the first of these. A source without a year comes last. */
export const revenuePrecedence = [
  ['scale', 'revenue', 'year'],
  ['report', 'revenue', 'year'],
  ['profile', 'revenue', 'revenue_year'],
  ['listed', 'revenue', 'revenue_year'],
  ['target', 'revenue', null],
] as const satisfies readonly (readonly [GoldenSource, string, string | null])[]

/** Codes declared for the current address, the most exact first. */
export const placePrecedence = [
  ['registration', 'county_code'],
  ['target', 'county_code'],
  ['listed', 'county_code'],
  ['report', 'county_code'],
  ['registration', 'city_code'],
  ['listed', 'city_code'],
  ['report', 'city_code'],
  ['registration', 'province_code'],
] as const satisfies readonly Choice[]

/** Datasets whose rows can change a golden enterprise. */
export const fusedDatasets: readonly string[] = [
  ...Object.values(goldenSources),
  'public/honour',
  'enterprise/enterprise-product',
  'public/registration-change',
  'public/division',
]

/** Datasets whose rows, or the firms they bring, can change which row belongs to which firm. */
export const linkedDatasets: ReadonlySet<string> = new Set([
  goldenSources.registration,
  goldenSources.profile,
  goldenSources.listed,
  goldenSources.target,
  'public/honour',
  'enterprise/enterprise-product',
  'public/registration-change',
  'public/division',
])

/** The column of a dataset that gives a golden field; undefined where several are put together, as for a place. */
export function columnOfField(field: string, dataset: string): string | undefined {
  const choices: readonly (readonly [GoldenSource, string, ...unknown[]])[] =
    field === 'revenue'
      ? revenuePrecedence
      : (Object.entries(fieldPrecedence).find(([name]) => name === field)?.[1] ?? [])
  return choices.find(([source]) => goldenSources[source] === dataset)?.[1]
}
