/**
 * A pattern as a table: one look-up a byte instead of a decoded string and a RegExp. Handles what contracts
 * use (classes, \d, \w, groups, alternatives, ? * + {n,m}, whole value); null for anything else, which the
 * RegExp itself then decides.
 */
export interface PatternAutomaton {
  matches(bytes: Uint8Array, start: number, end: number): boolean
}

/** A set of bytes, or parts in order, or one of several parts, or a part repeated. */
type Node =
  | { readonly kind: 'bytes'; readonly set: ReadonlySet<number> }
  | { readonly kind: 'sequence'; readonly parts: readonly Node[] }
  | { readonly kind: 'choice'; readonly parts: readonly Node[] }
  | { readonly kind: 'repeat'; readonly part: Node; readonly minimum: number; readonly maximum: number }

const maximumStates = 4000
const maximumRepeats = 200

export function compilePattern(pattern: string): PatternAutomaton | null {
  const node = new PatternReader(pattern).read()
  return node === null ? null : compileNode(node)
}

/** Any of some whole values. */
export function compileWords(words: readonly string[]): PatternAutomaton | null {
  return compileNode({ kind: 'choice', parts: words.map(literalText) })
}

function literalText(text: string): Node {
  return {
    kind: 'sequence',
    parts: [...Buffer.from(text)].map((byte) => ({ kind: 'bytes', set: new Set([byte]) })),
  }
}

class UnsupportedPattern extends Error {}

/** Recursive descent over the part of the RegExp grammar that contracts use. */
class PatternReader {
  readonly #characters: readonly string[]
  #at = 0

  constructor(pattern: string) {
    this.#characters = [...pattern]
  }

  read(): Node | null {
    try {
      if (this.#peek() === '^') this.#at++
      const node = this.#choice()
      if (this.#at < this.#characters.length) throw new UnsupportedPattern()
      return node
    } catch (error) {
      if (error instanceof UnsupportedPattern) return null
      throw error
    }
  }

  #peek(): string | undefined {
    return this.#characters[this.#at]
  }

  #take(): string {
    const character = this.#characters[this.#at++]
    if (character === undefined) throw new UnsupportedPattern()
    return character
  }

  #choice(): Node {
    const parts = [this.#sequence()]
    while (this.#peek() === '|') {
      this.#at++
      parts.push(this.#sequence())
    }
    return parts.length === 1 ? parts[0]! : { kind: 'choice', parts }
  }

  #sequence(): Node {
    const parts: Node[] = []
    for (let next = this.#peek(); next !== undefined && next !== '|' && next !== ')'; next = this.#peek()) {
      if (next === '$' && this.#at === this.#characters.length - 1) {
        this.#at++
        break
      }
      parts.push(this.#repeated(this.#atom()))
    }
    return { kind: 'sequence', parts }
  }

  #atom(): Node {
    const character = this.#take()
    switch (character) {
      case '(': {
        if (this.#peek() === '?') {
          this.#at++
          if (this.#take() !== ':') throw new UnsupportedPattern()
        }
        const node = this.#choice()
        if (this.#take() !== ')') throw new UnsupportedPattern()
        return node
      }
      case '[':
        return { kind: 'bytes', set: this.#class() }
      case '\\':
        return { kind: 'bytes', set: this.#escape() }
      case '.':
      case '^':
      case '$':
      case '*':
      case '+':
      case '?':
      case '{':
        throw new UnsupportedPattern()
      default:
        return literalText(character)
    }
  }

  #escape(): ReadonlySet<number> {
    const character = this.#take()
    if (character === 'd') return range('0', '9')
    if (character === 'w') return new Set([...range('0', '9'), ...range('A', 'Z'), ...range('a', 'z'), 0x5f])
    if (/[a-z0-9]/iu.test(character)) throw new UnsupportedPattern()
    return new Set([ascii(character)])
  }

  #class(): ReadonlySet<number> {
    if (this.#peek() === '^') throw new UnsupportedPattern()
    const set = new Set<number>()
    for (;;) {
      const character = this.#take()
      if (character === ']') return set
      if (character === '\\') {
        for (const byte of this.#escape()) set.add(byte)
      } else if (this.#peek() === '-' && this.#characters[this.#at + 1] !== ']') {
        this.#at++
        for (const byte of range(character, this.#take())) set.add(byte)
      } else set.add(ascii(character))
    }
  }

  #repeated(part: Node): Node {
    const rest = this.#characters.slice(this.#at, this.#at + 12).join('')
    const counted = /^\{(\d+)(,(\d*))?\}/u.exec(rest)
    let [minimum, maximum] = [1, 1]
    if (counted !== null) {
      this.#at += counted[0].length
      minimum = Number(counted[1])
      maximum = counted[2] === undefined ? minimum : counted[3] === '' ? Infinity : Number(counted[3])
    } else if (rest.startsWith('?') || rest.startsWith('*') || rest.startsWith('+')) {
      this.#at++
      minimum = rest.startsWith('+') ? 1 : 0
      maximum = rest.startsWith('?') ? 1 : Infinity
    } else return part
    if (
      this.#peek() === '?' ||
      minimum > maximumRepeats ||
      (maximum !== Infinity && maximum > maximumRepeats)
    ) {
      throw new UnsupportedPattern()
    }
    return { kind: 'repeat', part, minimum, maximum }
  }
}

function ascii(character: string): number {
  const code = character.codePointAt(0) ?? 0
  if (code > 0x7e) throw new UnsupportedPattern()
  return code
}

function range(from: string, to: string): ReadonlySet<number> {
  const [low, high] = [ascii(from), ascii(to)]
  return new Set(Array.from({ length: high - low + 1 }, (_, step) => low + step))
}

/** Thompson's construction: a state has either one set of bytes leading on, or steps that read nothing. */
interface State {
  readonly set: ReadonlySet<number> | null
  readonly next: number[]
}

function compileNode(node: Node): PatternAutomaton | null {
  const states: State[] = []
  const add = (set: ReadonlySet<number> | null): number => states.push({ set, next: [] }) - 1
  /** Appends the part's states after state `from`; returns the state it ends in. */
  const build = (part: Node, from: number): number => {
    if (states.length > maximumStates) throw new UnsupportedPattern()
    switch (part.kind) {
      case 'bytes': {
        const reading = add(part.set)
        states[from]!.next.push(reading)
        const end = add(null)
        states[reading]!.next.push(end)
        return end
      }
      case 'sequence':
        return part.parts.reduce((at, item) => build(item, at), from)
      case 'choice': {
        const end = add(null)
        for (const item of part.parts) states[build(item, from)]!.next.push(end)
        return end
      }
      case 'repeat': {
        let at = from
        for (let count = 0; count < part.minimum; count++) at = build(part.part, at)
        const end = add(null)
        if (part.maximum === Infinity) {
          const loop = add(null)
          states[at]!.next.push(loop)
          states[build(part.part, loop)]!.next.push(loop)
          states[loop]!.next.push(end)
          return end
        }
        for (let count = part.minimum; count < part.maximum; count++) {
          states[at]!.next.push(end)
          at = build(part.part, at)
        }
        states[at]!.next.push(end)
        return end
      }
    }
  }
  try {
    const start = add(null)
    const accept = build(node, start)
    return new TableAutomaton(states, start, accept)
  } catch (error) {
    if (error instanceof UnsupportedPattern) return null
    throw error
  }
}

/** Subset construction; row 0 is the dead state. */
class TableAutomaton implements PatternAutomaton {
  readonly #table: Uint16Array
  readonly #accepting: Uint8Array

  constructor(states: readonly State[], start: number, accept: number) {
    const known = new Map<string, number>([['', 0]])
    const sets: number[][] = [[]]
    const rows: Uint16Array[] = []
    const enter = (seeds: readonly number[]): number => {
      const closure = closed(states, seeds)
      const key = closure.join()
      const earlier = known.get(key)
      if (earlier !== undefined) return earlier
      if (sets.length >= maximumStates) throw new UnsupportedPattern()
      known.set(key, sets.length)
      return sets.push(closure) - 1
    }
    enter([start])
    for (let current = 0; current < sets.length; current++) {
      const row = new Uint16Array(256)
      const readers = sets[current]!.map((state) => states[state]!).filter((state) => state.set !== null)
      for (const byte of new Set(readers.flatMap((state) => [...state.set!]))) {
        row[byte] = enter(readers.filter((state) => state.set!.has(byte)).flatMap((state) => state.next))
      }
      rows.push(row)
    }
    this.#table = new Uint16Array(rows.length * 256)
    for (const [position, row] of rows.entries()) this.#table.set(row, position * 256)
    this.#accepting = Uint8Array.from(sets, (set) => (set.includes(accept) ? 1 : 0))
  }

  matches(bytes: Uint8Array, start: number, end: number): boolean {
    const table = this.#table
    let state = 1
    for (let position = start; position < end; position++) state = table[(state << 8) | bytes[position]!]!
    return this.#accepting[state] === 1
  }
}

function closed(states: readonly State[], seeds: readonly number[]): number[] {
  const reached = new Set(seeds)
  for (const state of reached) {
    if (states[state]!.set === null) for (const next of states[state]!.next) reached.add(next)
  }
  return [...reached].toSorted((a, b) => a - b)
}
