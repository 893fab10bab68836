/**
 * Colours for drawings on a canvas, read from the style sheet's variables so that each is written
 * once (styles/tokens.css) and a chart follows the theme.
 */
import { useSyncExternalStore } from 'react'
import type { Strength } from '../../server/domain/strength.ts'

const names = [
  'ink',
  'ink-2',
  'ink-3',
  'line',
  'line-2',
  'ground',
  'card',
  'hover',
  'accent',
  'accent-soft',
  'inflow',
  'outflow',
  'weak',
  'map-0',
  'map-1',
  'map-2',
  'map-3',
  'map-4',
  'map-5',
  'map-line',
  'map-outline',
  'font',
] as const
export type ColourName = (typeof names)[number]

const strengths: readonly Strength[] = [
  'strong',
  'medium',
  'weak',
  'missing',
  'single-source',
  'over-dependent',
  'unknown',
]

export interface Palette {
  readonly theme: 'light' | 'dark'
  readonly colour: Readonly<Record<ColourName, string>>
  /** Mark, word and soft ground of each verdict. */
  readonly strength: Readonly<
    Record<Strength, { readonly mark: string; readonly word: string; readonly soft: string }>
  >
}

function read(theme: Palette['theme']): Palette {
  const style = getComputedStyle(document.documentElement)
  const value = (name: string) => style.getPropertyValue(`--${name}`).trim()
  return {
    theme,
    colour: Object.fromEntries(names.map((name) => [name, value(name)])) as Palette['colour'],
    strength: Object.fromEntries(
      strengths.map((strength) => [
        strength,
        {
          mark: value(strength),
          word: value(`${strength}-word`),
          soft: value(`${strength}-soft`),
        },
      ]),
    ) as Palette['strength'],
  }
}

const currentTheme = (): Palette['theme'] =>
  document.documentElement.dataset['theme'] === 'dark' ? 'dark' : 'light'

let cached: Palette | null = null

function snapshot(): Palette {
  const theme = currentTheme()
  if (cached?.theme !== theme) cached = read(theme)
  return cached
}

function subscribe(listener: () => void): () => void {
  const observer = new MutationObserver(listener)
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] })
  return () => observer.disconnect()
}

export function usePalette(): Palette {
  return useSyncExternalStore(subscribe, snapshot)
}
