/** The first row: the window, how many came and went, how many firms to visit. */
import type { WatchItem, WatchList } from '../../../../server/api/schemas/migration.ts'
import { useMigrationFlows } from '../../../data/queries.ts'
import { Answer } from '../../../parts/answer.tsx'
import { Choice } from '../../../parts/choice.tsx'
import { EvidenceButton } from '../../../parts/evidence-drawer.tsx'
import { Figure } from '../../../parts/figure.tsx'
import { formatNumber, moneyText } from '../../../parts/format.ts'
import { RealmBadge } from '../../../parts/realm-badge.tsx'
import { useScope } from '../../../shell/scope.tsx'
import { countWithin, useHomeMoves, useScopeWatchList, withinTitle } from './moves.ts'
import { moveSupplier, visitLine, watchSupplier } from './vocabulary.ts'
import { windows, type MovesShown, type ViewState } from './view-state.ts'
import styles from './screen.module.css'

export function Figures({
  view,
  onMoves,
}: {
  readonly view: ViewState
  /** Leads to the records behind a count. */
  readonly onMoves: (moves: MovesShown) => void
}) {
  return (
    <div className={styles.figures}>
      <WindowCard view={view} />
      <MoveFigures view={view} onMoves={onMoves} />
      <WatchFigures />
    </div>
  )
}

function WindowCard({ view }: { readonly view: ViewState }) {
  const { query, realm } = useScope()
  const { data } = useMigrationFlows(query, Number(view.months))
  return (
    <section className={styles.window} aria-label="统计窗口">
      <header>
        <h3>统计窗口</h3>
        <RealmBadge realm={realm} compact />
      </header>
      <div className={styles.windowChoice}>
        <Choice
          label="近几个月"
          value={view.months}
          options={windows.map((value) => ({ value, title: value }))}
          onChange={view.setMonths}
        />
        <span data-print="no">个月</span>
      </div>
      <p className="number">{data === undefined ? '' : `${data.from} 至 ${data.to}`}</p>
    </section>
  )
}

function MoveFigures({
  view,
  onMoves,
}: {
  readonly view: ViewState
  readonly onMoves: (moves: MovesShown) => void
}) {
  const { query, region } = useScope()
  const asked = { ...query, months: Number(view.months) }
  const flows = useMigrationFlows(query, Number(view.months))
  const still = flows.data !== undefined && flows.data.flows.length === 0
  // No move at all may mean that none was ever recorded: then there is no figure, not a zero.
  const recorded = useHomeMoves(still).data
  if (flows.data === undefined) {
    return (
      <div className={styles.waiting}>
        <Answer of={flows} title="正在读取迁移">
          {() => null}
        </Answer>
      </div>
    )
  }
  const { inflow, outflow } = flows.data
  const within = countWithin(flows.data)
  const none = still && recorded?.items.length === 0
  const figure = (title: string, value: number, note: string, moves: MovesShown) => (
    <Figure
      title={title}
      value={none ? null : value}
      unit="家"
      note={<span>{note}</span>}
      missing={none ? { reason: '没有住所变更记录', supplier: moveSupplier } : null}
      evidence={
        !none && (
          <>
            <button
              type="button"
              className="text-button"
              data-print="no"
              aria-label={`${title}的记录`}
              onClick={() => onMoves(moves)}
            >
              记录
            </button>
            <EvidenceButton figure={`migration:${subjects[moves]}`} title={title} query={asked} />
          </>
        )
      }
    />
  )
  return (
    <>
      {figure('迁入', inflow, '住所由区外迁入', 'in')}
      {figure('迁出', outflow, '住所迁往区外', 'out')}
      {figure(
        '净迁入',
        inflow - outflow,
        within === 0 ? '迁入 − 迁出' : `迁入 − 迁出；另有${withinTitle(region)} ${formatNumber(within)} 家`,
        'all',
      )}
    </>
  )
}

function WatchFigures() {
  const list = useScopeWatchList()
  if (list.data === undefined) {
    return (
      <div className={styles.waiting}>
        <Answer of={list} title="正在读取名单">
          {() => null}
        </Answer>
      </div>
    )
  }
  const { items, month } = list.data
  const total = list.data.total ?? items.length
  const high = items.filter(({ level }) => level === 'high')
  const none = isUnfounded(list.data)
  const missing = none ? { reason: '没有可计分的信号', supplier: watchSupplier } : null
  return (
    <>
      <Figure
        title="走访服务名单"
        value={none ? null : total}
        unit="家"
        missing={missing}
        note={<span>截至 {month}，专家评分</span>}
        evidence={!none && <EvidenceButton figure="watch:listed" title="走访服务名单" />}
      />
      <Figure
        title="高风险"
        value={none ? null : high.length}
        unit="家"
        missing={missing}
        evidence={!none && <EvidenceButton figure="watch:high" title="高风险" />}
        note={
          <span title={`${visitLine} 分及以上，达到走访线。${stake(high)}`}>
            {high.length === 0 ? `${visitLine} 分及以上` : stake(high)}
          </span>
        }
      />
    </>
  )
}

/** Names of the counts in GET /api/evidence. */
const subjects: Readonly<Record<MovesShown, string>> = {
  in: 'inflow',
  out: 'outflow',
  within: 'within',
  all: 'net',
}

/** Neither a firm nor a backtest: the realm has no signals to score, which is not a list of none. */
function isUnfounded({ items, backtest }: WatchList): boolean {
  return items.length === 0 && backtest === null
}

/** What is at stake: turnover and staff, and how many firms gave neither. */
function stake(items: readonly WatchItem[]): string {
  const sum = (value: (item: WatchItem) => number | null) => {
    const known = items.flatMap((item) => value(item) ?? [])
    return known.length === 0 ? null : known.reduce((total, one) => total + one, 0)
  }
  const unknown = items.filter(({ revenue, employees }) => revenue === null || employees === null).length
  const text = `营收 ${moneyText(sum(({ revenue }) => revenue))} · 职工 ${formatNumber(sum(({ employees }) => employees))} 人`
  return unknown === 0 ? text : `${text}（${unknown} 家不全）`
}
