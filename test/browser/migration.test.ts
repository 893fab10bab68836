import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { listedFrom as serverListedFrom } from '../../server/migration/watch.ts'
import { levelBounds } from '../../server/migration/score.ts'
import { answers, firm, flows, list, moved, parts } from './fixtures/migration.ts'
import { listedFrom, visitLine, watchLine } from '../../web/pages/government/migration/vocabulary.ts'
import {
  boxesOf,
  desk,
  expectSoon,
  openScreens,
  outgrown,
  overlaps,
  wall,
  type ScreenOptions,
} from './screen.ts'

const openScreen = openScreens()
const address = '/government/migration'

const open = ({ instead, path = address, ...options }: ScreenOptions = {}) =>
  openScreen({ path, ...options, instead: { ...answers, ...instead } })

test('says the bounds of the levels as the scorecard draws them', () => {
  expect([visitLine, watchLine, listedFrom]).toEqual([levelBounds.high, levelBounds.medium, serverListedFrom])
})

test('counts who came and went in the window, and whom to visit', async () => {
  const { page, server, troubles } = await open()
  const figure = (name: string) => page.getByRole('article', { name, exact: true })
  await expectSoon(() => figure('迁入').textContent()).toContain('1家')
  await expectSoon(() => figure('迁出').textContent()).toContain('4家')
  await expectSoon(() => figure('净迁入').textContent()).toContain('−3家')
  await expectSoon(() => figure('净迁入').textContent()).toContain('另有区内跨市 2 家')
  await expectSoon(() => figure('走访服务名单').textContent()).toContain('4家')
  await expectSoon(() => figure('高风险').textContent()).toContain('2家')
  await expectSoon(() => figure('高风险').textContent()).toContain('营收 2.5 亿元 · 职工 203 人')

  await page.getByRole('group', { name: '近几个月' }).getByText('24').click()
  await page.waitForURL(/months=24/)
  for (const resource of ['flows', 'events']) {
    await expectSoon(() => server.requests.join('\n')).toMatch(
      new RegExp(`/migration/${resource}\\?.*months=24`),
    )
  }
  expect(troubles).toEqual([])
})

test('leads from a count to the records of that direction, each with its row', async () => {
  const { page } = await open()
  await page.getByRole('button', { name: '迁出的记录' }).click()
  const records = page.getByRole('region', { name: '迁移记录' })
  await expectSoon(() => records.getByRole('row').allTextContents()).toHaveLength(2)
  const row = records.getByRole('row', { name: /演示东营迁走/ })
  for (const text of ['2026-10-24', '东营市广饶县', '→ 广东省南海区', '跨省 迁出']) {
    expect(await row.textContent()).toContain(text)
  }
  await row.getByRole('button', { name: '第 160 行' }).click()
  await page.getByRole('dialog', { name: '原始行：企业变更登记信息' }).waitFor()
  // Opening the row does not open the firm as well.
  expect(await page.getByRole('dialog').count()).toBe(1)
})

test('draws the months and lists the flows', async () => {
  const { page } = await open()
  const card = page.getByRole('region', { name: '迁入迁出' })
  await card.getByRole('img', { name: /合计迁入 1 家、迁出 4 家/ }).waitFor()
  await card.locator('canvas').waitFor()
  await card.getByText('流向表').click()
  const row = card.getByRole('row', { name: '东营市 广东省 迁出 4' })
  await expectSoon(() => row.count()).toBe(1)
  await page.getByRole('region', { name: '迁移流向' }).locator('canvas').first().waitFor()
})

test('lists whom to visit: filtered, sorted and exported', async () => {
  const { page } = await open()
  const card = page.getByRole('region', { name: '走访服务名单' })
  const scores = () =>
    card.locator('tbody tr').evaluateAll((rows) => rows.map((row) => row.querySelector('b')?.textContent))
  await expectSoon(scores).toEqual(['80', '95', '40', '25'])
  await card.getByRole('button', { name: '分值' }).click()
  await expectSoon(scores).toEqual(['95', '80', '40', '25'])
  await card.getByRole('button', { name: '等级' }).click()
  await card.getByRole('button', { name: '等级' }).click()
  // 低、中、高: the order of the levels, not of the words.
  await expectSoon(scores).toEqual(['25', '40', '80', '95'])
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    card.getByRole('button', { name: '导出 CSV' }).click(),
  ])
  expect(download.suggestedFilename()).toBe('山东省-走访服务名单-截至2026-10.csv')
  const [head, first] = (await readFile(await download.path(), 'utf8')).split('\r\n')
  expect(head).toBe('\uFEFF企业,区县,环节,营收（亿元）,职工（人）,分值,等级,最近信号')
  expect(first).toBe(
    '演示东营第4橡胶有限公司,东营市广饶县,混炼胶,1.23456789,104,25,低,2026-07-22 早期 异地投资设企',
  )
  await card.getByText('高 2').click()
  await expectSoon(scores).toEqual(['80', '95'])
})

test('names the points of a score under the pointer and on focus', async () => {
  const { page } = await open()
  const bar = page.getByRole('button', { name: /^95 分：异地投资设企 25 分/ })
  const tip = bar.locator('[popover]')
  await bar.waitFor()
  expect(await bar.textContent()).toContain('25+5+20+10+20')
  expect(await tip.isVisible()).toBe(false)
  await bar.hover()
  await tip.getByText('异地企业由其控股').waitFor()
  await page.mouse.move(0, 0)
  await expectSoon(() => tip.isVisible()).toBe(false)
  await bar.focus()
  await tip.getByText('+10').waitFor()
})

test('explains a firm point by point, with dated signals down to the row, by keyboard', async () => {
  const { page } = await open()
  const row = page.getByRole('row', { name: /演示东营第2橡胶/ })
  await row.focus()
  await page.keyboard.press('Enter')
  await page.waitForURL(/enterprise=91370523DEM000002X/)
  const drawer = page.getByRole('dialog', { name: firm(2).name })
  await drawer
    .getByText(/迁移监测得分 95 分（满分 100 分，60 分及以上，达到走访线），主要来自异地投资设企 25 分/)
    .waitFor()
  const points = drawer.getByRole('table', { name: '分值构成' })
  for (const [, title, number, detail] of parts) {
    expect(await points.getByRole('row', { name: title }).textContent()).toMatch(
      new RegExp(`${title}.*\\+${number}.*${detail.slice(-6)}`),
    )
  }
  await drawer.getByRole('img', { name: /信号时间轴，2026-06 至 2026-11，共 4 个信号/ }).waitFor()
  const signals = drawer.locator('ol > li')
  await expectSoon(() => signals.locator('time').allTextContents()).toEqual([
    '2026-10-31',
    '2026-10-31',
    '2026-09-03',
    '2026-07-22',
  ])
  // A sign without a row is hatched, not passed off as proven.
  expect(await signals.nth(2).locator('.hatched').textContent()).toBe('未证实')
  await signals.nth(3).getByRole('button', { name: '打开原始行' }).click()
  await page.getByRole('dialog', { name: /^原始行/ }).waitFor()
  await page.keyboard.press('Escape')
  await expectSoon(() => page.getByRole('dialog').count()).toBe(1)
  await drawer.getByRole('button', { name: '企业档案' }).click()
  await page.getByRole('dialog').last().getByText('企业名称').waitFor()
  // One after the other: a dialog on its way out would take the second key as well.
  await page.keyboard.press('Escape')
  await expectSoon(() => page.getByRole('dialog').count()).toBe(1)
  await page.keyboard.press('Escape')
  await expectSoon(() => page.getByRole('dialog').count()).toBe(0)
  await expectSoon(() => new URL(page.url()).searchParams.has('enterprise')).toBe(false)
  await expectSoon(() => page.evaluate(() => document.activeElement?.textContent)).toContain(firm(2).name)
})

test('opens the firm an alert leads to, also one that has moved and is no longer listed', async () => {
  const { page, server } = await open({ path: `${address}?enterprise=${moved.creditCode}&region=371300` })
  const drawer = page.getByRole('dialog', { name: moved.name })
  await drawer
    .getByText(/2026-10-24 登记住所由东营市广饶县变更至广东省南海区（跨省），已不列入名单/)
    .waitFor()
  await drawer.getByText('1.1 亿元').waitFor()
  // Looked for in the whole of the account's area before it is called unlisted.
  await expectSoon(() => server.requests.join('\n')).toMatch(
    /watch-list\?region=370000&realm=demonstration&limit=500/,
  )
  await drawer.getByRole('button', { name: '打开原始行' }).click()
  await page.getByRole('dialog', { name: /^原始行/ }).waitFor()
})

test('offers a visit sheet with help in words, and prints it alone', async () => {
  const { page } = await open({ path: `${address}?enterprise=${firm(2).creditCode}` })
  const drawer = page.getByRole('dialog', { name: firm(2).name })
  await drawer.getByText('走访服务', { exact: true }).click()
  const sheet = drawer.getByRole('article', { name: '企业走访服务单' })
  for (const title of ['走访缘由', '诉求登记', '帮扶事项', '回访']) {
    await sheet.getByRole('rowheader', { name: title }).waitFor()
  }
  const words = await sheet.textContent()
  expect(words).toContain('用工变化的原因')
  expect(words).toContain('企业自主决定经营地点')
  expect(words).not.toMatch(/阻止|拦截|劝阻|限制迁|不得迁|留住/)

  await page.evaluate(() => {
    globalThis.print = () => document.body.setAttribute('data-printed', 'yes')
  })
  await drawer.getByRole('button', { name: '打印走访单' }).click()
  await page.locator('body[data-printed]').waitFor()
  await page.emulateMedia({ media: 'print' })
  await expectSoon(() => page.locator('#root').isVisible()).toBe(false)
  const printed = page.locator('body > div:not(#root) article')
  await expectSoon(() => printed.isVisible()).toBe(true)
  expect(await printed.textContent()).toBe(words)
})

test('prints the page itself while no firm is open', async () => {
  const { page } = await open()
  await page.getByRole('row', { name: /演示东营第4橡胶/ }).waitFor()
  await page.emulateMedia({ media: 'print' })
  const cut = () =>
    page
      .locator('main section')
      .evaluateAll((cards) =>
        cards.filter((card) => card.scrollHeight > card.clientHeight + 2).map((card) => card.ariaLabel),
      )
  await expectSoon(cut).toEqual([])
  await expectSoon(() => page.getByRole('row', { name: /演示东营第4橡胶/ }).isVisible()).toBe(true)
})

test('says how good the list is, that it is synthetic, and no probability', async () => {
  const { page } = await open()
  const card = page.getByRole('region', { name: '回测' })
  for (const text of [
    '合成数据',
    '29.1 %',
    '10.9 %',
    '46.9 %',
    '2.7 倍',
    '130 天',
    '16 个',
    'precision@20',
  ]) {
    await card.getByText(text, { exact: true }).first().waitFor()
  }
  expect(await card.textContent()).toContain('本表为专家评分，不是概率')
})

test('says that nothing was recorded and who could supply it, never zero', async () => {
  const { page } = await open({
    path: `${address}?realm=actual`,
    instead: {
      '/api/migration/watch-list': { ...list([]), month: '2026-11', backtest: null },
      '/api/migration/events': list([]),
      '/api/migration/flows': { ...flows, inflow: 0, outflow: 0, flows: [], byMonth: [] },
    },
  })
  for (const name of ['迁入', '迁出', '净迁入', '走访服务名单', '高风险']) {
    await expectSoon(() => page.getByRole('article', { name, exact: true }).textContent()).toContain('—可由')
  }
  const card = (name: string) => page.getByRole('region', { name })
  for (const name of ['迁移流向', '迁入迁出', '迁移记录']) {
    await card(name).getByText('没有住所变更记录').waitFor()
    await card(name).getByText('可由 市场监管部门（企业变更登记） 提供').waitFor()
  }
  await card('走访服务名单').getByText('没有可计分的信号').waitFor()
  await card('回测').getByText('没有回测').waitFor()
})

test('tells a region where nothing happened from a realm where nothing was recorded', async () => {
  const { page } = await open({
    path: `${address}?region=371300`,
    instead: { '/api/migration/flows': { ...flows, inflow: 0, outflow: 0, flows: [] } },
  })
  await expectSoon(() => page.getByRole('article', { name: '迁入', exact: true }).textContent()).toContain(
    '0家',
  )
  await page
    .getByRole('region', { name: '迁移流向' })
    .getByText('临沂市近 12 个月没有企业迁入或迁出的登记')
    .waitFor()
})

test('says what went wrong and can try again', async () => {
  const { page } = await open({ instead: { '/api/migration/watch-list': 500, '/api/migration/flows': 403 } })
  const card = page.getByRole('region', { name: '走访服务名单' })
  await card.getByRole('button', { name: '重试' }).waitFor()
  const map = page.getByRole('region', { name: '迁移流向' })
  await map.getByText('没有查看权限').waitFor()
  expect(await map.getByRole('button', { name: '重试' }).count()).toBe(0)
})

const hostile = '<img src=x onerror="document.title=1">\u202E超长名称'.repeat(6)

test.each([
  ['1920 × 1080', wall],
  ['1366 × 768', desk],
])('keeps every part in its place at %s, whatever the names', async (_, size) => {
  const { page, troubles } = await open({
    size,
    rewrite: (text, name) => (name === 'name' && text.startsWith('演示') ? hostile : text),
  })
  await page.getByRole('region', { name: '迁移记录' }).getByRole('row').nth(2).waitFor()
  await page.getByRole('region', { name: '走访服务名单' }).getByRole('row').nth(4).waitFor()
  await expectSoon(async () =>
    overlaps(await boxesOf(page, 'main > div > section, main > div > div > section, main article')),
  ).toEqual([])
  await expectSoon(() => outgrown(page)).toEqual([])
  const sideways = () => page.locator('main').evaluate((main) => main.scrollWidth - main.clientWidth)
  await expectSoon(sideways).toBe(0)
  await page.getByRole('region', { name: '走访服务名单' }).getByRole('row').nth(1).click()
  await page.getByRole('dialog').getByText('分值构成').first().waitFor()
  const wide = () =>
    page.getByRole('dialog').evaluate((dialog) => {
      const body = dialog.querySelector('header + div')
      return body === null ? -1 : body.scrollWidth - body.clientWidth
    })
  await expectSoon(wide).toBe(0)
  expect(troubles).toEqual([])
})
