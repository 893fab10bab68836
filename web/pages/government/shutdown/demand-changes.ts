/** Changes of final demand as they stand in the address: ?demand=37:10,42:-5 (sector code : percent). */

export type DemandChange = readonly [sector: string, percent: number]

export const MOST_CHANGES = 50
const LEAST_PERCENT = -100
const MOST_PERCENT = 1000

export function isPercent(value: number): boolean {
  return Number.isFinite(value) && value >= LEAST_PERCENT && value <= MOST_PERCENT
}

export function readChanges(text: string | null): readonly DemandChange[] {
  const found = new Map<string, number>()
  for (const part of (text ?? '').split(',')) {
    const [sector = '', percent = ''] = part.split(':')
    const value = percent.trim() === '' ? Number.NaN : Number(percent)
    if (sector.trim() !== '' && sector.length <= 40 && isPercent(value)) found.set(sector.trim(), value)
  }
  return [...found].slice(0, MOST_CHANGES)
}

export function writeChanges(changes: readonly DemandChange[]): string | null {
  return changes.length === 0 ? null : changes.map(([sector, percent]) => `${sector}:${percent}`).join(',')
}
