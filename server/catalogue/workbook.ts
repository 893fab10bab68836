import { columnsOf } from '../datasets/registry.ts'
import { writeWorkbook } from '../documents/workbook.ts'
import { dayOf } from './state.ts'
import type { CatalogueEntry } from './entries.ts'
import { catalogueFields } from './fields.ts'
import type { ApprovedGrade } from './grading.ts'
import { gradeColumns } from './grading.ts'
import { describeRule, gradeTitles, typeTitles } from './words.ts'

/** The catalogue as a workbook: 目录, one row a dataset, and 信息项, one row an information item. */
export function writeCatalogueWorkbook(
  entries: readonly CatalogueEntry[],
  approvals: readonly ApprovedGrade[],
  now: Date,
): Promise<Buffer> {
  return writeWorkbook(
    {
      title: '政务信息资源目录',
      notes: {
        sources: [
          '本平台数据集契约；字段依《政务信息资源目录编制指南（试行）》、GB/T 21063、DB37/T 2885-2016',
        ],
        asOf: dayOf(now),
        demonstration: entries.some(({ ledger }) => ledger?.demonstration === true),
        remarks: [
          '只有目录，不含数据集内容',
          '提供方代码为提供方统一社会信用代码，提供方未登记的留空',
          '数据级别依 GB/T 43697-2024',
        ],
      },
      sheets: [
        {
          name: '目录',
          columns: catalogueFields.map(({ title }) => ({ title })),
          rows: entries.map((entry) => catalogueFields.map(({ of }) => of(entry))),
        },
        {
          name: '信息项',
          columns: [
            { title: '信息资源代码' },
            { title: '信息资源名称' },
            { title: '信息项名称' },
            { title: '标识' },
            { title: '数据类型' },
            { title: '计量单位' },
            { title: '是否必填' },
            { title: '校验规则' },
            { title: '数据级别' },
          ],
          rows: entries.flatMap((entry) => itemRows(entry, approvals)),
        },
      ],
    },
    now,
  )
}

function itemRows({ dataset, resource }: CatalogueEntry, approvals: readonly ApprovedGrade[]) {
  const grades = new Map(gradeColumns(dataset, approvals).map(({ name, effective }) => [name, effective]))
  return columnsOf(dataset).map(([name, column]) => [
    resource.code,
    dataset.title,
    column.title,
    name,
    typeTitles[column.type],
    column.unit ?? null,
    column.required === true || dataset.key.includes(name) ? '是' : '否',
    describeRule(column),
    gradeTitles[grades.get(name) ?? dataset.grade],
  ])
}
