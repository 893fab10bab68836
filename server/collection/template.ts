import type { Column } from '../datasets/contract.ts'
import { columnsOf, type NamedDataset } from '../datasets/registry.ts'
import { writeWorkbook } from '../documents/workbook.ts'
import { isFault, valueReader } from '../ingest/values.ts'
import { isRequired } from '../warehouse/tables.ts'

/** How columns are put in words for those who fill them in. */
export interface ColumnWords {
  readonly type: (column: Column) => string
  /** Null when nothing beyond its type is checked. */
  readonly rule: (column: Column) => string | null
}

/**
 * An empty workbook to fill in: the sheet to be filled first (the one that is read), then every column with its unit,
 * rule and a fictional example, then closed vocabularies, then notes.
 */
export function writeTemplate(dataset: NamedDataset, words: ColumnWords, now = new Date()): Promise<Buffer> {
  const columns = columnsOf(dataset)
  const vocabularies = columns.flatMap(([, { title, oneOf = [] }]) => oneOf.map((value) => [title, value]))
  return writeWorkbook(
    {
      title: `${dataset.title}填报模板`,
      notesPlace: 'last',
      notes: {
        sources: [`数据集 ${dataset.id}：${dataset.summary}`],
        remarks: [
          '在第一张工作表中自第二行起逐行填写，不改表头；不用的列可以删去，必填列须保留。',
          '缺失的值留空，不填 0、“无”或“/”。金额以元计，至多两位小数。',
          `同一${keyTitles(dataset)}再次填报视为更正。`,
          '“填写说明”中的示例均为虚构。',
        ],
      },
      sheets: [
        {
          name: dataset.title,
          columns: columns.map(([, column]) => ({ title: column.title, unit: unitOf(column) })),
          rows: [],
        },
        {
          name: '填写说明',
          columns: ['信息项', '单位', '类型', '必填', '规则', '示例（虚构）'].map((title) => ({ title })),
          rows: columns.map(([name, column]) => [
            column.title,
            column.unit ?? null,
            words.type(column),
            isRequired(dataset, name, column) ? '必填' : '可空',
            words.rule(column),
            exampleOf(name, column),
          ]),
        },
        ...(vocabularies.length === 0
          ? []
          : [
              { name: '词表', columns: [{ title: '信息项名称' }, { title: '可填的值' }], rows: vocabularies },
            ]),
      ],
    },
    now,
  )
}

function keyTitles(dataset: NamedDataset): string {
  return dataset.key.map((name) => dataset.columns[name]?.title ?? name).join('、')
}

function unitOf({ unit }: Column): string | null {
  return unit === undefined || unit.startsWith('见') ? null : unit
}

/** Values that satisfy a contract and are recognisably made up; null where none is at hand. */
function exampleOf(name: string, column: Column): string | null {
  const candidates = [
    ...(column.oneOf?.slice(0, 1) ?? []),
    ...(name.endsWith('credit_code') ? ['91370523DEM000014Q'] : []),
    ...(/_(county|city|region)_code$|^(county|city|region)_code$/.test(name) ? ['370523'] : []),
    ...(name.endsWith('name') ? ['演示轮胎有限公司'] : []),
    ...(/_id$|number/.test(name) ? ['DEMO-0001'] : []),
    ...(examples[column.type] ?? []),
    `演示${column.title}`,
    'US',
    'C2911',
    'demo',
    '000000.SZ',
  ]
  const read = valueReader(column, true, new Date('2026-11-01T00:00:00+08:00'))
  return candidates.find((text) => !isFault(read(text))) ?? null
}

const examples: Readonly<Partial<Record<Column['type'], readonly string[]>>> = {
  integer: ['2025', '100', '1'],
  decimal: ['100.5', '0.5', '1'],
  money: ['1286.50'],
  boolean: ['是'],
  date: ['2026-01-05'],
  month: ['2026-01'],
  timestamp: ['2026-01-05 08:30:00'],
}
