import { Value } from 'typebox/value'
import { expect, test } from 'vitest'
import component from '../../server/capabilities/migration-detect.ts'
import { createDivisionIndex } from '../../server/fusion/division-index.ts'
import { divisions } from '../fusion/divisions.ts'

/** A bare machine: no division was loaded. */
const bare = { divisions: async () => createDivisionIndex([]) }
const loaded = { divisions: async () => createDivisionIndex(divisions) }

test('keeps its reference cases on a machine without loaded divisions', async () => {
  for (const { title, input, checks } of component.cases) {
    const output = await component.run(input, bare)
    for (const check of checks)
      expect([title, check.title, check.read(output)]).toEqual([title, check.title, check.published])
  }
})

test('answers its sample, in the shape it declares', async () => {
  expect(Value.Check(component.input, component.sample)).toBe(true)
  for (const resources of [bare, loaded]) {
    const output = await component.run(component.sample, resources)
    expect(Value.Check(component.output, output)).toBe(true)
    expect(output.moves.map(({ level }) => level)).toEqual(['same_county', 'cross_city', 'cross_province'])
  }
})

test('gives one division an address and one entry a pair, also of none and one', async () => {
  expect(await component.run({ addresses: [] }, bare)).toEqual({ divisions: [], moves: [] })
  expect(await component.run({ addresses: ['东莞市长安镇'] }, bare)).toEqual({
    divisions: [{ province: '440000', city: '441900', county: null }],
    moves: [],
  })
  expect(await component.run({ addresses: ['', '𠮷', '北京市朝阳区'] }, bare)).toEqual({
    divisions: [
      { province: null, city: null, county: null },
      { province: null, city: null, county: null },
      { province: '110000', city: null, county: '110105' },
    ],
    moves: [
      { from: 0, to: 1, level: 'unresolved' },
      { from: 1, to: 2, level: 'unresolved' },
    ],
  })
})

test('rejects what is no list of texts', () => {
  for (const bad of [{}, { addresses: '山东' }, { addresses: [1] }, { addresses: ['长'.repeat(2_001)] }])
    expect(Value.Check(component.input, bad)).toBe(false)
})
