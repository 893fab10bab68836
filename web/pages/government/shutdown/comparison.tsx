/** Two scenarios side by side: saved ones, the one on the form, and that one under other assumptions. */
import type { ScenarioOptions, ScenarioResult } from '../../../../server/api/schemas/scenario.ts'
import { useSavedScenarios, useScenario } from '../../../data/scenarios.ts'
import { Answer } from '../../../parts/answer.tsx'
import { Card } from '../../../parts/card.tsx'
import { EmptyState } from '../../../parts/empty-state.tsx'
import { formatChange, formatNumber, formatShare, MISSING, moneyText } from '../../../parts/format.ts'
import { RealmBadge } from '../../../parts/realm-badge.tsx'
import { useAddressState } from '../../../shell/address-state.ts'
import { useScope } from '../../../shell/scope.tsx'
import { comparable, differences, type Comparable } from './compare.ts'
import { DifferenceTable } from './difference-table.tsx'
import { scopeOf } from './draft.ts'
import { Examples } from './examples.tsx'
import { SavedList } from './saved-list.tsx'
import type { ViewState } from './view-state.ts'
import styles from './comparison.module.css'

export function Comparison({
  options,
  view,
}: {
  readonly options: ScenarioOptions
  readonly view: ViewState
}) {
  const saved = useSavedScenarios()
  return (
    <Answer of={saved} title="正在读取已保存的情景">
      {({ items }) => <Pair options={options} view={view} saved={items} />}
    </Answer>
  )
}

function Pair({
  options,
  view,
  saved,
}: {
  readonly options: ScenarioOptions
  readonly view: ViewState
  readonly saved: Parameters<typeof comparable>[2]
}) {
  const { query, realm } = useScope()
  const { get, set } = useAddressState()
  const choices = comparable(view.draft, scopeOf(query), saved)
  const chosen = (name: 'a' | 'b', otherwise: number) =>
    choices.find(({ id }) => id === get(name)) ?? choices[otherwise]
  const [a, b] = [chosen('a', 0), chosen('b', 1)]
  const left = useScenario(a?.input ?? null)
  const right = useScenario(b?.input ?? null)
  if (a === undefined || b === undefined) {
    return (
      <Card fill className={styles.start}>
        <EmptyState
          title="没有可比较的情景"
          detail="先推演一个情景：它在不同前提下可直接相比；保存多个情景后可两两相比。"
        />
        <Examples options={options} onRun={view.run} />
      </Card>
    )
  }
  return (
    <div className={styles.comparison}>
      <div className={styles.sides}>
        <Side name="情景甲" chosen={a} choices={choices} of={left} onChange={(id) => set({ a: id })} />
        <Side
          name="情景乙"
          chosen={b}
          choices={choices}
          of={right}
          onChange={(id) => set({ b: id })}
          against={left.data}
        />
      </div>
      <Card title="各环节差异" note="乙减甲，按差额大小" actions={<RealmBadge realm={realm} />}>
        {left.data !== undefined && right.data !== undefined ? (
          <DifferenceTable
            rows={differences(left.data.segments, right.data.segments)}
            name={`停产推演-情景比较-${left.data.region.name}-${left.data.asOf}`}
          />
        ) : (
          <EmptyState compact title="两个情景都算出后显示" />
        )}
      </Card>
      <SavedList saved={saved} view={view} />
    </div>
  )
}

function Side({
  name,
  chosen,
  choices,
  of,
  onChange,
  against,
}: {
  readonly name: string
  readonly chosen: Comparable
  readonly choices: readonly Comparable[]
  readonly of: ReturnType<typeof useScenario>
  readonly onChange: (id: string) => void
  /** The other side: differences are shown against it. */
  readonly against?: ScenarioResult | undefined
}) {
  return (
    <Card title={name}>
      <select
        className="field"
        aria-label={name}
        value={chosen.id}
        onChange={({ target }) => onChange(target.value)}
      >
        {choices.map(({ id, title }) => (
          <option key={id} value={id}>
            {title}
          </option>
        ))}
      </select>
      <Answer of={of} title="正在推演">
        {(data) => (
          <>
            <p className={styles.sentence}>{data.sentence}</p>
            <dl className={styles.figures}>
              {figuresOf(data).map(({ title, value, text }, index) => {
                const other = against === undefined ? undefined : figuresOf(against)[index]?.value
                return (
                  <div key={title}>
                    <dt>{title}</dt>
                    <dd>
                      <b className="number">{text(value)}</b>
                      {other !== undefined && (
                        <small className="number">
                          {value === other
                            ? '与甲相同'
                            : `较甲 ${other > 0 ? `${formatChange((value / other - 1) * 100)} %` : MISSING}`}
                        </small>
                      )}
                    </dd>
                  </div>
                )
              })}
            </dl>
          </>
        )}
      </Answer>
    </Card>
  )
}

function figuresOf({ output, belowHalfTotal, rounds }: ScenarioResult) {
  return [
    { title: '产出损失', value: output.lost, text: moneyText },
    { title: '占产出', value: output.share, text: (share: number) => formatShare(share, 2) },
    { title: '受影响企业', value: output.affected, text: (count: number) => `${formatNumber(count)} 家` },
    { title: '损失过半企业', value: belowHalfTotal, text: (count: number) => `${formatNumber(count)} 家` },
    {
      title: '传播轮次',
      value: rounds.at(-1)?.round ?? 0,
      text: (count: number) => `${formatNumber(count)} 轮`,
    },
  ]
}
