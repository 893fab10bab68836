/** Administrative level of a GB/T 2260 six-digit division code. */
export type RegionLevel = 'country' | 'province' | 'city' | 'county'

/** 370000 → province, 370500 → city, 370523 → county; 100000 → country. */
export function regionLevel(code: string): RegionLevel {
  if (code === '100000') return 'country'
  if (code.endsWith('0000')) return 'province'
  return code.endsWith('00') ? 'city' : 'county'
}

/** 计划单列市: cities whose economic plan stands beside their province's. */
const separatePlanCities = new Set(['210200', '330200', '350200', '370200', '440300'])

export type RegionTier = 'province' | 'separate-plan-city' | 'city' | 'county' | 'zone'

/** The tier of a division of the tree; 功能区 added by users are told by their kind, not by their code. */
export function regionTier(code: string): RegionTier {
  const level = regionLevel(code)
  if (level === 'city') return separatePlanCities.has(code) ? 'separate-plan-city' : 'city'
  return level === 'county' ? 'county' : 'province'
}

/** The leading digits shared by a region and everything below it: '' | 2 | 4 | 6 digits. */
export function regionPrefix(code: string): string {
  switch (regionLevel(code)) {
    case 'country':
      return ''
    case 'province':
      return code.slice(0, 2)
    case 'city':
      return code.slice(0, 4)
    case 'county':
      return code
  }
}

export function regionContains(region: string, code: string): boolean {
  return code.startsWith(regionPrefix(region))
}
