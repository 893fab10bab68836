import { readdir } from 'node:fs/promises'
import path from 'node:path'
import type { TSchema } from 'typebox'
import { Check } from 'typebox/value'
import { describe, expect, test } from 'vitest'
import type { Resources } from '../../server/capabilities/frame/contract.ts'
import { capabilities } from '../../server/capabilities/frame/registry.ts'
import { holds, verifyCapability } from '../../server/capabilities/frame/verify.ts'
import { createDivisionIndex } from '../../server/fusion/division-index.ts'
import { projectRoot } from '../imports.ts'

/** Adding a component is adding one file: what every one must say, and that what it says is so. */
const chinese = /\p{Script=Han}/u
const kebabCase = /^[a-z0-9]+(-[a-z0-9]+)*$/
/** As where no divisions were loaded. */
const resources: Resources = { divisions: () => Promise.resolve(createDivisionIndex([])) }

test('the registry holds every file of the folder', async () => {
  const entries = await readdir(path.join(projectRoot, 'server/capabilities'), { withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map(({ name }) => name.replace(/\.ts$/, ''))
  expect([...capabilities.keys()]).toEqual(files.toSorted())
  for (const id of files) expect(id).toMatch(kebabCase)
})

test('the components are the twenty promised', () => {
  expect([...capabilities.keys()]).toEqual([
    'anomaly',
    'assignment',
    'carbon',
    'cascade',
    'concentration',
    'credit-code',
    'double-auction',
    'economic-complexity',
    'edge-estimate',
    'ellison-glaeser',
    'forecast',
    'hazard-fit',
    'input-output',
    'location-quotient',
    'migration-detect',
    'migration-score',
    'name-match',
    'pmi',
    'scorecard',
    'seasonal-adjust',
  ])
})

interface Described {
  readonly type?: string
  readonly description?: string
  readonly properties?: Readonly<Record<string, Described>>
  readonly items?: Described | readonly Described[]
  readonly anyOf?: readonly Described[]
}

/** Paths of properties that say nothing of themselves. */
function undescribed(schema: Described, at = ''): string[] {
  const inner = Object.entries(schema.properties ?? {}).flatMap(([name, property]) => [
    ...(chinese.test(property.description ?? '') ? [] : [`${at}${name}`]),
    ...undescribed(property, `${at}${name}.`),
  ])
  const items = [schema.items ?? []]
    .flat()
    .flatMap((item, position) => undescribed(item, `${at}${position}.`))
  return [...inner, ...items, ...(schema.anyOf ?? []).flatMap((choice) => undescribed(choice, at))]
}

describe.each([...capabilities])('component %s', (_, component) => {
  test('says what it is, by which method, since which version, under which licence', () => {
    for (const text of [component.title, component.summary]) expect(text).toMatch(chinese)
    for (const text of [component.method, component.licence]) expect(text.length).toBeGreaterThan(2)
    expect(component.version).toMatch(/^\d+\.\d+\.\d+$/)
  })

  test('describes every property, numbers with their unit', () => {
    expect(undescribed(component.input as Described, 'input.')).toEqual([])
    expect(undescribed(component.output as Described, 'output.')).toEqual([])
  })

  test('has a sample that fits and runs, and an answer that fits', async () => {
    expect(Check(component.input as TSchema, component.sample)).toBe(true)
    const output = await component.run(component.sample as never, resources)
    expect(Check(component.output as TSchema, output)).toBe(true)
    // What is left out or not finite would be lost on its way as JSON.
    expect(JSON.parse(JSON.stringify(output))).toEqual(output)
  })

  test('has reference cases whose inputs fit', () => {
    expect(component.cases.length).toBeGreaterThan(0)
    for (const { title, source, input, checks } of component.cases) {
      expect(title).toMatch(chinese)
      expect(source.length).toBeGreaterThan(4)
      expect(checks.length).toBeGreaterThan(0)
      expect([title, Check(component.input as TSchema, input)]).toEqual([title, true])
    }
  })

  test('reproduces each of them to the digits published', async () => {
    const verified = await verifyCapability(component, resources)
    const failed = verified.flatMap(({ title, problem, checks }) =>
      checks.filter(({ agrees }) => !agrees).map((check) => ({ case: title, problem, ...check })),
    )
    expect(failed).toEqual([])
  })
})

describe('a published number', () => {
  test('holds to half a unit of its last digit', () => {
    expect(holds(50.5, 50.505, 1)).toBe(true)
    expect(holds(50.5, 50.56, 1)).toBe(false)
    expect(holds(0.34, 0.3449, 2)).toBe(true)
    expect(holds(0.34, 0.346, 2)).toBe(false)
    expect(holds(850, 850.4, 0)).toBe(true)
  })

  test('holds exactly where no digits are named', () => {
    expect(holds(15, 15)).toBe(true)
    expect(holds(15, 15 + 1e-12)).toBe(false)
    expect(holds('强', '强')).toBe(true)
    expect(holds(null, 0)).toBe(false)
    expect(holds(null, null)).toBe(true)
  })

  test('does not hold where nothing was computed', () => {
    expect(holds(0, null, 3)).toBe(false)
    expect(holds(0, Number.NaN, 3)).toBe(false)
  })
})
