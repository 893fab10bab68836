import { glob } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import type { PageDeclaration } from '../../web/shell/page.ts'

const root = path.join(import.meta.dirname, '../../web/pages')
const found = async (pattern: string) => (await Array.fromAsync(glob(pattern, { cwd: root }))).toSorted()
const declarations = await found('*/*.page.ts')

test('every page has a declaration and a screen, in the folder of an audience', async () => {
  expect(declarations).not.toEqual([])
  const screens = await found('*/*.tsx')
  expect(declarations.map((file) => file.replace(/\.page\.ts$/, ''))).toEqual(
    screens.map((file) => file.replace(/\.tsx$/, '')),
  )
  for (const file of declarations)
    expect(file).toMatch(/^(government|enterprise|platform)\/[a-z-]+\.page\.ts$/)
})

test.each(declarations)('%s says title, icon and a place of its own in the rail', async (file) => {
  const declarationOf = async (name: string) =>
    ((await import(path.join(root, name))) as { default: PageDeclaration }).default
  const { title, icon, order } = await declarationOf(file)
  expect(title).toMatch(/^\p{Script=Han}{2,10}$/u)
  expect(icon).not.toBe('')
  const siblings = declarations.filter((other) => path.dirname(other) === path.dirname(file))
  const orders = await Promise.all(siblings.map(async (other) => (await declarationOf(other)).order))
  expect(orders.filter((other) => other === order)).toHaveLength(1)
})
