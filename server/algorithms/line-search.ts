/** What a trial along the line came to. */
export interface Trial {
  readonly value: number
  /** Derivative along the direction. */
  readonly slope: number
}

/** Sufficient decrease, curvature, and width of the interval at which to give up narrowing. */
const decrease = 1e-3
const curvature = 0.9
const narrowest = 0.1
const longestSearch = 20

interface End {
  at: number
  value: number
  slope: number
}

/**
 * Step length that satisfies the strong Wolfe conditions: Moré and Thuente, ACM TOMS 20 (1994). Tries 1 first.
 * Null where the direction does not descend or no length was found.
 * @param longest greatest length allowed
 */
export function searchAlong<T extends Trial>(
  trial: (length: number) => T,
  start: Trial,
  longest: number,
): T | null {
  if (!(start.slope < 0)) return null
  const gain = decrease * start.slope
  let bracketed = false
  let modified = true
  let width = longest
  let widthBefore = 2 * longest
  let best: End = { at: 0, ...pick(start) }
  let other: End = { ...best }
  let least = 0
  let length = Math.min(1, longest)
  let most = 5 * length
  for (let tried = 0; tried < longestSearch; tried++) {
    const found = trial(length)
    if (!Number.isFinite(found.value)) return null
    const bound = start.value + length * gain
    if (modified && found.value <= bound && found.slope >= decrease * start.slope) modified = false
    const stuck = bracketed && (length <= least || length >= most || most - least <= narrowest * most)
    const atEnd = length === longest && found.value <= bound && found.slope <= gain
    const satisfied = found.value <= bound && Math.abs(found.slope) <= -curvature * start.slope
    if (stuck || atEnd || satisfied) return found
    const here: End = { at: length, ...pick(found) }
    const shift = modified && found.value <= best.value && found.value > bound ? gain : 0
    const step = chooseStep(
      lower(best, shift),
      lower(other, shift),
      lower(here, shift),
      bracketed,
      least,
      most,
    )
    best = lower(step.best, -shift)
    other = lower(step.other, -shift)
    bracketed = step.bracketed
    length = step.length
    if (bracketed) {
      const span = Math.abs(other.at - best.at)
      if (span >= 0.66 * widthBefore) length = best.at + 0.5 * (other.at - best.at)
      widthBefore = width
      width = span
      least = Math.min(best.at, other.at)
      most = Math.max(best.at, other.at)
    } else {
      least = length + 1.1 * (length - best.at)
      most = length + 4 * (length - best.at)
    }
    length = Math.min(Math.max(length, 0), longest)
    if (bracketed && (length <= least || length >= most || most - least <= narrowest * most)) length = best.at
  }
  return null
}

function pick({ value, slope }: Trial): Trial {
  return { value, slope }
}

/** The function less `gain` a unit of length, which the first stage of the search works on. */
function lower({ at, value, slope }: End, gain: number): End {
  return { at, value: value - at * gain, slope: slope - gain }
}

interface Chosen {
  readonly best: End
  readonly other: End
  readonly bracketed: boolean
  readonly length: number
}

/** Safeguarded cubic or quadratic step, and the interval that holds a minimum (section 4 of the paper). */
function chooseStep(
  best: End,
  other: End,
  here: End,
  wasBracketed: boolean,
  least: number,
  most: number,
): Chosen {
  const opposite = here.slope * Math.sign(best.slope) < 0
  const span = here.at - best.at
  const theta = (3 * (best.value - here.value)) / span + best.slope + here.slope
  let length: number
  let bracketed = wasBracketed
  if (here.value > best.value) {
    const root = cubicRoot(theta, best.slope, here.slope) * (here.at < best.at ? -1 : 1)
    const cubic = best.at + ((root - best.slope + theta) / (root - best.slope + root + here.slope)) * span
    const quadratic = best.at + (best.slope / ((best.value - here.value) / span + best.slope) / 2) * span
    length =
      Math.abs(cubic - best.at) < Math.abs(quadratic - best.at) ? cubic : cubic + (quadratic - cubic) / 2
    bracketed = true
  } else if (opposite) {
    const root = cubicRoot(theta, best.slope, here.slope) * (here.at > best.at ? -1 : 1)
    const cubic = here.at - ((root - here.slope + theta) / (root - here.slope + root + best.slope)) * span
    const secant = here.at + (here.slope / (here.slope - best.slope)) * (best.at - here.at)
    length = Math.abs(cubic - here.at) > Math.abs(secant - here.at) ? cubic : secant
    bracketed = true
  } else if (Math.abs(here.slope) < Math.abs(best.slope)) {
    const root = cubicRoot(theta, best.slope, here.slope) * (here.at > best.at ? -1 : 1)
    const share = (root - here.slope + theta) / (root + (best.slope - here.slope) + root)
    const end = here.at > best.at ? most : least
    const cubic = share < 0 && root !== 0 ? here.at - share * span : end
    const secant = here.at + (here.slope / (here.slope - best.slope)) * (best.at - here.at)
    if (wasBracketed) {
      const nearer = Math.abs(cubic - here.at) < Math.abs(secant - here.at) ? cubic : secant
      const limit = here.at + 0.66 * (other.at - here.at)
      length = here.at > best.at ? Math.min(limit, nearer) : Math.max(limit, nearer)
    } else {
      const farther = Math.abs(cubic - here.at) > Math.abs(secant - here.at) ? cubic : secant
      length = Math.min(Math.max(farther, least), most)
    }
  } else if (wasBracketed) {
    const beyond = (3 * (here.value - other.value)) / (other.at - here.at) + other.slope + here.slope
    const root = cubicRoot(beyond, other.slope, here.slope) * (here.at > other.at ? -1 : 1)
    const share = (root - here.slope + beyond) / (root - here.slope + root + other.slope)
    length = here.at + share * (other.at - here.at)
  } else length = here.at > best.at ? most : least

  if (here.value > best.value) return { best, other: here, bracketed, length }
  return { best: here, other: opposite ? best : other, bracketed, length }
}

function cubicRoot(theta: number, one: number, two: number): number {
  const size = Math.max(Math.abs(theta), Math.abs(one), Math.abs(two))
  return size * Math.sqrt(Math.max(0, (theta / size) ** 2 - (one / size) * (two / size)))
}
