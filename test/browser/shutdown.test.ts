import { expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { codeOf, nameOf, options } from './fixtures/scenario-firms.ts'
import { runScenario } from './fixtures/scenarios.ts'
import { enterRow, expectSoon, openScreens, outgrown, wall } from './screen.ts'

const open = openScreens()
const address = '/government/shutdown'
const parameter = (page: Page, name: string) => new URL(page.url()).searchParams.get(name)
const result = (page: Page) => page.getByRole('region', { name: '结果' })

test('the first result is one click away; playing, stepping and scrubbing show each round', async () => {
  const { page, server, troubles } = await open({ path: address, size: wall })
  await page.getByRole('button', { name: /炭黑环节全部停产/ }).click()
  await result(page).getByText('产出损失占 65.3 %').waitFor()
  await expectSoon(() => parameter(page, 'segment')).toBe('carbon-black')
  const player = page.getByRole('group', { name: '逐轮播放' })
  const slider = player.getByRole('slider', { name: '轮次' })
  // It plays by itself once and rests at the last round.
  await expectSoon(() => slider.inputValue()).toBe('2')
  await player.getByRole('button', { name: '播放' }).waitFor()
  await player.getByRole('button', { name: '上一轮' }).click()
  await player.getByText('第 1 / 2 轮').waitFor()
  await player.getByText('受影响 20 家，本轮新增 10 家').waitFor()
  await slider.focus()
  await page.keyboard.press('Home')
  await player.getByText('停产本身').waitFor()
  await page.keyboard.press('ArrowRight')
  await player.getByText('第 1 / 2 轮').waitFor()
  await page.keyboard.press('End')
  await player.getByText('第 2 / 2 轮').waitFor()
  // From the end it begins again.
  await page.keyboard.press(' ')
  await expectSoon(() => slider.inputValue()).toBe('2')
  // Who loses how much, by segment and county.
  const segments = page.getByRole('list', { name: '各环节产出损失' }).getByRole('listitem')
  await expectSoon(() => segments.allTextContents()).toEqual([
    expect.stringMatching(/^炭黑.*万元.*100\.0 %$/),
    expect.stringMatching(/^混炼胶.*60\.0 %$/),
    expect.stringMatching(/^全钢子午线轮胎.*36\.0 %$/),
  ])
  await page.getByRole('list', { name: '各区县产出损失' }).getByText('广饶县').waitFor()
  // One request computed it all.
  expect(server.requests.filter((request) => request.startsWith('POST /api/scenarios/run'))).toHaveLength(1)
  expect(troubles).toEqual([])
})

test('nobody who asked for stillness is shown a moving picture', async () => {
  const { page } = await open({ path: '/government/cockpit' })
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.goto(new URL(`${address}?segment=carbon-black`, page.url()).href)
  const player = page.getByRole('group', { name: '逐轮播放' })
  await player.getByText('第 2 / 2 轮').waitFor()
  expect(await player.getByRole('button', { name: '播放' }).count()).toBe(1)
})

test('builds a scenario by name, keeps it in the address, and a link shows the same', async () => {
  const { page, server, troubles } = await open({ path: address, size: wall })
  const builder = page.getByRole('region', { name: '情景', exact: true })
  const run = builder.getByRole('button', { name: '推演', exact: true })
  await run.waitFor()
  expect(await run.isDisabled()).toBe(true)
  // Letters are pinyin: the register of enterprises is asked as well.
  await builder.getByRole('combobox', { name: /搜索企业/ }).fill('hlj')
  await expectSoon(() => server.requests.join('\n')).toMatch(/GET \/api\/enterprises\?.*query=hlj/)
  await builder.getByRole('combobox', { name: /搜索企业/ }).fill('混炼胶第12')
  await builder.getByRole('option', { name: /混炼胶第12有限公司/ }).click()
  const chosen = builder.getByRole('list', { name: '已选停产对象' })
  await chosen.getByText(nameOf(11)).waitFor()
  await builder.getByText('域外供应方').click()
  await builder.getByLabel('选择境外来源').selectOption('TH')
  await builder.getByRole('combobox', { name: /供应方/ }).fill('天然')
  await builder.getByRole('option', { name: /3\.0 亿元/ }).click()
  await builder.getByRole('slider', { name: '减产比例' }).focus()
  await page.keyboard.press('ArrowLeft')
  await builder.getByText('减产 95 %').waitFor()
  await builder.getByRole('button', { name: '90', exact: true }).click()
  await builder.getByText('列昂惕夫').click()
  await builder.getByText('计入可替代').click()
  await builder.getByRole('button', { name: '填写' }).click()
  await builder.getByLabel('添加库存假设的环节').selectOption('carbon-black')
  await run.click()
  await result(page).getByText('最短可维持').waitFor()
  const link = new URL(page.url()).searchParams
  expect(Object.fromEntries(link)).toMatchObject({
    enterprise: codeOf(11),
    country: 'TH',
    left: '0.05',
    days: '90',
    function: 'leontief',
    replace: '0',
    stock: 'carbon-black%3A15',
  })
  const asked = () => server.requests.filter((request) => request.includes('/scenarios/run')).length
  const before = asked()
  await page.reload()
  await result(page).getByText('最短可维持').waitFor()
  await chosen.getByText(options.suppliers[0]!.name).waitFor()
  await chosen.getByText(nameOf(11)).waitFor()
  expect(await builder.getByRole('radio', { name: /列昂惕夫/ }).isChecked()).toBe(true)
  expect(asked()).toBe(before + 1)
  // The assumption is listed as one, beside those of data and model.
  await result(page).getByText('由使用者填写').waitFor()
  expect(troubles).toEqual([])
})

test('an edit waits for the button; leaving a target out shows another result', async () => {
  const { page, server } = await open({ path: `${address}?segment=carbon-black,tyre`, size: wall })
  await result(page).getByText('20 家企业停产').waitFor()
  await page.getByRole('button', { name: '去掉环节 炭黑' }).click()
  await page.getByText('已改动').waitFor()
  expect(server.requests.filter((request) => request.includes('/scenarios/run'))).toHaveLength(1)
  await page.getByRole('button', { name: '推演', exact: true }).click()
  await result(page).getByText('10 家企业停产').waitFor()
  expect(parameter(page, 'segment')).toBe('tyre')
  await page.goBack()
  await result(page).getByText('20 家企业停产').waitFor()
})

test('lists firms under half with their record, and who could stand in', async () => {
  const { page, troubles } = await open({ path: `${address}?segment=carbon-black`, size: wall })
  const table = page.getByRole('table', { name: /损失过半企业/ })
  await table.getByText(nameOf(10)).waitFor()
  await enterRow(table.locator('tbody tr').first())
  const drawer = page.getByRole('dialog', { name: '演示东营某炭黑有限公司' })
  await drawer.waitFor()
  await page.keyboard.press('Escape')
  await drawer.waitFor({ state: 'detached' })
  const substitutes = page.getByRole('region', { name: '可替代供应方' })
  await substitutes.getByText('匹配 82 %').waitFor()
  await page.getByText('全部受影响', { exact: true }).click()
  await expectSoon(() =>
    page
      .getByRole('table', { name: /受影响企业/ })
      .locator('tbody tr')
      .count(),
  ).toBe(30)
  await page.getByText('停产企业', { exact: true }).click()
  await expectSoon(() =>
    page
      .getByRole('table', { name: /停产企业/ })
      .locator('tbody tr')
      .count(),
  ).toBe(10)
  expect(troubles).toEqual([])
})

test('a result of another version of the network is not laid over it', async () => {
  const { page } = await open({
    path: `${address}?segment=carbon-black`,
    instead: {
      '/api/scenarios/run': {
        ...runScenario({ off: { segments: ['carbon-black'] } }),
        networkVersion: '2',
      },
    },
  })
  await page.getByText('结果与图不是同一版网络').first().waitFor()
  expect(await page.locator('canvas').count()).toBe(0)
  await result(page).getByText('10 家企业停产').waitFor()
})

test('ranks hidden critical firms, computes anew with progress, and leads to the outage of one', async () => {
  const { page, server, troubles } = await open({ path: `${address}?tab=hidden`, size: wall })
  const table = page.getByRole('table', { name: /隐性关键企业/ })
  await table.getByText(nameOf(1)).waitFor()
  await page.getByRole('img', { name: /隐性关键 3 家/ }).waitFor()
  await page.getByRole('button', { name: '重新测算' }).click()
  await page.getByText('已测算 12 / 30 家').waitFor()
  // When it is done the ranking is read anew.
  const read = () => server.requests.filter((request) => request.includes('/criticality?')).length
  const before = read()
  await page.getByRole('button', { name: '重新测算' }).waitFor()
  await expectSoon(read).toBeGreaterThan(before)
  await enterRow(table.locator('tbody tr').first())
  await result(page).getByText('1 家企业停产').waitFor()
  expect(parameter(page, 'enterprise')).toBe(codeOf(1))
  expect(troubles).toEqual([])
})

test('saves a scenario and compares it with others', async () => {
  const { page, troubles } = await open({ path: `${address}?segment=carbon-black`, size: wall })
  await result(page).waitFor()
  await page.getByRole('button', { name: '保存情景' }).click()
  await page.getByRole('textbox', { name: '情景名称' }).fill('炭黑全停')
  await page.keyboard.press('Enter')
  await page.getByText('已保存“炭黑全停”').waitFor()
  await page.getByText('情景比较').click()
  // Without another scenario the same one under another assumption stands beside it.
  const differences = page.getByRole('table', { name: /情景比较/ }).locator('tbody tr')
  await expectSoon(() => differences.count()).toBe(3)
  await expectSoon(() => differences.first().textContent()).toContain('−2,317.8')
  await page.getByRole('combobox', { name: '情景乙' }).selectOption({ label: '炭黑全停（山东省）' })
  await expectSoon(() => differences.first().textContent()).toMatch(/0\.0$/)
  const saved = page.getByRole('table', { name: '已保存情景' })
  await saved.getByRole('button', { name: '删除情景 炭黑全停' }).click()
  await page.getByText('没有已保存的情景').waitFor()
  expect(troubles).toEqual([])
})

test('a change of demand is computed from the national table', async () => {
  const { page, troubles } = await open({ path: `${address}?tab=demand`, size: wall })
  await page.getByRole('button', { name: '试算：橡胶制品最终需求 +10 %' }).click()
  await page.getByText('2.200').waitFor()
  await expectSoon(() => parameter(page, 'demand')).toBe('26046:10')
  const bars = page.getByRole('list', { name: '各部门产出变动' }).getByRole('listitem')
  await expectSoon(() => bars.first().textContent()).toContain('橡胶制品')
  await page.getByRole('combobox', { name: '搜索部门或环节' }).fill('电力')
  await page.getByRole('option', { name: /电力/ }).click()
  await page.getByRole('spinbutton', { name: '电力、热力生产和供应最终需求变动' }).fill('-20')
  await page.getByRole('button', { name: '测算', exact: true }).click()
  await expectSoon(() => parameter(page, 'demand')).toBe('26046:10,44097:-20')
  await expectSoon(() => bars.first().textContent()).toContain('电力')
  expect(troubles).toEqual([])
})

test('without transactions it says what is missing and leads to what can be computed', async () => {
  const { page, troubles } = await open({
    path: `${address}?realm=actual&segment=carbon-black`,
    instead: {
      '/api/scenarios/options': {
        ...options,
        realm: 'actual',
        available: false,
        missing: '实际数据中没有供应交易',
        segments: [],
        counties: [],
        suppliers: [],
        countries: [],
      },
    },
  })
  await page.getByText('没有供应交易，不能推演').waitFor()
  await page.getByText('链主企业的采购台账').waitFor()
  expect(await page.locator('canvas').count()).toBe(0)
  await page.getByRole('button', { name: '去需求测算' }).click()
  await page.getByRole('button', { name: /^试算/ }).waitFor()
  expect(troubles).toEqual([])
})

test('without a table says who publishes it; an answer refused is said to be', async () => {
  const none = await open({
    path: `${address}?tab=demand`,
    instead: { '/api/scenarios/demand/sectors': 404 },
  })
  await none.page.getByText('尚未载入投入产出表').waitFor()
  const failing = await open({
    path: `${address}?segment=carbon-black`,
    instead: { '/api/scenarios/run': 403 },
  })
  await failing.page.getByRole('alert').getByText('没有查看权限').waitFor()
  expect(await failing.page.getByRole('button', { name: '重试' }).count()).toBe(0)
})

test('nothing reaches beyond its card at a desk, with hostile names', async () => {
  const hostile = '<b onclick=alert(1)>很长很长的名称'.repeat(3)
  const { page, troubles } = await open({
    path: `${address}?segment=carbon-black&enterprise=${codeOf(3)}`,
    rewrite: (text, name) => (['name', 'title', 'reason', 'segmentTitle'].includes(name) ? hostile : text),
  })
  await result(page).waitFor()
  expect(await page.locator('main b[onclick]').count()).toBe(0)
  // The picture is a window on what is larger than it.
  const outside = async () => (await outgrown(page)).filter((part) => !part.startsWith('影响传播: <B>'))
  await expectSoon(outside).toEqual([])
  for (const tab of ['hidden', 'compare', 'demand']) {
    await page.goto(new URL(`${address}?tab=${tab}&segment=carbon-black&demand=26046:10`, page.url()).href)
    await page.getByRole('table').first().waitFor()
    await expectSoon(outside).toEqual([])
  }
  expect(troubles).toEqual([])
})

test('the chain map leads here with its segment switched off', async () => {
  const { page } = await open({
    path: '/government/chain-map?region=370500&segment=carbon-black',
    size: wall,
  })
  await page.getByRole('complementary', { name: '说明' }).getByRole('link', { name: '停产推演' }).click()
  await result(page).getByText('10 家企业停产').waitFor()
  expect(parameter(page, 'region')).toBe('370500')
  expect(parameter(page, 'segment')).toBe('carbon-black')
})
