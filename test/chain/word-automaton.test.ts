import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createWordFinder } from '../../server/chain/word-automaton.ts'

test('overlapping and nested words, as in the paper of 1975', () => {
  const words = ['he', 'she', 'his', 'hers']
  const found = createWordFinder(words)('ushers').map(({ word, start, end }) => [words[word], start, end])
  expect(found).toEqual([
    ['she', 1, 4],
    ['he', 2, 4],
    ['hers', 2, 6],
  ])
})

test('finds exactly what a plain search finds', () => {
  const letters = fc.string({ unit: fc.constantFrom('轮', '胎', '车', 'a'), maxLength: 5 })
  const words = fc.uniqueArray(
    letters.filter((word) => word.length > 0),
    { maxLength: 12 },
  )
  const text = fc.string({ unit: fc.constantFrom('轮', '胎', '车', 'a', 'b'), maxLength: 40 })
  fc.assert(
    fc.property(words, text, (list, searched) => {
      const plain = list.flatMap((word, position) =>
        Array.from({ length: searched.length }, (_, start) => start)
          .filter((start) => searched.startsWith(word, start))
          .map((start) => `${position} ${start} ${start + word.length}`),
      )
      const found = createWordFinder(list)(searched).map(({ word, start, end }) => `${word} ${start} ${end}`)
      expect(found.toSorted()).toEqual(plain.toSorted())
    }),
  )
})

test('no words, no findings', () => {
  expect(createWordFinder([])('轮胎')).toEqual([])
})
