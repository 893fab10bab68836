import { expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { boxesOf, expectSoon, openScreens, overlaps, wall } from './screen.ts'

const open = openScreens()
const address = '/government/chain-map?region=370500'
const cards = (page: Page) => page.locator('[data-card] button')

async function drawn(page: Page): Promise<void> {
  await page.locator('[data-ready=true] [data-card] button').first().waitFor()
}

test('leads from the segment to a firm, its fields with their rows, and its network', async () => {
  const { page, troubles } = await open({ path: `${address}&segment=carbon-black`, size: wall })
  await drawn(page)
  await page
    .getByRole('complementary', { name: '说明' })
    .getByRole('button', { name: /第1有限公司/ })
    .click()
  const drawer = page.getByRole('dialog', { name: '演示东营某炭黑有限公司' })
  await drawer.getByRole('row', { name: /注册资本 1,873 万元/ }).waitFor()
  // A value without a source row is hatched.
  expect(await drawer.locator('td .hatched').textContent()).toContain('办公室')
  await drawer.getByText('环节判定').click()
  await drawer.getByText('炭黑制造').first().waitFor()
  await drawer.getByRole('button', { name: '供需网络' }).click()
  await page.locator('[aria-label=供需网络] [data-ready=true]').waitFor()
  await expectSoon(() => cards(page).count()).toBeGreaterThan(20)
  expect(await cards(page).count()).toBeLessThanOrEqual(120)
  await expectSoon(async () => overlaps(await boxesOf(page, '[data-card] button'))).toEqual([])
  await page.getByText('1 层', { exact: true }).click()
  await expectSoon(() => new URL(page.url()).searchParams.get('hops')).toBe('1')
  expect(troubles).toEqual([])
})

test('a firm without trade says so and leads back', async () => {
  const { page } = await open({ path: `${address}&firm=91370523NONE` })
  await page.getByText('没有供应交易', { exact: true }).waitFor()
  await page.getByRole('button', { name: /返回/ }).click()
  await drawn(page)
  await expectSoon(() => new URL(page.url()).searchParams.has('firm')).toBe(false)
})

test('a firm of the picture explains itself and becomes the centre', async () => {
  const { page } = await open({ path: `${address}&firm=91370523DEM0X&hops=1`, size: wall })
  await drawn(page)
  await page.locator('[data-card="客户3"] button').click()
  const side = page.getByRole('complementary', { name: '说明' })
  await side.getByRole('heading', { name: '演示企业客户3' }).waitFor()
  await side.getByRole('button', { name: '以此企业为中心' }).click()
  await expectSoon(() => new URL(page.url()).searchParams.get('firm')).toBe('客户3')
  // Parties known by their name alone have no record to open.
  await page.locator('[data-card="EXT:乙"] button').click()
  await side.getByText('没有档案').waitFor()
  expect(await side.getByRole('button', { name: '企业档案' }).count()).toBe(0)
})
