import { expect, test } from 'vitest'
import { enterRow, expectSoon, openScreens, wall } from './screen.ts'

const screens = openScreens()
const open = (options: Parameters<typeof screens>[0] = {}) =>
  screens({ role: 'steward', path: '/platform/catalog', ...options })
const changes = (requests: readonly string[]) => requests.filter((request) => !request.startsWith('GET'))

test('finds a dataset by the initials of its name, as they are typed', async () => {
  const { page, server, troubles } = await open()
  await page.getByRole('row', { name: /企业用电量/ }).waitFor()
  await page.getByLabel('检索目录').fill('qydj')
  await page.getByText('共 1 条').waitFor()
  await page.getByRole('row', { name: /企业登记信息/ }).waitFor()
  await page.getByTitle('数据认证有效期至 2027-05-31').waitFor()
  expect(server.requests.some((request) => request.includes('query=qydj'))).toBe(true)
  await page.getByLabel('检索目录').fill('没有的词')
  await page.getByText('没有符合条件的数据集').waitFor()
  expect(troubles).toEqual([])
})

test('opens a dataset from its address: fields, items with reasons, rows with masks and their source', async () => {
  const { page } = await open({
    path: '/platform/catalog?dataset=public/enterprise-registration',
    size: wall,
  })
  const drawer = page.getByRole('dialog', { name: /企业登记信息/ })
  await drawer.getByText('提供方未登记').waitFor()
  await drawer.getByText('信息项', { exact: true }).click()
  await drawer.getByText('经营与财务金额：单个企业未公开的收入').first().waitFor()
  await drawer.getByText('数据预览').click()
  await drawer.getByText('12,000,000.00').waitFor()
  const hidden = drawer.getByRole('cell', { name: '按数据等级不可见' })
  await hidden.waitFor()
  await expectSoon(() => hidden.textContent()).toBe('')
  await drawer.getByRole('button', { name: '批次 40 第 2 行' }).click()
  await page.getByRole('dialog', { name: '原始行：企业登记信息' }).waitFor()
})

test('offers the catalogue as a workbook and as DCAT', async () => {
  const { page } = await open()
  await page.getByRole('button', { name: '导出目录' }).click()
  const link = (name: RegExp) => page.getByRole('link', { name }).getAttribute('href')
  await expectSoon(() => link(/XLSX/)).toBe('/api/catalog/export?format=xlsx')
  await expectSoon(() => link(/DCAT/)).toBe('/api/catalog/export?format=dcat')
})

test('shows where a level differs from the contract; the steward asks for another', async () => {
  const { page, server } = await open({ path: '/platform/catalog?view=grades' })
  await page.getByLabel('只看与契约不同的').check()
  await page.getByText('共 1 条').waitFor()
  await enterRow(page.getByRole('row', { name: /营业收入/ }))
  const drawer = page.getByRole('dialog', { name: '规上企业年度情况 · 营业收入' })
  await drawer.getByLabel('调整为').selectOption('L3')
  const send = drawer.getByRole('button', { name: '提交申请' })
  await expectSoon(() => send.isDisabled()).toBe(true)
  await drawer.getByLabel('理由').fill('试行结束')
  await send.click()
  await expectSoon(() => changes(server.requests)).toEqual(['POST /api/catalog/grading/requests'])
})

test('lets the security administrator decide about levels, and shows it no data', async () => {
  const { page, server } = await open({ role: 'security-admin', path: '/platform/catalog?view=datasets' })
  await page.getByText('调级审批 1').click()
  await enterRow(page.getByRole('row', { name: /与经营数据同行/ }))
  const drawer = page.getByRole('dialog', { name: /调级申请 4/ })
  await drawer.getByLabel('审批意见').fill('同意')
  await drawer.getByRole('button', { name: '批准' }).click()
  await expectSoon(() => changes(server.requests)).toEqual(['POST /api/catalog/grading/requests/4/decision'])
  expect(server.requests.filter((request) => request.includes('/api/catalog/datasets'))).toEqual([])
})

test('keeps who signed a certification from reviewing it', async () => {
  const signed = await open({ path: '/platform/catalog?view=certifications' })
  await enterRow(signed.page.getByRole('row', { name: /企业变更信息/ }))
  await signed.page.getByText('由您签署，须由另一个人复核。').waitFor()
  const other = await open({ role: 'operator', path: '/platform/catalog?view=certifications' })
  await enterRow(other.page.getByRole('row', { name: /企业变更信息/ }))
  await other.page.getByLabel('复核意见').fill('核对无误')
  await other.page.getByRole('button', { name: '通过', exact: true }).click()
  await expectSoon(() => changes(other.server.requests)).toEqual(['POST /api/certifications/7/review'])
})

test('signs only after every check and both statements', async () => {
  const { page, server } = await open({ path: '/platform/catalog?view=certifications' })
  await page.getByRole('button', { name: '签署认证' }).click()
  const drawer = page.getByRole('dialog', { name: '签署数据认证' })
  await drawer.getByLabel('数据集').selectOption({ label: '企业用电量' })
  await drawer.getByText('契约完整').waitFor()
  await drawer.getByText('检查表各项通过并勾选核对后才能签署。').waitFor()
  await drawer.getByLabel('已核对各信息项的含义与来源一致').check()
  await drawer.getByLabel('已核对不含个人信息').check()
  await drawer.getByLabel('责任单位说明').fill('已核对')
  await drawer.getByRole('button', { name: '签署并提交复核' }).click()
  await expectSoon(() => changes(server.requests)).toEqual(['POST /api/certifications'])
})

test('walks a listing through its second approval', async () => {
  const { page, server } = await open({ role: 'operator', path: '/platform/catalog?view=listings' })
  await enterRow(page.getByRole('row', { name: /企业登记基本项/ }))
  await page.getByText('初审通过').waitFor()
  await page.getByRole('button', { name: '复审通过并上架' }).click()
  await expectSoon(() => changes(server.requests)).toEqual(['POST /api/listings/9/decision'])
})

test('a firm hands in its proof and sees where it stands', async () => {
  const { page, server } = await open({
    role: 'enterprise',
    path: '/enterprise/certification',
    instead: { '/api/firm-certifications': { items: [], nextCursor: null } },
  })
  await page.getByText('尚未认证').waitFor()
  await page.getByLabel('统一社会信用代码').fill('91370523DEM000014Q')
  await page.getByLabel('企业名称（营业执照全称）').fill('演示轮胎有限公司')
  const send = page.getByRole('button', { name: '提交认证' })
  await expectSoon(() => send.isDisabled()).toBe(true)
  await page
    .getByLabel('证明材料')
    .setInputFiles({ name: '执照.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7') })
  await page.getByText('执照.pdf').waitFor()
  await send.click()
  await expectSoon(() => changes(server.requests)).toEqual(['POST /api/firm-certifications'])
  const waiting = await open({ role: 'enterprise', path: '/enterprise/certification' })
  await waiting.page.getByLabel('状态：待审核').waitFor()
  await waiting.page.getByRole('button', { name: '撤回' }).click()
  await expectSoon(() => changes(waiting.server.requests)).toEqual([
    'POST /api/firm-certifications/5/withdrawal',
  ])
})

test('an operator reviews what a firm handed in', async () => {
  const { page, server } = await open({ role: 'operator', path: '/platform/certification' })
  await enterRow(page.getByRole('row', { name: /演示轮胎有限公司/ }))
  const drawer = page.getByRole('dialog', { name: /企业认证 5/ })
  await expectSoon(() => drawer.getByRole('link', { name: /演示营业执照.pdf/ }).getAttribute('href')).toBe(
    '/api/firm-certifications/5/proof',
  )
  await drawer.getByLabel('审核意见（退回时必填，企业可见）').fill('核对一致')
  await drawer.getByRole('button', { name: '通过' }).click()
  await expectSoon(() => changes(server.requests)).toEqual(['POST /api/firm-certifications/5/decision'])
})
