import { type Capability, type Check, InvalidInput, type Resources } from './contract.ts'

type Shown = number | string | boolean | null

/** One published value beside the value computed here. */
export interface VerifiedCheck {
  readonly title: string
  readonly published: Shown
  /** Digits after the point to which the published number holds; null: to the last digit. */
  readonly digits: number | null
  /** Null where the case gave no answer; `problem` of the case says why. */
  readonly computed: Shown
  readonly agrees: boolean
}

/** One reference case, computed. */
export interface VerifiedCase {
  readonly title: string
  readonly source: string
  readonly basis: 'published' | 'reference-program'
  readonly durationMs: number
  /** Why nothing was computed; null where it was. */
  readonly problem: string | null
  readonly checks: readonly VerifiedCheck[]
}

/** Computes all reference cases of a component. A case that fails is reported, it does not throw. */
export async function verifyCapability(
  component: Capability,
  resources: Resources,
): Promise<readonly VerifiedCase[]> {
  const verified: VerifiedCase[] = []
  for (const { title, source, basis, input, checks } of component.cases) {
    const started = performance.now()
    let output: unknown
    let problem: string | null = null
    try {
      output = await component.run(input, resources)
    } catch (error) {
      problem = error instanceof InvalidInput ? error.message : `计算出错：${String(error)}`
    }
    const durationMs = performance.now() - started
    verified.push({
      title,
      source,
      basis,
      durationMs,
      problem,
      checks: checks.map((check) => {
        const { title: value, published, digits } = check
        const computed = problem === null ? readValue(check, output) : null
        const agrees = problem === null && holds(published, computed, digits)
        return { title: value, published, digits: digits ?? null, computed, agrees }
      }),
    })
  }
  return verified
}

/** An answer without the value that is looked for has none. */
function readValue(check: Check<never>, output: unknown): Shown {
  try {
    const value: Shown | undefined = check.read(output as never)
    return value === undefined || Number.isNaN(value) ? null : value
  } catch {
    return null
  }
}

/**
 * Whether a computed value gives the published one: a number rounded to the digits published, to half a unit of
 * its last digit; without digits, and for all else, the same value.
 */
export function holds(published: Shown, computed: Shown, digits?: number): boolean {
  if (typeof published !== 'number' || typeof computed !== 'number' || digits === undefined)
    return published === computed
  // The binary form of a decimal is off by some units of the last place: 50.505 − 50.5 must not fail at half a unit.
  const slack = Number.EPSILON * 8 * Math.max(1, Math.abs(published))
  return Math.abs(computed - published) <= 0.5 * 10 ** -digits + slack
}
