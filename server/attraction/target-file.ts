import { csvLine } from '../documents/csv.ts'
import { workbookType, writeWorkbook } from '../documents/workbook.ts'
import type { Realm } from '../domain/realm.ts'
import { strengthWords } from '../domain/strength.ts'
import { dayOf } from './sources.ts'
import type { TargetView } from './target-view.ts'
import { pointKinds } from './weights.ts'

interface TargetFile {
  readonly title: string
  readonly region: { readonly code: string; readonly name: string }
  readonly month: string
  readonly realm: Realm
  readonly targets: readonly TargetView[]
  /** How many there are; the file may hold the first of them only. */
  readonly total: number
}

const kinds = Object.entries(pointKinds)

const columns = [
  { title: '名次' },
  { title: '企业' },
  { title: '统一社会信用代码或证券代码', width: 24 },
  { title: '所在地' },
  { title: '目标环节' },
  { title: '本地判断' },
  { title: '得分', unit: '分' },
  ...kinds.map(([, { title }]) => ({ title, unit: '分' })),
  { title: '依据', width: 60 },
  { title: '营业收入', unit: '万元' },
  { title: '营业收入年度' },
  { title: '注册资本', unit: '万元' },
  { title: '直线距离', unit: '千米' },
  { title: '来源', width: 60 },
  { title: '数据性质' },
]

const wan = (yuan: number | null) => (yuan === null ? null : Math.round(yuan / 1e4))

function rowOf(target: TargetView, index: number) {
  const value = (kind: string) => {
    const found = target.points.find((point) => point.kind === kind)
    return found === undefined || found.state === 'unknown' ? null : found.points
  }
  return [
    index + 1,
    target.name,
    target.creditCode,
    [target.province, target.city].filter((part) => part !== null).join(' '),
    target.segmentTitle,
    strengthWords[target.strength],
    target.score,
    ...kinds.map(([kind]) => value(kind)),
    target.points
      .map(({ title, detail, state }) => `${title}：${state === 'estimated' ? '估算，' : ''}${detail}`)
      .join('；'),
    wan(target.revenue),
    target.revenueYear,
    wan(target.capital),
    target.kilometres === null ? null : Math.round(target.kilometres),
    [
      ...new Set(
        target.points.flatMap(({ source }) =>
          source === null
            ? []
            : `${source.datasetTitle} ${source.fileName} 第 ${source.rowNumber} 条（${dayOf(source.effectiveAt)}）`,
        ),
      ),
    ].join('；'),
    target.demonstration ? '演示数据' : '实际数据',
  ]
}

/** The list as a file that can be judged without the platform. */
export async function writeTargetFile(file: TargetFile, format: 'xlsx' | 'csv', now: Date) {
  const name = `${file.title.replaceAll(/[\\/:*?"<>|\u0000-\u001f]/g, '-')}.${format}`
  const rows = file.targets.map(rowOf)
  if (format === 'csv') {
    const head = columns.map(({ title, ...column }) =>
      'unit' in column ? `${title}（${column.unit}）` : title,
    )
    const about = [`${file.title}；截至 ${file.month}；得分为各项相加，不是概率`]
    const text = [about, head, ...rows].map(csvLine).join('\r\n')
    // The byte order mark makes spreadsheets read UTF-8.
    return { name, type: 'text/csv; charset=utf-8', content: Buffer.from(`\uFEFF${text}`) }
  }
  const sources = new Set(
    file.targets.flatMap(({ points }) =>
      points.flatMap(({ source }) => (source === null ? [] : `${source.datasetTitle}：${source.fileName}`)),
    ),
  )
  const content = await writeWorkbook(
    {
      title: file.title,
      notes: {
        sources: [...sources],
        asOf: file.month,
        demonstration: file.realm === 'demonstration',
        remarks: [
          `地区：${file.region.name}（${file.region.code}）`,
          '得分为各项相加的专家评分，不是概率；空白的项没有数据或不适用',
          ...(file.targets.length < file.total
            ? [`只列前 ${file.targets.length} 家，共 ${file.total} 家`]
            : []),
        ],
      },
      sheets: [
        { name: '目标企业', columns, rows },
        {
          name: '评分口径',
          columns: [
            { title: '项目' },
            { title: '满分或扣分', unit: '分' },
            { title: '规则', width: 60 },
            { title: '理由', width: 50 },
          ],
          rows: kinds.map(([, { title, most, rule, reason }]) => [title, most, rule, reason]),
        },
      ],
    },
    now,
  )
  return { name, type: workbookType, content }
}
