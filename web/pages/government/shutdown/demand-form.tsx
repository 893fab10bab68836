/** Which sectors, by how many percent, of which table. */
import { useState } from 'react'
import type { DemandSectors } from '../../../../server/api/schemas/demand.ts'
import { Card } from '../../../parts/card.tsx'
import { moneyText } from '../../../parts/format.ts'
import { Icon } from '../../../parts/icon.tsx'
import { SearchBox } from '../../../parts/search-box.tsx'
import { useScope } from '../../../shell/scope.tsx'
import { isPercent, MOST_CHANGES, writeChanges, type DemandChange } from './demand-changes.ts'
import builder from './builder.module.css'
import styles from './demand.module.css'

const SECTORS_SHOWN = 14
/** 万元 in 元 */
const WAN = 1e4
const usualPercent = 10

export function DemandForm({
  data,
  changes,
  running,
  onRun,
  onTable,
}: {
  readonly data: DemandSectors
  /** Of the result shown. */
  readonly changes: readonly DemandChange[]
  readonly running: boolean
  readonly onRun: (changes: readonly DemandChange[]) => void
  readonly onTable: (code: string) => void
}) {
  const { chain } = useScope()
  const [edited, setEdited] = useState<{
    readonly of: string | null
    readonly rows: readonly DemandChange[]
  }>()
  const shown = writeChanges(changes)
  const rows = edited !== undefined && edited.of === shown ? edited.rows : changes
  const change = (next: readonly DemandChange[]) => setEdited({ of: shown, rows: next })
  const [text, setText] = useState('')
  const sectors = new Map(data.sectors.map((sector) => [sector.code, sector]))
  const wanted = text.trim()
  const matches = data.sectors
    .filter(({ code }) => !rows.some(([sector]) => sector === code))
    .filter(
      ({ code, title, segments }) =>
        title.includes(wanted) ||
        code === wanted ||
        segments.some((segment) => segment.title.includes(wanted)),
    )
    .slice(0, SECTORS_SHOWN)
  const ofChain = data.sectors.filter(({ segments }) => segments.length > 0)
  const add = (code: string) => {
    if (code !== '' && rows.length < MOST_CHANGES) change([...rows, [code, usualPercent]])
  }
  const changed = writeChanges(rows) !== shown
  return (
    <Card
      title="最终需求变动"
      fill
      className={styles.form}
      footer={
        <div className={builder.run}>
          <button
            type="button"
            className="button button-primary"
            disabled={rows.length === 0 || running || !changed}
            onClick={() => onRun(rows)}
          >
            {running ? '正在测算 …' : '测算'}
          </button>
          <span>{rows.length === 0 ? '先选部门' : changed ? '已改动，按“测算”更新结果' : ''}</span>
        </div>
      }
    >
      <div className={builder.fields}>
        <section>
          <h3>投入产出表</h3>
          <select
            className="field"
            aria-label="投入产出表"
            value={data.table.code}
            onChange={({ target }) => onTable(target.value)}
          >
            {data.tables.map(({ code, title }) => (
              <option key={code} value={code}>
                {title}
              </option>
            ))}
          </select>
          <p className="quiet small">
            {data.table.year} 年，{data.sectors.length} 个部门，单位{data.table.unit}。全国表，没有分省表。
          </p>
        </section>
        <section>
          <h3>部门</h3>
          <div className={builder.picker}>
            <SearchBox
              label="搜索部门或环节"
              text={text}
              onText={setText}
              suggestions={matches.map(({ code, title, segments }) => ({
                id: code,
                title,
                note: segments.map((segment) => segment.title).join('、'),
              }))}
              onPick={({ id }) => {
                setText('')
                add(id)
              }}
            />
            {ofChain.length > 0 && (
              <select
                className="field"
                aria-label="与本链对应的部门"
                value=""
                onChange={({ target }) => add(target.value)}
              >
                <option value="">与{chain?.title ?? '本'}产业链对应的部门 …</option>
                {ofChain
                  .filter(({ code }) => !rows.some(([sector]) => sector === code))
                  .map(({ code, title, segments }) => (
                    <option key={code} value={code}>
                      {title}（{segments.length} 个环节）
                    </option>
                  ))}
              </select>
            )}
          </div>
          {rows.map(([code, percent]) => {
            const sector = sectors.get(code)
            const title = sector?.title ?? code
            return (
              <div key={code} className={styles.change}>
                <span>
                  <bdi>{title}</bdi>
                  <small>最终需求 {moneyText(sector === undefined ? null : sector.finalDemand * WAN)}</small>
                </span>
                <input
                  type="number"
                  className="field"
                  aria-label={`${title}最终需求变动`}
                  min={-100}
                  max={1000}
                  step={1}
                  value={percent}
                  onChange={({ target }) => {
                    const value = Number(target.value)
                    if (isPercent(value)) change(rows.map((row) => (row[0] === code ? [code, value] : row)))
                  }}
                />
                %
                <button
                  type="button"
                  className="text-button"
                  aria-label={`去掉${title}`}
                  onClick={() => change(rows.filter(([other]) => other !== code))}
                >
                  <Icon name="close" size={11} />
                </button>
              </div>
            )
          })}
        </section>
      </div>
    </Card>
  )
}
