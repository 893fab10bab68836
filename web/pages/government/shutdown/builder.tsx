/** Builds a scenario: who stops, how far, how long, by which model. The button runs it. */
import { useState } from 'react'
import type { ScenarioOptions } from '../../../../server/api/schemas/scenario.ts'
import { Card } from '../../../parts/card.tsx'
import { formatNumber } from '../../../parts/format.ts'
import { Icon } from '../../../parts/icon.tsx'
import { MOST_DAYS, sameDraft, targetCount, usual, type Draft } from './draft.ts'
import { ModelChoice } from './model-choice.tsx'
import { SaveScenario } from './save-scenario.tsx'
import { StockAssumptions } from './stock-assumptions.tsx'
import { TargetChips, TargetPicker } from './target-picker.tsx'
import type { ViewState } from './view-state.ts'
import styles from './builder.module.css'

const usualDays = [7, 30, 90] as const

export function Builder({
  options,
  view,
  running,
}: {
  readonly options: ScenarioOptions
  readonly view: ViewState
  readonly running: boolean
}) {
  const [edited, setEdited] = useState<{ readonly of: Draft; readonly draft: Draft } | null>(null)
  // A scenario that arrives by a link or a click elsewhere takes the place of what was being edited.
  const draft = edited !== null && sameDraft(edited.of, view.draft) ? edited.draft : view.draft
  const change = (changes: Partial<Draft>) => setEdited({ of: view.draft, draft: { ...draft, ...changes } })
  const targets = targetCount(draft)
  const changed = !sameDraft(draft, view.draft)
  const cut = Math.round((1 - draft.remaining) * 100)
  return (
    <Card
      title="情景"
      fill
      className={styles.builder}
      actions={
        targets > 0 && (
          <button type="button" className="text-button" onClick={() => change(usual)}>
            清空
          </button>
        )
      }
      footer={
        <div className={styles.run}>
          <button
            type="button"
            className="button button-primary"
            disabled={targets === 0 || running || !changed}
            onClick={() => view.run(draft)}
          >
            <Icon name="ripple" size={14} />
            {running ? '正在推演 …' : '推演'}
          </button>
          {targets === 0 ? (
            <span>先选停产对象</span>
          ) : changed ? (
            <span>已改动，按“推演”更新结果</span>
          ) : (
            <SaveScenario draft={draft} />
          )}
        </div>
      }
    >
      <div className={styles.fields}>
        <section>
          <h3>
            停产对象{' '}
            <span className="quiet small">{targets > 0 && `${formatNumber(targets)} 项，取并集`}</span>
          </h3>
          <TargetPicker options={options} draft={draft} onChange={change} />
          <TargetChips options={options} draft={draft} onChange={change} />
        </section>
        <section>
          <h3>
            强度 <b className="number">{cut === 100 ? '全部停产' : `减产 ${cut} %`}</b>
          </h3>
          <input
            type="range"
            aria-label="减产比例"
            aria-valuetext={cut === 100 ? '全部停产' : `减产 ${cut} %，剩余 ${100 - cut} %`}
            min={5}
            max={100}
            step={5}
            value={cut}
            onChange={({ target }) => change({ remaining: Math.round(100 - Number(target.value)) / 100 })}
          />
          <p className="quiet small">停产者剩余产出 {100 - cut} %</p>
        </section>
        <section>
          <h3>持续天数</h3>
          <div className={styles.days}>
            <input
              type="number"
              className="field"
              aria-label="持续天数"
              min={1}
              max={MOST_DAYS}
              value={draft.days}
              onChange={({ target }) => {
                const days = Math.round(Number(target.value))
                if (days >= 1 && days <= MOST_DAYS) change({ days })
              }}
            />
            天
            {usualDays.map((days) => (
              <button
                key={days}
                type="button"
                className="button button-small"
                aria-pressed={draft.days === days}
                onClick={() => change({ days })}
              >
                {days}
              </button>
            ))}
          </div>
        </section>
        <ModelChoice draft={draft} onChange={change} />
        <StockAssumptions options={options} draft={draft} onChange={change} />
      </div>
    </Card>
  )
}
