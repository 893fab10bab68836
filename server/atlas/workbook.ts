import type { WorkbookContent, WorkbookSheet } from '../documents/workbook.ts'
import { sourceLine } from '../warehouse/data-sources.ts'
import type { Atlas } from './atlas.ts'
import type { AtlasTable } from './table.ts'

/** 五图五清单 as a workbook: one sheet each, and what each holds on the sheet 说明. */
export function atlasWorkbook(atlas: Atlas): WorkbookContent {
  const tables = [...atlas.figures, ...atlas.lists]
  return {
    title: `${atlas.region.name}${atlas.chain.title}产业链五图五清单`,
    notes: {
      sources: [...atlas.sources.map(sourceLine), `产业链标准“${atlas.chain.title}”${atlas.chain.version}`],
      period: atlas.periodTitle,
      asOf: atlas.asOf,
      demonstration: atlas.realm === 'demonstration',
      remarks: [
        '空格表示没有数据，不是零。',
        ...tables.map((table) => `${table.title}：${table.missing ?? remarkOn(table)}`),
      ],
    },
    sheets: tables.map(sheetOf),
  }
}

function remarkOn({ note, rows, total }: AtlasTable): string {
  return rows.length < total ? `${note}共 ${total} 行，列出前 ${rows.length} 行。` : note
}

function sheetOf({ title, columns, rows, missing }: AtlasTable): WorkbookSheet {
  return { name: title, columns, rows: missing === null ? rows.map((row) => row.cells) : [[missing]] }
}
