import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { screens, shows } from '../../server/lineage/screens.ts'
import { answers } from './fixtures/migration.ts'
import { desk, expectSoon, openScreens, outgrown, wall } from './screen.ts'

const open = openScreens()

/** Counts clicks of the pointer and presses of keys, which would be a way around them. */
async function countClicks(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    const counted = window as unknown as { clicks: number }
    counted.clicks = 0
    for (const kind of ['pointerdown', 'keydown'])
      document.addEventListener(kind, () => (counted.clicks += 1), { capture: true })
  })
  return () => page.evaluate(() => (window as unknown as { clicks: number }).clicks)
}

test('a figure of the cockpit leads to the record of its file in at most three clicks, the value marked', async () => {
  const { page, troubles } = await open()
  await page.getByRole('article', { name: '集群规模', exact: true }).waitFor()
  const clicks = await countClicks(page)
  await page.getByRole('button', { name: '集群规模的证据' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '第 1 行', exact: true }).click()
  const original = page.getByRole('dialog').locator('pre')
  await original.waitFor()
  expect(await original.textContent()).toBe('91370523DEM000010X,2025,123456789.00,')
  expect(await original.locator('mark').textContent()).toBe('123456789.00')
  await page.getByRole('dialog').getByText('第 1 条记录，“营业收入（元）”一格').waitFor()
  expect(await clicks()).toBeLessThanOrEqual(3)
  expect(troubles).toEqual([])
})

test('asks for the version of the row that its batch brought', async () => {
  const { page, server } = await open()
  await page.getByRole('button', { name: '集群规模的证据' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '第 1 行', exact: true }).click()
  await expectSoon(() => server.requests.join('\n')).toContain(
    '/api/rows/public/above-scale-annual/9001?batch=7',
  )
})

test.each([
  ['operator', 1],
  ['province', 0],
] as const)('%s sees a way to the original file: %i', async (role, count) => {
  const { page } = await open({ role, path: '/platform/lineage' })
  await page.getByRole('button', { name: '集群规模的证据' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '第 1 行', exact: true }).click()
  await page.getByText('文件指纹').waitFor()
  await expectSoon(() => page.getByRole('link', { name: '下载原件' }).count()).toBe(count)
})

/** Screens, and how each number on them is found: the button that opens its evidence, and the subject asked for. */
const numbers = [
  ['/government/cockpit', '近 12 个月迁入的证据', 'migration:inflow'],
  ['/government/cockpit', '空缺环节的证据', 'chain:rubber-tyre/missing'],
  ['/government/chain-map', /未满足需求的证据$/, /^segment:rubber-tyre\/.+\/unmet$/],
  ['/government/chain-map?view=list', /本地配套率的证据$/, /^segment:rubber-tyre\/.+\/local-supply-ratio$/],
  [
    '/government/chain-map?segment=carbon-black',
    /本地需求的证据$/,
    'segment:rubber-tyre/carbon-black/demand',
  ],
  ['/government/investment-map', /^未满足需求的证据$/, 'chain:rubber-tyre/unmet'],
  ['/government/migration', '迁出的证据', 'migration:outflow'],
  ['/government/migration', '走访服务名单的证据', 'watch:listed'],
] as const

test.each(numbers)('%s: %s', async (path, name, subject) => {
  // The panels beside a picture stand open where there is room.
  const { page, server } = await open({ path, size: wall, instead: answers })
  const button = page.getByRole('button', { name }).or(page.getByTitle(name)).first()
  await button.click()
  const drawer = page.getByRole('dialog', { name: /^证据：/ })
  await drawer.getByRole('heading', { name: '口径' }).waitFor()
  await drawer.getByRole('button', { name: '第 1 行', exact: true }).waitFor()
  const asked = server.requests
    .filter((request) => request.includes('/api/evidence?'))
    .map((request) => new URL(request.slice('GET '.length), server.address).searchParams.get('subject'))
  expect(asked.some((one) => (typeof subject === 'string' ? one === subject : subject.test(one ?? '')))).toBe(
    true,
  )
})

test('the picture of 血缘 shows the stages, gathers what is indirect, and tells of a chosen node', async () => {
  const { page, server, troubles } = await open({ path: '/platform/lineage' })
  const picture = page.getByRole('group', { name: '血缘图' })
  const dataset = picture.getByRole('button', { name: /规模以上企业年度经营信息/ })
  await dataset.waitFor()
  for (const layer of ['来源 1', '批次与文件 1', '数据集 6', '融合与产业链 2']) {
    await picture.getByRole('heading', { name: layer }).waitFor()
  }
  expect(await picture.getByRole('button', { name: '企业荣誉' }).count()).toBe(0)
  await picture.getByRole('button', { name: /间接相关 5 项/ }).click()
  await picture.getByRole('button', { name: /企业荣誉/ }).waitFor()
  await dataset.click()
  const side = page.getByRole('complementary', { name: '所选节点' })
  for (const text of ['4,493', '县统计局', '一般 2 级', '120 条记录'])
    await side.getByText(text, { exact: true }).waitFor()
  await side.getByRole('button', { name: '以此为起点' }).click()
  await page.waitForURL(/subject=dataset%3Apublic%2Fabove-scale-annual/)
  await page.getByText('如果“规模以上企业年度经营信息”停更').click()
  await page.getByText('集群规模', { exact: true }).first().waitFor()
  expect(server.requests.some((one) => one.includes('/api/lineage?'))).toBe(true)
  expect(troubles).toEqual([])
})

test('a start is found by its name', async () => {
  const { page, server } = await open({ path: '/platform/lineage' })
  await page.getByRole('combobox', { name: /起点/ }).fill('用电')
  await page.getByRole('option', { name: /用电指数/ }).click()
  await expectSoon(() => server.requests.join('\n')).toContain('subject=metric%3Aelectricity-index')
})

test.each([desk, wall])('血缘 fits %o', async (size) => {
  const { page } = await open({ path: '/platform/lineage', size })
  await page.getByRole('group', { name: '血缘图' }).getByRole('button').nth(3).waitFor()
  expect(await outgrown(page)).toEqual([])
})

test('the month asked for reaches alerts, firms and regions', async () => {
  const { page, server } = await open({ path: '/government/cockpit?asOf=2026-05' })
  await page.getByText('发生于 2026-05 及以前').waitFor()
  for (const route of [
    '/api/alerts?',
    '/api/regions?',
    '/api/metrics/cluster-scale?',
    '/api/migration/flows?',
  ]) {
    await expectSoon(() =>
      server.requests.some((one) => one.includes(route) && one.includes('asOf=2026-05')),
    ).toBe(true)
  }
})

/** What the resources of the API stand for in lineage; those of the shell, on every page, are left out. */
const resources: readonly (readonly [RegExp, (match: RegExpExecArray) => string])[] = [
  [/\/api\/metrics\/(?!enterprise-count\?)([a-z-]+)/, ([, id = '']) => `metric:${id}`],
  [/\/api\/chains\/[^/]+\/(graph|segments|gaps|gap-regions)/, () => 'chain'],
  [/\/api\/migration\/watch-list/, () => 'migration-watch'],
  [/\/api\/migration\/(flows|events)/, () => 'dataset:public/registration-change'],
]

test.each(['cockpit', 'chain-map', 'investment-map', 'migration'])(
  'the page %s declares for lineage what it asks for',
  async (name) => {
    const screen = screens.find(({ id }) => id === `government/${name}`)
    expect(screen?.reads.length).toBeGreaterThan(0)
    const { page, server } = await open({ path: `/government/${name}`, size: wall, instead: answers })
    await page.waitForLoadState('networkidle')
    const asked = server.requests.flatMap((request) =>
      resources.flatMap(([pattern, id]) => {
        const match = pattern.exec(request)
        return match === null ? [] : [id(match)]
      }),
    )
    expect(asked.length).toBeGreaterThan(0)
    expect([...new Set(asked)].filter((id) => screen === undefined || !shows(screen, id))).toEqual([])
  },
)
