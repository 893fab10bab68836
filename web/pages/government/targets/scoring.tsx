/** 评分口径 as a table, and the backtest beside the baseline, with intervals and what it does not show. */
import type { TargetScoring } from '../../../../server/api/schemas/target.ts'
import { useTargetScoring } from '../../../data/targets.ts'
import { Answer } from '../../../parts/answer.tsx'
import { EmptyState } from '../../../parts/empty-state.tsx'
import { formatNumber, formatShare, MISSING } from '../../../parts/format.ts'
import { RealmBadge } from '../../../parts/realm-badge.tsx'
import { useScope } from '../../../shell/scope.tsx'
import styles from './targets.module.css'

type Backtest = NonNullable<TargetScoring['backtest']>

export function Scoring() {
  const { query } = useScope()
  const scoring = useTargetScoring(query)
  return (
    <Answer of={scoring} title="正在读取评分口径与回测">
      {({ points, backtest }) => (
        <div className={styles.scoring}>
          <section aria-label="回测">
            <h3>
              回测：评分与只看规模 <RealmBadge realm="demonstration" />
            </h3>
            {backtest === null ? (
              <EmptyState
                title="没有可回测的投资"
                detail="这条链的演示数据中没有跨县投资；实际数据没有带日期的对外投资记录。"
                supplier="市场监管部门（对外投资信息）"
              />
            ) : (
              <BacktestTable backtest={backtest} />
            )}
          </section>
          <section aria-label="评分口径">
            <h3>评分口径</h3>
            <p className="quiet small">
              专家权重（本平台口径），没有用历史数据拟合；各项相加，不是概率。没有数据的项不得分，并写明无数据。
            </p>
            <table className={styles.rules}>
              <thead>
                <tr>
                  <th>项目</th>
                  <th className={styles.right}>分值</th>
                  <th>规则</th>
                  <th>理由</th>
                </tr>
              </thead>
              <tbody>
                {points.map(({ kind, title, most, rule, reason }) => (
                  <tr key={kind}>
                    <td>{title}</td>
                    <td className={`${styles.right} number`}>{most < 0 ? `−${-most}` : most}</td>
                    <td>{rule}</td>
                    <td>{reason}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        </div>
      )}
    </Answer>
  )
}

function BacktestTable({ backtest }: { readonly backtest: Backtest }) {
  const { scored, bySize, chance, difference, investments, listed, candidates, definition, caveats } =
    backtest
  return (
    <>
      <table className={styles.rules}>
        <thead>
          <tr>
            <th>命中率（95 % 区间）</th>
            <th className={styles.right}>评分</th>
            <th className={styles.right}>只看规模</th>
            <th className={styles.right}>相差</th>
            <th className={styles.right}>随机</th>
          </tr>
        </thead>
        <tbody>
          {scored.hits.map((hit, index) => (
            <tr key={hit.k}>
              <td>
                前 {hit.k} 名（hit@{hit.k}）
              </td>
              <td className={styles.right}>{rateText(hit)}</td>
              <td className={styles.right}>{rateText(bySize.hits[index])}</td>
              <td className={styles.right}>{differenceText(difference[index])}</td>
              <td className={styles.right}>{formatShare(chance[index]?.rate, 1)}</td>
            </tr>
          ))}
          <tr>
            <td>投资方名次的中位数</td>
            <td className={styles.right}>{formatNumber(scored.medianPlace)}</td>
            <td className={styles.right}>{formatNumber(bySize.medianPlace)}</td>
            <td className={styles.right}>{MISSING}</td>
            <td className={styles.right}>{formatNumber(Math.round(candidates / 2))}</td>
          </tr>
        </tbody>
      </table>
      <p className="small">
        {investments} 笔投资，其中 {listed} 笔的投资方在名单上；名单长度中位数 {formatNumber(candidates)} 家。
        {definition}
      </p>
      <ul className={styles.sentences}>
        {caveats.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
    </>
  )
}

type Rate = Backtest['difference'][number]

function rateText(rate: Rate | undefined): string {
  if (rate === undefined) return MISSING
  const [low, high] = rate.interval
  return `${formatShare(rate.rate, 1)}（${formatNumber(low * 100, 1)}～${formatNumber(high * 100, 1)}）`
}

function differenceText(rate: Rate | undefined): string {
  if (rate === undefined) return MISSING
  const points = (share: number) => `${share > 0 ? '+' : ''}${formatNumber(share * 100, 1)}`
  const [low, high] = rate.interval
  return `${points(rate.rate)} 个百分点（${points(low)}～${points(high)}）`
}
