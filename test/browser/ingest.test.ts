import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { progress } from './fixtures/events.ts'
import { enterRow, expectSoon, openScreens } from './screen.ts'

const screens = openScreens()
const open = (options: Parameters<typeof screens>[0] = {}) =>
  screens({ role: 'operator', path: '/platform/ingest', ...options })

test('switches a schedule and starts a source', async () => {
  const { page, server } = await open()
  const row = page.getByRole('row', { name: /演示：企业变更信息/ })
  await row.getByRole('switch').click()
  await row.getByRole('button', { name: '运行' }).click()
  await expectSoon(() => server.requests.filter((request) => !request.startsWith('GET'))).toEqual([
    'PATCH /api/sources/public/demo-registration-change',
    'POST /api/sources/public/demo-registration-change/runs',
  ])
  // Fewer rows than the source is expected to bring.
  expect(await row.getByTitle('少于预期').textContent()).toContain('418')
  await page.getByText('对方网站 503').waitFor()
  expect(await page.getByRole('row').getByRole('button', { name: '未配置' }).isDisabled()).toBe(true)
})

test('follows a load as it goes', async () => {
  const { page, server } = await open()
  await page.getByText('目前没有正在载入的数据').waitFor()
  await page.getByText('实时接收').waitFor()
  server.report(progress())
  const card = page.getByRole('region', { name: '采集进度' })
  await card.getByText('读取校验 42 %').waitFor()
  expect(await card.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('42')
  server.report(progress({ phase: 'merging', rowsRead: 3_110 }))
  await card.getByText('合并入仓').waitFor()
  server.report(progress({ phase: 'done', rowsRead: 3_110 }))
  await card.getByText('完成').waitFor()
  expect(await card.getByRole('listitem').count()).toBe(1)
  server.report(
    progress({
      source: 'compute',
      sourceTitle: '计算',
      datasetTitle: '',
      fileName: '',
      phase: 'computing',
      message: '计算指标',
    }),
  )
  await card.getByText('计算', { exact: true }).waitFor()
  expect(await card.getByRole('listitem').first().getByText('行').count()).toBe(0)
})

test('shows that no row of a batch was lost, and the rows kept aside with the rule', async () => {
  const { page } = await open({ path: '/platform/ingest?view=batches' })
  await page
    .getByRole('row', { name: /enterprise-registration-2026-10.csv/ })
    .first()
    .press('Enter')
  const drawer = page.getByRole('dialog', { name: '批次 40：企业登记信息' })
  const counts = await drawer.getByRole('list', { name: '行数守恒' }).textContent()
  expect(counts).toBe('读取3,114=新增2,900+更新100+未变104+重复6+隔离4')
  await drawer.getByText('不是日历中的日期').waitFor()
  await drawer.getByText('12亿', { exact: true }).waitFor()
})

test('takes a dropped file and tells what became of it', async () => {
  const { page } = await open()
  await page.getByLabel('上传到数据集').selectOption({ label: '企业登记信息' })
  const drop = async (text: string) => {
    const data = await page.evaluateHandle((content) => {
      const transfer = new DataTransfer()
      transfer.items.add(new File([content], '企业登记.csv', { type: 'text/csv' }))
      return transfer
    }, text)
    await page
      .getByText('拖入文件，或点击选择')
      .or(page.getByText('企业登记.csv'))
      .first()
      .dispatchEvent('drop', { dataTransfer: data })
    await page.getByRole('button', { name: '上传并校验' }).click()
  }
  await drop('名称\n甲')
  const failure = page.getByRole('alert')
  await failure.getByText('缺少列：统一社会信用代码').waitFor()
  await failure.getByText('应为：表头含 统一社会信用代码、企业名称').waitFor()

  await drop('统一社会信用代码,企业名称\n1,甲')
  await page.getByText('已载入，批次 41。').waitFor()
  const counts = await page.getByRole('status').getByRole('list', { name: '行数守恒' }).textContent()
  expect(counts).toBe('读取2=新增1+更新0+未变0+重复0+隔离1')
  await page.getByRole('button', { name: '查看被隔离的行' }).click()
  await page.getByRole('dialog').getByText('不是日历中的日期').waitFor()
})

test('gives the header that a dataset takes, and lists its items', async () => {
  const { page } = await open({ path: '/platform/ingest?view=datasets' })
  await page.getByRole('row', { name: /企业登记信息/ }).click()
  const drawer = page.getByRole('dialog', { name: '公共数据仓 · 企业登记信息' })
  await drawer.getByText('18 位，GB 32100').waitFor()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    drawer.getByRole('button', { name: '下载表头模板' }).click(),
  ])
  expect(download.suggestedFilename()).toBe('企业登记信息-模板.csv')
  const text = await readFile(await download.path(), 'utf8')
  expect(text).toBe('\uFEFF统一社会信用代码,企业名称,成立日期,注册资本\r\n')
})

test('exports without anything a spreadsheet would run', async () => {
  const rewrite = (text: string, name: string) => (name === 'title' ? `=cmd|'/c calc'!A0 ${text}` : text)
  const { page } = await open({ rewrite })
  await page
    .getByRole('row', { name: /企业变更信息/ })
    .first()
    .waitFor()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: '导出 CSV' }).click(),
  ])
  const lines = (await readFile(await download.path(), 'utf8')).split('\r\n')
  expect(lines[1]).toMatch(/^'=cmd/)
})

test('shows a reviewer the state without the controls', async () => {
  const { page } = await open({ role: 'reviewer' })
  await page.getByRole('row', { name: /演示：企业登记信息/ }).waitFor()
  expect(await page.getByRole('switch').count()).toBe(0)
  expect(await page.getByRole('button', { name: '运行' }).count()).toBe(0)
  expect(await page.getByRole('region', { name: '上传文件' }).count()).toBe(0)
})

test('tells what a source still needs, and how its runs went', async () => {
  const { page, server } = await open()
  await page.getByRole('button', { name: /未配置 1/ }).click()
  await expectSoon(() => page.getByRole('table', { name: '数据源' }).getByRole('row').count()).toBe(2)
  await enterRow(page.getByRole('row', { name: /演示：/ }))
  const needs = page.getByRole('dialog')
  await needs.getByText('接口地址（url）').waitFor()
  await needs.getByText('connectors.json').waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: /未配置 1/ }).click()

  await page.getByRole('button', { name: /最近失败 1/ }).click()
  await enterRow(page.getByRole('row', { name: /演示：/ }))
  const failed = page.getByRole('dialog')
  await failed.getByText('自动重试（第 2 次）').waitFor()
  await failed.getByText(/2026-11-23 03:36 自动重试/).waitFor()
  expect(await failed.getByRole('list', { name: '各次运行的行数' }).getByRole('listitem').count()).toBe(12)
  await failed.getByRole('button', { name: '立即重试' }).click()
  await expectSoon(() => server.requests.filter((request) => request.startsWith('POST'))).toHaveLength(1)
})
