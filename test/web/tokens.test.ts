import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'

const css = await readFile(path.join(import.meta.dirname, '../../web/styles/tokens.css'), 'utf8')

/** Custom properties of the first block that a selector opens. */
function tokensOf(selector: string): ReadonlyMap<string, string> {
  const block = css.slice(css.indexOf(`${selector} {`)).split('}')[0] ?? ''
  return new Map(
    [...block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/g)].map(([, name = '', value = '']) => [name, value]),
  )
}

/** WCAG 2.2 relative luminance and contrast ratio. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].toSorted((x, y) => x - y)
  return (light + 0.05) / (dark + 0.05)
}

const strengths = ['strong', 'medium', 'weak', 'missing', 'single-source', 'over-dependent', 'unknown']
const pairs: readonly (readonly [string, string])[] = [
  ...['ink', 'ink-2', 'accent', 'accent-strong'].flatMap((text) =>
    ['card', 'ground', 'hover', 'accent-soft'].map((ground) => [text, ground] as const),
  ),
  ...strengths.flatMap((strength) => [
    [`${strength}-word`, `${strength}-soft`] as const,
    [`${strength}-word`, 'card'] as const,
  ]),
  ['on-accent', 'accent'],
  ['notice-ink', 'notice-ground'],
]

describe.each([
  ['light', ':root'],
  ['dark', ":root[data-theme='dark']"],
])('%s theme', (_name, selector) => {
  const tokens = tokensOf(selector)

  test.each(pairs)('%s on %s is legible (4.5 : 1)', (text, ground) => {
    const [front, back] = [tokens.get(text), tokens.get(ground)]
    expect(front, text).toBeDefined()
    expect(back, ground).toBeDefined()
    expect(contrast(front!, back!)).toBeGreaterThanOrEqual(4.5)
  })
})

test('the contrast of black on white is 21', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5)
})

describe('the rail', () => {
  const tokens = tokensOf(':root')
  test.each([
    ['rail-ink', 'rail'],
    ['rail-ink-2', 'rail'],
    ['rail-ink', 'rail-2'],
  ])('%s on %s is legible', (text, ground) => {
    expect(contrast(tokens.get(text)!, tokens.get(ground)!)).toBeGreaterThanOrEqual(4.5)
  })
})
