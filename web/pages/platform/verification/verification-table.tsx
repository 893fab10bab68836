/** One row a published value, grouped by component; the head of a group and each row open the component. */
import type { VerifiedValue } from '../../../../server/api/schemas/capability.ts'
import { ComputedValue, publishedText, Verdict } from './values.tsx'
import styles from './verification.module.css'

const kinds: Readonly<Record<VerifiedValue['kind'], string>> = {
  knowledge: '知识',
  process: '流程',
  mechanism: '机理',
  algorithm: '算法',
}

export function VerificationTable({
  items,
  onOpen,
}: {
  readonly items: readonly VerifiedValue[]
  readonly onOpen: (id: string, number: number | null) => void
}) {
  const groups = Map.groupBy(items, ({ capability }) => capability)
  return (
    <div className={styles.scroll}>
      <table aria-label="公布值与计算值" className={styles.table}>
        <colgroup>
          {['21%', '27%', '20%', '12%', '13%', '116px', '92px'].map((width, position) => (
            <col key={position} style={{ width }} />
          ))}
        </colgroup>
        <thead>
          <tr>
            <th scope="col">算例</th>
            <th scope="col">出处</th>
            <th scope="col">值</th>
            <th scope="col" data-number="true">
              公布值
            </th>
            <th scope="col" data-number="true">
              计算值
            </th>
            <th scope="col" data-number="true">
              位数<small>（小数点后）</small>
            </th>
            <th scope="col">结论</th>
          </tr>
        </thead>
        {[...groups].map(([id, rows]) => (
          <Group key={id} id={id} rows={rows} onOpen={onOpen} />
        ))}
      </table>
    </div>
  )
}

function Group({
  id,
  rows,
  onOpen,
}: {
  readonly id: string
  readonly rows: readonly VerifiedValue[]
  readonly onOpen: (id: string, number: number | null) => void
}) {
  const [first] = rows
  if (first === undefined) return null
  const failing = rows.filter(({ agrees }) => !agrees).length
  return (
    <tbody>
      <tr className={styles.group}>
        <th scope="rowgroup" colSpan={6}>
          <button type="button" onClick={() => onOpen(id, null)} title="打开组件">
            <b>{first.capabilityTitle}</b>
            <code>{id}</code>
            <span className="quiet">
              {kinds[first.kind]}组件 · {first.version}
            </span>
          </button>
          <p>{first.method}</p>
        </th>
        <td className={styles.count} data-failing={failing > 0}>
          {failing > 0 ? `${failing} / ${rows.length} 不符` : `${rows.length} 相符`}
        </td>
      </tr>
      {rows.map((row, position) => {
        const isFirst = rows[position - 1]?.case !== row.case
        return (
          <tr
            key={`${row.case} ${row.check}`}
            data-clickable="true"
            tabIndex={0}
            onClick={() => onOpen(id, row.case)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter') return
              event.preventDefault()
              onOpen(id, row.case)
            }}
          >
            {isFirst && (
              <>
                <td rowSpan={lengthOf(rows, row.case)} className={styles.words}>
                  {row.caseTitle}
                </td>
                <td rowSpan={lengthOf(rows, row.case)} className={`${styles.words} quiet`}>
                  {row.source}
                </td>
              </>
            )}
            <td className={styles.words}>
              {row.check}
              {row.problem !== null && <p className={styles.problem}>没有算出：{row.problem}</p>}
            </td>
            <td data-number="true">{publishedText(row.published, row.digits)}</td>
            <td data-number="true">
              <ComputedValue item={row} />
            </td>
            <td data-number="true" className="quiet">
              {row.digits ?? '逐字'}
            </td>
            <td>
              <Verdict agrees={row.agrees} />
            </td>
          </tr>
        )
      })}
    </tbody>
  )
}

function lengthOf(rows: readonly VerifiedValue[], number: number): number {
  return rows.filter((row) => row.case === number).length
}
