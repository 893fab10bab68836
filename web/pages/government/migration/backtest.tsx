/** How the scorecard would have done: hits among the first k beside one simple rule, with the sample it rests on. */
import type { WatchList } from '../../../../server/api/schemas/migration.ts'
import { Answer } from '../../../parts/answer.tsx'
import { Card } from '../../../parts/card.tsx'
import { EmptyState } from '../../../parts/empty-state.tsx'
import { formatNumber, formatShare, MISSING } from '../../../parts/format.ts'
import { useScopeWatchList } from './moves.ts'
import { moveSupplier } from './vocabulary.ts'
import screen from './screen.module.css'
import styles from './backtest.module.css'

type Backtest = NonNullable<WatchList['backtest']>

export function Backtest() {
  const list = useScopeWatchList()
  return (
    <Card
      title="回测"
      fill
      className={screen.backtest}
      actions={list.data?.backtest != null && <b className={styles.synthetic}>合成数据</b>}
    >
      <Answer of={list} title="正在读取回测">
        {({ backtest }) =>
          backtest === null ? (
            <EmptyState
              compact
              title="没有回测"
              detail="实际数据中没有完整的迁移结果，不给命中率；积累一年以上的住所变更后才能回测。"
              supplier={moveSupplier}
            />
          ) : (
            <Results backtest={backtest} />
          )
        }
      </Answer>
    </Card>
  )
}

function Results({ backtest }: { readonly backtest: Backtest }) {
  const { k, precisionAtK, baselinePrecisionAtK, recall, medianLeadDays, origins, note } = backtest
  const most = Math.max(precisionAtK, baselinePrecisionAtK, Number.MIN_VALUE)
  const bars = [
    { title: '评分卡', value: precisionAtK, own: true },
    { title: '对照：异地新设子公司', value: baselinePrecisionAtK, own: false },
  ]
  return (
    <div className={styles.results}>
      <p>
        每月走访前 <b>{k}</b> 家的命中率 <span className="quiet small">precision@{k}</span>
      </p>
      <dl className={styles.bars}>
        {bars.map(({ title, value, own }) => (
          <div key={title} data-own={own}>
            <dt>{title}</dt>
            <dd>
              <i style={{ width: `${(value / most) * 100}%` }} />
              <b className="number">{formatShare(value, 1)}</b>
            </dd>
          </div>
        ))}
      </dl>
      <dl className={styles.figures}>
        <div>
          <dt>为对照的</dt>
          <dd className="number">
            {baselinePrecisionAtK > 0 ? formatNumber(precisionAtK / baselinePrecisionAtK, 1) : MISSING}{' '}
            <small>倍</small>
          </dd>
        </div>
        <div>
          <dt>召回率</dt>
          <dd className="number">{formatShare(recall, 1)}</dd>
        </div>
        <div>
          <dt>提前天数中位</dt>
          <dd className="number">
            {formatNumber(medianLeadDays)} <small>天</small>
          </dd>
        </div>
        <div>
          <dt>回测起点</dt>
          <dd className="number">
            {formatNumber(origins)} <small>个</small>
          </dd>
        </div>
      </dl>
      <p className={styles.note}>
        {note}
        <b>本表为专家评分，不是概率。</b>
      </p>
    </div>
  )
}
