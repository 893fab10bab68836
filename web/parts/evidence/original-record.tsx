/** The record as it was in its file: the line with its cells, the value asked for marked; or the fields of a sheet. */
import { Fragment } from 'react'
import type { SourceRow } from '../../../server/api/schemas/shared.ts'
import styles from './evidence.module.css'

type Field = NonNullable<SourceRow['originalFields']>[number]

export function OriginalRecord({
  row,
  column,
}: {
  readonly row: SourceRow
  /** Column of the dataset whose value led here. */
  readonly column: string | undefined
}) {
  const { original, originalForm, originalPlace, originalFields = [] } = row
  if (original === null) {
    return (
      <p className="quiet">
        {row.cells.some(({ masked }) => masked)
          ? '原文含按数据等级不可见的内容，不显示；可按文件指纹由数据管理员核对。'
          : '原件不是文本，或不保留原文；可按文件指纹在原件库核对。'}
      </p>
    )
  }
  const marked = originalFields.find((field) => field.column !== null && field.column === column)
  return (
    <>
      {(originalPlace !== undefined || marked !== undefined) && (
        <p className="quiet small">
          {originalPlace}
          {marked !== undefined && `，“${marked.header}”一格`}
        </p>
      )}
      {originalForm === 'xlsx' ? (
        <table className={styles.cells}>
          <tbody>
            {originalFields.map((field) => (
              <tr key={field.header} data-marked={field === marked}>
                <th scope="row">{field.header}</th>
                <td>{field === marked ? <mark>{field.text}</mark> : <bdi>{field.text}</bdi>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : (
        <pre className={styles.original}>
          {marked === undefined ? original : <Marked text={original} field={marked} />}
        </pre>
      )}
    </>
  )
}

function Marked({ text, field }: { readonly text: string; readonly field: Field }) {
  return (
    <Fragment>
      {text.slice(0, field.start)}
      <mark title={field.header}>{text.slice(field.start, field.end)}</mark>
      {text.slice(field.end)}
    </Fragment>
  )
}
