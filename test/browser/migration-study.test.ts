import { expect, test } from 'vitest'
import { answers, list } from './fixtures/migration.ts'
import { cohorts, detected, studyAnswers } from './fixtures/migration-study.ts'
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

const open = (view: string, { instead, ...options }: ScreenOptions = {}) =>
  openScreen({
    path: `${address}?view=${view}`,
    ...options,
    instead: { ...answers, ...studyAnswers, ...instead },
  })

test('leads from part to part by keyboard, and back', async () => {
  const { page } = await open('monitor')
  await page.getByRole('region', { name: '走访服务名单' }).waitFor()
  await page.getByRole('radio', { name: '监测' }).focus()
  await page.keyboard.press('ArrowRight')
  await page.waitForURL(/view=detected/)
  await page.getByRole('region', { name: '识别出的迁移' }).waitFor()
  await page.goBack()
  await expectSoon(() => page.getByRole('region', { name: '走访服务名单' }).isVisible()).toBe(true)
})

test('识别：逐对比较的结果、前后地址、把握和两处来源', async () => {
  const { page, server } = await open('detected')
  const counts = page.getByLabel('年度报告：逐对比较的结果')
  for (const text of [
    '改写2 对',
    '区划调整2 对',
    '跨市 · 跨省2 对跨市 1，跨省 1',
    '不足以判断2 对另 1 条无地址',
  ])
    await expectSoon(() => counts.textContent()).toContain(text)
  const row = page.getByRole('row', { name: /演示东营搬迁/ })
  for (const text of ['2024→2025', '大王镇潍高路1号', '寿光市圣城街10号', '跨市', '可信'])
    await expectSoon(() => row.textContent()).toContain(text)
  await expectSoon(() => page.getByRole('row', { name: /演示济南出省/ }).textContent()).toContain('存疑')
  await row.getByRole('button', { name: '第 12 行' }).click()
  await page.getByRole('dialog', { name: /^原始行/ }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('group', { name: '级别' }).getByText('跨省').click()
  await expectSoon(() => server.requests.join('\n')).toMatch(/migration\/detected\?.*level=cross_province/)
  await page.getByRole('group', { name: '来源' }).getByText('变更登记').click()
  await expectSoon(() => server.requests.join('\n')).toMatch(
    /migration\/detected\?.*kind=registration-change/,
  )
})

test('识别：没有可比较的地址时，说明由谁提供', async () => {
  const { page } = await open('detected', {
    instead: { '/api/migration/detected': { ...list([]), kind: null, detections: [] } },
  })
  await expectSoon(() => page.locator('main').textContent()).toContain('没有可比较的地址')
  await expectSoon(() => page.locator('main').textContent()).toContain(
    '可由 市场监管部门（企业变更登记） 提供',
  )
})

test('矩阵：数与热度，对角线不计，小数目如实说', async () => {
  const { page, server } = await open('matrix')
  const table = page.getByRole('table', { name: /迁移矩阵/ })
  await expectSoon(() =>
    table.getByRole('cell', { name: '3', exact: true }).first().getAttribute('title'),
  ).toBe('东营市 → 潍坊市 3 家')
  const card = page.getByRole('region', { name: '迁移矩阵' })
  await expectSoon(() => card.textContent()).toContain('同一市之内 2 起不进矩阵')
  await expectSoon(() => card.textContent()).toContain('是个别企业的决定，不说明趋势')
  await expectSoon(() => card.textContent()).toContain('潍坊市 +2')
  await card.getByText('按区县').click()
  await expectSoon(() => server.requests.join('\n')).toMatch(/migration\/matrix\?.*by=county/)
})

test('队列留存：竞争结局、在观察数，不知道的写明', async () => {
  const { page } = await open('cohorts')
  await page.getByRole('img', { name: /全部 1920 家，观察期末仍在本县 96.0 %/ }).waitFor()
  await page.getByRole('img', { name: /迁出 2.5 %，注销 1.5 %/ }).waitFor()
  const risk = page.getByRole('table', { name: '全部在观察数' })
  await expectSoon(() => risk.textContent()).toContain('1,9201,8821,8350')
  const row = page.getByRole('table', { name: '企业队列留存' }).getByRole('row', { name: /全部/ })
  await expectSoon(() => row.textContent()).toContain('98.0 %97.0–99.0 %')
  // Nobody was observed for three years: no figure, not a zero.
  await expectSoon(() => row.getByRole('cell').last().textContent()).toBe('—')
  await page.getByText(/此前的迁移和注销未知，不算留存/).waitFor()
})

test('队列留存：实际数据没有去留记录', async () => {
  const { page } = await open('cohorts', {
    instead: { '/api/migration/cohorts': { ...cohorts, survival: null } },
  })
  await page.getByText('登记之后的去留未知').waitFor()
  await page.getByText(/可由 市场监管部门（登记状态、注销日期、企业变更登记） 提供/).waitFor()
  const row = page.getByRole('row', { name: /2011/ })
  await expectSoon(() => row.getByRole('cell').nth(5).textContent()).toBe('—')
})

test('预测与回测：合成数据，三法同起点比较，分不出高下就说分不出', async () => {
  const { page } = await open('forecast')
  await page.getByText(/专家评分卡命中最多（30.0 %）/).waitFor()
  await page.getByText(/与风险模型的区间重叠，分不出高下/).waitFor()
  const precision = page.getByRole('table', { name: '各方法的命中率' })
  await expectSoon(() => precision.getByRole('row').nth(3).textContent()).toContain('30.0 %28.0–32.0 %10.4 %')
  await page.getByRole('img', { name: /精确率—召回率曲线，平均精确率 专家评分卡 0.345/ }).waitFor()
  const lead = page.getByRole('table', { name: '各方法的提前天数分布' })
  await expectSoon(() => lead.getByRole('row').last().textContent()).toBe('中位数（天）96.577.085.0')
  const weights = page.getByRole('table', { name: '风险模型的系数' })
  await expectSoon(() => weights.getByRole('row', { name: /控股/ }).textContent()).toBe('异地企业由其控股———')
  await expectSoon(() => page.getByText('合成数据', { exact: true }).allTextContents()).toHaveLength(7)
  const words = (await page.locator('main').textContent()) ?? ''
  expect(words).not.toMatch(/阻止|拦截|劝阻|限制迁|不得迁|留住/)
})

test('预测与回测：没有真值不给数字', async () => {
  const { page } = await open('forecast', {
    instead: { '/api/migration/forecast': { realm: 'actual', study: null } },
  })
  await expectSoon(() => page.locator('main').textContent()).toContain('没有回测')
})

test('says what went wrong and can try again', async () => {
  const { page } = await open('detected', { instead: { '/api/migration/detected': 500 } })
  await expectSoon(() => page.getByRole('button', { name: '重试' }).isVisible()).toBe(true)
})

const hostile = '<img src=x onerror="document.title=1">\u202E超长名称'.repeat(6)

test.each([
  ['1920 × 1080', wall],
  ['1366 × 768', desk],
])('keeps every part in its place at %s, whatever the names', async (_, size) => {
  for (const view of ['detected', 'matrix', 'cohorts', 'forecast']) {
    const { page, troubles } = await open(view, {
      size,
      rewrite: (text, name) => (name === 'name' && text.startsWith('演示') ? hostile : text),
      instead: { '/api/migration/detected': detected },
    })
    await page.locator('main section').first().waitFor()
    await expectSoon(async () => overlaps(await boxesOf(page, 'main section'))).toEqual([])
    await expectSoon(() => outgrown(page)).toEqual([])
    const sideways = () => page.locator('main').evaluate((main) => main.scrollWidth - main.clientWidth)
    await expectSoon(sideways).toBe(0)
    expect(troubles).toEqual([])
  }
})
