/** How good the list is: what it would have found in the past, beside the simplest rule; synthetic data. */
import { Card } from '../../../parts/card.tsx'
import { Answer } from '../../../parts/answer.tsx'
import { EmptyState } from '../../../parts/empty-state.tsx'
import { formatNumber, formatShare } from '../../../parts/format.ts'
import type { WatchAnswer } from './watch-table.tsx'
import styles from './migration.module.css'

export function BacktestCard({ watch }: { readonly watch: WatchAnswer }) {
  return (
    <Card
      title="名单有多准"
      className={styles.backtest}
      note={watch.data?.backtest == null ? undefined : `回测 ${watch.data.backtest.origins} 个月末`}
      actions={watch.data?.backtest != null && <span className={styles.synthetic}>合成数据</span>}
    >
      <Answer of={watch} title="正在读取回测">
        {({ backtest }) =>
          backtest === null ? (
            <EmptyState
              title="没有回测"
              detail="实际数据没有可信的迁移全貌，不给数字；演示数据上的回测见演示数据范围。"
            />
          ) : (
            <>
              <dl className={styles.measures}>
                <Bar
                  title={`评分卡：每月前 ${backtest.k} 家中 6 个月内迁出的`}
                  share={backtest.precisionAtK}
                  strong
                />
                <Bar title="只看异地新设子公司" share={backtest.baselinePrecisionAtK} />
              </dl>
              <p className="small">
                precision@{backtest.k} 为单一规则的{' '}
                <b className="number">
                  {backtest.baselinePrecisionAtK > 0
                    ? formatNumber(backtest.precisionAtK / backtest.baselinePrecisionAtK, 1)
                    : '—'}
                </b>{' '}
                倍；召回 <b className="number">{formatShare(backtest.recall)}</b>；提前天数中位数{' '}
                <b className="number">{formatNumber(backtest.medianLeadDays)}</b> 天。
              </p>
              <p className="quiet small">
                <bdi>{backtest.note}</bdi>
              </p>
            </>
          )
        }
      </Answer>
    </Card>
  )
}

function Bar({
  title,
  share,
  strong = false,
}: {
  readonly title: string
  readonly share: number
  readonly strong?: boolean
}) {
  return (
    <div>
      <dt>{title}</dt>
      <dd>
        <span className={styles.track}>
          <i data-strong={strong} style={{ width: `${Math.min(1, share) * 100}%` }} />
        </span>
        <b className="number">{formatShare(share, 1)}</b>
      </dd>
    </div>
  )
}
