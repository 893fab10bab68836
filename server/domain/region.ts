/** Administrative level of a GB/T 2260 six-digit division code. */
export type RegionLevel = 'country' | 'province' | 'city' | 'county'

/** 370000 → province, 370500 → city, 370523 → county; 100000 → country. */
export function regionLevel(code: string): RegionLevel {
  if (code === '100000') return 'country'
  if (code.endsWith('0000')) return 'province'
  return code.endsWith('00') ? 'city' : 'county'
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
