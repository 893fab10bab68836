import { describe, expect, test } from 'vitest'
import { enterRow, desk, expectSoon, openScreens, wall } from './screen.ts'

const screens = openScreens()
const open = (options: Parameters<typeof screens>[0] = {}) =>
  screens({ role: 'steward', path: '/platform/governance', ...options })

const sent = (requests: readonly string[]) => requests.filter((request) => !request.startsWith('GET'))

describe('治理', () => {
  test('goes from a score to the rule and to the row that fails it', async () => {
    const { page, server, troubles } = await open()
    const row = page.getByRole('row', { name: /企业登记信息/ })
    // Cut, not rounded: only what is whole is 100.
    await row.getByText('99.9', { exact: true }).waitFor()
    await page.getByRole('button', { name: '得分怎样算出' }).click()
    await page.getByText('数据集得分 = 各维度得分的平均').waitFor()
    await page.keyboard.press('Escape')
    await row.getByRole('button', { name: '企业登记信息的完整性规则' }).click()
    await expectSoon(() => new URL(page.url()).searchParams.get('dimension')).toBe('completeness')
    await enterRow(page.getByRole('row', { name: /国民经济行业代码已填/ }))
    const drawer = page.getByRole('dialog', { name: /国民经济行业代码已填/ })
    await drawer.getByRole('button', { name: '第 1,204 行' }).waitFor()
    await drawer.getByLabel('指派给').selectOption('steward')
    await drawer.getByRole('button', { name: '开工单' }).click()
    await drawer.getByText('已开工单 #5').waitFor()
    expect(sent(server.requests)).toEqual(['POST /api/governance/tickets'])
    expect(troubles).toEqual([])
  })

  test('mends a record once the engine takes it', async () => {
    const { page, server } = await open({ path: '/platform/governance?view=quarantine&record=9' })
    const drawer = page.getByRole('dialog', { name: '企业登记信息 第 12 行' })
    await drawer.getByText('演示橡胶有限公司,12亿').waitFor()
    const load = drawer.getByRole('button', { name: '修复入仓' })
    await drawer.getByLabel('理由').fill('单位写在数里')
    await drawer.getByText('还有 1 处不合契约').waitFor()
    expect(await load.isDisabled()).toBe(true)
    await drawer.getByLabel(/^注册资本/).fill('1200000000')
    await drawer.getByText('将新增一条记录').waitFor()
    await load.click()
    await drawer.getByText('已入仓，批次 41').waitFor()
    expect(sent(server.requests)).toContain('POST /api/governance/quarantine/replay')
  })

  test('shows what a bulk mend would do before it can be done', async () => {
    const { page } = await open({ path: '/platform/governance?view=quarantine' })
    const group = page.getByRole('row', { name: /注册资本/ }).first()
    const bulk = page.getByRole('button', { name: '成组处理' })
    // A table that is read again while the key is pressed has another row in its place.
    await expectSoon(async () => {
      if ((await bulk.count()) === 0) await group.press('Enter')
      return bulk.count()
    }).toBe(1)
    await bulk.click()
    const drawer = page.getByRole('dialog', { name: '成组处理：企业登记信息' })
    expect(await drawer.getByRole('button', { name: '先预览再入仓' }).isDisabled()).toBe(true)
    await drawer.getByText('替换', { exact: true }).click()
    await drawer.getByLabel('原文字').fill('亿')
    await drawer.getByLabel('改为').fill('00000000')
    await drawer.getByRole('button', { name: '预览效果' }).click()
    await drawer.getByText('2 条合于契约').waitFor()
    await drawer.getByLabel('理由').fill('单位')
    await drawer.getByRole('button', { name: '入仓 2 条' }).click()
    await drawer.getByText('已入仓 1 条，批次 41').waitFor()
  })

  test('lets a reviewer look only', async () => {
    const { page } = await open({ role: 'reviewer', path: '/platform/governance?view=quarantine&record=9' })
    const drawer = page.getByRole('dialog', { name: '企业登记信息 第 12 行' })
    await drawer.getByText('演示橡胶有限公司,12亿').waitFor()
    expect(await drawer.getByRole('button', { name: '修复入仓' }).count()).toBe(0)
    expect(await drawer.getByLabel('理由').count()).toBe(0)
  })
})

describe('融合汇聚', () => {
  test('is decided and taken back by keys, and tells what became of the firm', async () => {
    const { page, server, troubles } = await open({ path: '/platform/fusion' })
    const item = page.getByRole('region', { name: '来源记录' })
    await item.getByText('演示轮胎甲').waitFor()
    await page.getByText('−5.3').waitFor()
    await page.keyboard.press('ArrowRight')
    await page.getByRole('button', { name: /演示轮胎集团有限公司/, pressed: true }).waitFor()
    await page.keyboard.press('ArrowLeft')
    await page.getByRole('button', { name: /演示轮胎股份有限公司/, pressed: true }).waitFor()
    await page.keyboard.press('a')
    await page.getByRole('status').getByText('单项冠军').waitFor()
    await item.getByText('演示轮胎乙').waitFor()
    await page.keyboard.press('z')
    await item.getByText('演示轮胎甲').waitFor()
    await page.getByText('已撤销判定').waitFor()
    expect(sent(server.requests)).toEqual(['POST /api/fusion/judgements', 'DELETE /api/fusion/judgements/7'])
    expect(troubles).toEqual([])
  })

  test('types a reason without deciding', async () => {
    const { page, server } = await open({ path: '/platform/fusion' })
    await page.getByRole('region', { name: '来源记录' }).getByText('演示轮胎甲').waitFor()
    await page.getByLabel('判定理由').fill('a r u z')
    expect(sent(server.requests)).toEqual([])
  })
})

test.each([
  ['desk', desk],
  ['wall', wall],
] as const)('no page scrolls sideways on a %s', async (_, size) => {
  for (const path of ['governance', 'governance?view=quarantine', 'governance?view=rules', 'fusion']) {
    const { page } = await open({ path: `/platform/${path}`, size })
    await page.getByRole('heading', { level: 2 }).first().waitFor()
    await expectSoon(() =>
      page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth),
    ).toBe(true)
  }
})
