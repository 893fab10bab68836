/** Stock that buyers are assumed to hold: no source gives it, so it is the user's own 假设 and said to be. */
import { useState } from 'react'
import type { ScenarioOptions } from '../../../../server/api/schemas/scenario.ts'
import { Icon } from '../../../parts/icon.tsx'
import { MOST_DAYS, type Draft } from './draft.ts'
import styles from './builder.module.css'

export function StockAssumptions({
  options,
  draft,
  onChange,
}: {
  readonly options: ScenarioOptions
  readonly draft: Draft
  readonly onChange: (changes: Partial<Draft>) => void
}) {
  const [open, setOpen] = useState(draft.stock.length > 0)
  const titles = new Map(options.segments.map(({ id, title }) => [id, title]))
  const left = options.segments.filter(({ id }) => !draft.stock.some(([segment]) => segment === id))
  const put = (segment: string, days: number) =>
    onChange({
      stock: [...draft.stock.filter(([other]) => other !== segment), [segment, days] as const],
    })
  return (
    <section>
      <h3>
        库存天数 <span className={styles.given}>假设</span>
        <button
          type="button"
          className="text-button small"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          {open ? '收起' : draft.stock.length > 0 ? `${draft.stock.length} 项` : '填写'}
        </button>
      </h3>
      {open && (
        <>
          <p className="quiet small">
            没有库存数据。填写后按“缺的必需投入还能用几天”算可维持天数，结果标明是假设。
          </p>
          {draft.stock.map(([segment, days]) => (
            <div key={segment} className={styles.stock}>
              <bdi title={titles.get(segment) ?? segment}>{titles.get(segment) ?? segment}</bdi>
              <input
                type="number"
                className="field"
                aria-label={`${titles.get(segment) ?? segment}的库存天数`}
                min={0}
                max={MOST_DAYS}
                value={days}
                onChange={({ target }) => {
                  const value = Number(target.value)
                  if (value < 0 || value > MOST_DAYS) return
                  onChange({
                    stock: draft.stock.map((item) =>
                      item[0] === segment ? ([segment, value] as const) : item,
                    ),
                  })
                }}
              />
              天
              <button
                type="button"
                className="text-button"
                aria-label={`去掉${titles.get(segment) ?? segment}的库存假设`}
                onClick={() => onChange({ stock: draft.stock.filter(([other]) => other !== segment) })}
              >
                <Icon name="close" size={11} />
              </button>
            </div>
          ))}
          <select
            className="field"
            aria-label="添加库存假设的环节"
            value=""
            onChange={({ target }) => {
              if (target.value !== '') put(target.value, 15)
            }}
          >
            <option value="">添加环节（先按 15 天）…</option>
            {left.map(({ id, title }) => (
              <option key={id} value={id}>
                {title}
              </option>
            ))}
          </select>
        </>
      )}
    </section>
  )
}
