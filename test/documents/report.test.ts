import { describe, expect, test } from 'vitest'
import { type ReportContent, writeReport } from '../../server/documents/report.ts'
import { readZipEntries } from './zip-entries.ts'

const content: ReportContent = {
  title: '演示轮胎招商材料',
  subtitle: '供洽谈前参考。',
  notes: {
    sources: ['企业登记信息：登记.csv，第 3 条记录'],
    region: '广饶县（370523）',
    asOf: '2026-10',
    demonstration: true,
  },
  blocks: [
    { kind: 'heading', level: 2, text: '企业情况' },
    { kind: 'paragraph', text: '含 <标记> & "引号" 和控制符\u0000。' },
    { kind: 'list', items: ['第一点', '第二点'] },
    {
      kind: 'figures',
      items: [
        { name: '营业收入', value: 12345.6, unit: '万元', note: '2025 年' },
        { name: '人员', value: null },
      ],
    },
    {
      kind: 'table',
      title: '年度财务',
      columns: [{ title: '年度' }, { title: '营业收入', unit: '万元' }],
      rows: [
        ['2025', 1000],
        ['2024', null],
      ],
      note: '来源：年度报告',
    },
  ],
}
const now = new Date('2026-11-22T02:30:00Z')

async function partsOf(given: ReportContent) {
  const entries = await readZipEntries(await writeReport(given, now))
  const part = (name: RegExp) =>
    [...entries]
      .filter(([file]) => name.test(file))
      .map(([, text]) => text)
      .join('')
  return {
    document: part(/^word\/document\.xml$/),
    header: part(/^word\/header\d+\.xml$/),
    styles: part(/^word\/styles\.xml$/),
  }
}

const textOf = (xml: string) => xml.replaceAll(/<\/w:(?:p|tc)>/g, '\n').replaceAll(/<[^>]+>/g, '')

describe('a report', () => {
  test('holds title, region, as-of, realm, every block and the sources', async () => {
    const { document, header } = await partsOf(content)
    const text = textOf(document)
    for (const word of [
      '演示轮胎招商材料',
      '地区：广饶县（370523）　截至：2026-10　数据性质：演示数据，企业和数值均为虚构　生成时间：2026-11-22 10:30',
      '企业情况',
      '第一点',
      '12,345.6 万元',
      '营业收入（万元）',
      '来源：年度报告',
      '数据来源',
      '企业登记信息：登记.csv，第 3 条记录',
    ])
      expect(text).toContain(word)
    expect(text).toMatch(/人员\n+—/)
    expect(textOf(header)).toBe('演示数据　演示轮胎招商材料\n')
  })

  test('keeps markup as text and drops what XML cannot hold', async () => {
    const { document } = await partsOf(content)
    expect(document).toContain('含 &lt;标记&gt; &amp; ')
    expect(document).not.toContain('\u0000')
  })

  test('sets Chinese in 宋体 and headings in 黑体', async () => {
    const { document, styles } = await partsOf(content)
    expect(styles).toContain('w:eastAsia="宋体"')
    expect(document).toMatch(/w:eastAsia="黑体"[^>]*\/>(?:(?!<\/w:r>).)*企业情况/)
  })

  test('does not call actual data 演示数据', async () => {
    const { document, header } = await partsOf({ ...content, notes: { sources: [] } })
    expect(textOf(header)).toBe('演示轮胎招商材料\n')
    expect(textOf(document)).toContain('数据性质：实际数据')
    expect(textOf(document)).toContain('本文没有引用数据记录')
  })

  test('refuses a row that does not fit its table', async () => {
    const blocks = [{ kind: 'table' as const, columns: [{ title: '一' }], rows: [['甲', '乙']] }]
    await expect(writeReport({ ...content, blocks })).rejects.toThrow(/有 1 列，却有一行 2 个单元格/)
  })
})
