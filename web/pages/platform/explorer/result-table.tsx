/**
 * The answer as a table with its totals; two groups as rows and columns. What is withheld is hatched and says why.
 * A number opens the rows behind it.
 */
import type { ReactNode } from 'react'
import type { ExplorerAnswer } from '../../../../server/api/schemas/explorer.ts'
import { MISSING } from '../../../parts/format.ts'
import { shownMeasures, valueText, withUnit, type ShownMeasure } from './units.ts'
import styles from './explorer.module.css'

type Keys = readonly (string | null)[]

export interface Cell {
  readonly keys: Keys
  readonly label: string
}

interface Props {
  readonly answer: ExplorerAnswer
  /** Absent where the rows behind are not the user's to see. */
  readonly onCell: ((cell: Cell) => void) | undefined
}

/** Columns of a crossed table; more are read in the long form. */
const mostColumns = 40

export function ResultTable({ answer, onCell }: Props) {
  const crossed = answer.groups.length === 2 && (answer.margins[1]?.length ?? 0) <= mostColumns
  return (
    <div className={styles.scroll}>
      {crossed ? <Crossed answer={answer} onCell={onCell} /> : <Long answer={answer} onCell={onCell} />}
    </div>
  )
}

/** Figures of a metric are not added up: theirs is of the region as a whole. */
function totalTitle({ subject }: ExplorerAnswer): string {
  return subject.id.startsWith('metric:') ? '整体' : '合计'
}

function Long({ answer, onCell }: Props) {
  const { groups, rows, total } = answer
  const measures = shownMeasures(answer)
  return (
    <table className={styles.result} aria-label={answer.title}>
      <thead>
        <tr>
          {groups.map(({ title }) => (
            <th key={title} scope="col">
              {title}
            </th>
          ))}
          {measures.map((measure) => (
            <th key={measure.title} scope="col" data-number="true">
              {withUnit(measure)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {groups.length > 0 &&
          rows.map(({ keys, values, withheld }) => {
            const label = keys.map((key) => key.label).join(' · ')
            return (
              <tr key={keys.map(({ code }) => code ?? '').join('\n')}>
                {keys.map((key, index) => (
                  <th key={index} scope="row">
                    <bdi>{key.label}</bdi>
                  </th>
                ))}
                {values.map((value, index) => (
                  <Value
                    key={index}
                    value={value}
                    withheld={withheld}
                    measure={measures[index]}
                    reason={answer.protection?.reason}
                    open={onCell && (() => onCell({ keys: keys.map(({ code }) => code), label }))}
                  />
                ))}
              </tr>
            )
          })}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row" colSpan={Math.max(1, groups.length)} hidden={groups.length === 0}>
            {totalTitle(answer)}
          </th>
          {total.values.map((value, index) => (
            <Value
              key={index}
              value={value}
              withheld={total.withheld}
              measure={measures[index]}
              reason={answer.protection?.reason}
            />
          ))}
        </tr>
      </tfoot>
    </table>
  )
}

function Crossed({ answer, onCell }: Props) {
  const [rowGroup, columnGroup] = answer.groups
  const [rowTotals = [], columnTotals = []] = answer.margins
  const measures = shownMeasures(answer)
  const reason = answer.protection?.reason
  const cells = new Map(
    answer.rows.map((row) => [row.keys.map(({ code }) => code ?? '').join('\n'), row] as const),
  )
  return (
    <table className={styles.result} aria-label={answer.title}>
      <thead>
        <tr>
          <th scope="col">
            {rowGroup?.title} ＼ {columnGroup?.title}
          </th>
          {columnTotals.flatMap(({ key }) =>
            measures.map((measure) => (
              <th key={`${key.code ?? ''} ${measure.title}`} scope="col" data-number="true">
                <bdi>{key.label}</bdi>
                <small>{measures.length > 1 ? withUnit(measure) : measure.unit}</small>
              </th>
            )),
          )}
          {measures.map((measure) => (
            <th key={measure.title} scope="col" data-number="true">
              {totalTitle(answer)}
              <small>{measures.length > 1 ? withUnit(measure) : measure.unit}</small>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rowTotals.map(({ key, values, withheld }) => (
          <tr key={key.code ?? ''}>
            <th scope="row">
              <bdi>{key.label}</bdi>
            </th>
            {columnTotals.flatMap((column) => {
              const cell = cells.get([key.code ?? '', column.key.code ?? ''].join('\n'))
              return measures.map((measure, index) => (
                <Value
                  key={`${column.key.code ?? ''} ${measure.title}`}
                  value={cell?.values[index] ?? null}
                  withheld={cell?.withheld === true}
                  measure={measure}
                  reason={reason}
                  open={
                    cell === undefined || onCell === undefined
                      ? undefined
                      : () =>
                          onCell({
                            keys: [key.code, column.key.code],
                            label: `${key.label} · ${column.key.label}`,
                          })
                  }
                />
              ))
            })}
            {measures.map((measure, index) => (
              <Value
                key={measure.title}
                value={values[index] ?? null}
                withheld={withheld}
                measure={measure}
                reason={reason}
              />
            ))}
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{totalTitle(answer)}</th>
          {columnTotals.flatMap(({ key, values, withheld }) =>
            measures.map((measure, index) => (
              <Value
                key={`${key.code ?? ''} ${measure.title}`}
                value={values[index] ?? null}
                withheld={withheld}
                measure={measure}
                reason={reason}
              />
            )),
          )}
          {measures.map((measure, index) => (
            <Value
              key={measure.title}
              value={answer.total.values[index] ?? null}
              withheld={answer.total.withheld}
              measure={measure}
              reason={reason}
            />
          ))}
        </tr>
      </tfoot>
    </table>
  )
}

function Value({
  value,
  withheld,
  measure,
  reason,
  open,
}: {
  readonly value: number | null
  readonly withheld: boolean
  readonly measure: ShownMeasure | undefined
  readonly reason: string | undefined
  readonly open?: (() => void) | undefined
}): ReactNode {
  if (withheld) {
    return (
      <td data-number="true" className="hatched" title={reason}>
        <span className="visually-hidden">{reason}</span>
      </td>
    )
  }
  const text = valueText(value, measure)
  return (
    <td data-number="true">
      {open === undefined || text === MISSING ? (
        text
      ) : (
        <button type="button" className={styles.number} onClick={open} title="查看背后的记录">
          {text}
        </button>
      )}
    </td>
  )
}
