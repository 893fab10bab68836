import { columnsOf, type NamedDataset } from '../datasets/registry.ts'
import { readPinyin } from '../fusion/pinyin.ts'
import { resourceCode } from './resource.ts'

/** What a word is looked for in, from the most telling to the least. */
interface Entry {
  readonly id: string
  readonly title: Forms
  readonly columns: readonly (Forms & { readonly name: string; readonly shown: string })[]
  /** Summary, steward, classification, id, code: lower case. */
  readonly text: string
}

/** A text as it may be typed. */
interface Forms {
  readonly text: string
  readonly full: string
  readonly initials: string
}

export interface Match {
  readonly id: string
  /** Titles of the information items that the words were found in. */
  readonly columns: readonly string[]
}

export type Search = (query: string) => readonly Match[]

/** Keeps the words of the catalogue in memory: names, information items, their pinyin and initials. */
export function createSearch(datasets: Iterable<NamedDataset>): Search {
  const entries = [...datasets].map(entryOf)
  return (query) => {
    const words = normalised(query).split(' ').filter(Boolean)
    if (words.length === 0) return entries.map(({ id }) => ({ id, columns: [] }))
    return entries
      .flatMap((entry) => {
        const found = words.map((word) => find(entry, word))
        // Every word has to stand somewhere.
        if (found.some(({ score }) => score === 0)) return []
        const score = found.reduce((sum, one) => sum + one.score, 0)
        return [{ id: entry.id, score, columns: [...new Set(found.flatMap(({ columns }) => columns))] }]
      })
      .toSorted((a, b) => b.score - a.score)
      .map(({ id, columns }) => ({ id, columns }))
  }
}

function entryOf(dataset: NamedDataset): Entry {
  return {
    id: dataset.id,
    title: formsOf(dataset.title),
    columns: columnsOf(dataset).map(([name, { title }]) => ({ ...formsOf(title), name, shown: title })),
    text: normalised(
      [dataset.id, resourceCode(dataset), dataset.summary, dataset.steward, dataset.category].join(' '),
    ),
  }
}

function formsOf(title: string): Forms {
  const { full, initials } = readPinyin(title)
  return { text: normalised(title), full, initials }
}

function normalised(text: string): string {
  return text.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, ' ').trim()
}

const inTitle = 100
const inColumn = 10
const inText = 1

function find(entry: Entry, word: string): { score: number; columns: string[] } {
  const title = fit(entry.title, word)
  const columns = entry.columns.filter((column) => column.name.includes(word) || fit(column, word) > 0)
  const text = entry.text.includes(word) ? inText : 0
  return {
    score: title * inTitle + (columns.length > 0 ? inColumn : 0) + text,
    columns: columns.map(({ shown }) => shown),
  }
}

/** 3 = begins with it as written, 2 = holds it, 1 = by pinyin; single letters stand for too much in pinyin. */
function fit({ text, full, initials }: Forms, word: string): number {
  if (text.startsWith(word)) return 3
  if (text.includes(word)) return 2
  return word.length > 1 && (full.includes(word) || initials.includes(word)) ? 1 : 0
}
