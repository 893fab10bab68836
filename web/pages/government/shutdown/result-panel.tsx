/** The result in figures and words: loss, firms hit, time to survive, what it rests on. */
import type { ScenarioResult } from '../../../../server/api/schemas/scenario.ts'
import { Card } from '../../../parts/card.tsx'
import { LineageLink } from '../../../parts/evidence/lineage-link.tsx'
import {
  formatMoney,
  formatNumber,
  formatShare,
  formatTime,
  MISSING,
  moneyText,
} from '../../../parts/format.ts'
import { RealmBadge } from '../../../parts/realm-badge.tsx'
import { Assumptions } from './assumptions.tsx'
import { productionWords } from './draft.ts'
import { LossParts } from './loss-parts.tsx'
import styles from './result.module.css'

export function ResultPanel({ result }: { readonly result: ScenarioResult }) {
  const { output, beyond, belowHalfTotal, rounds, parameters, converged } = result
  const last = rounds.at(-1)?.round ?? 0
  return (
    <Card title="结果" fill className={styles.panel} actions={<RealmBadge realm={result.realm} />}>
      <div className={styles.stack}>
        <header>
          <h3>{result.title}</h3>
          <p>{result.sentence}</p>
        </header>
        <dl className={styles.figures}>
          <Figure
            title={`${result.region.name}产出损失`}
            large
            {...formatMoney(output.lost)}
            note={`占 ${parameters.days} 天产出 ${formatShare(output.share, 1)} · 每天 ${moneyText(output.lostPerDay)}`}
          />
          <Figure
            title="损失过半企业"
            value={formatNumber(belowHalfTotal)}
            unit="家"
            note={`受影响 ${formatNumber(output.affected)} / ${formatNumber(output.firms)} 家`}
          />
          <Figure
            title="传播轮次"
            value={formatNumber(last)}
            unit="轮"
            note={converged ? '已收敛' : '到轮次上限，未收敛'}
          />
          <Survival result={result} />
          <Figure
            title="波及域外"
            {...formatMoney(beyond.lost)}
            note={`${formatNumber(beyond.affected)} 家，只给合计`}
          />
        </dl>
        <LossParts direct={output.direct} ripple={output.ripple} />
        {result.lostAfterStock !== null && (
          <p className={styles.note}>
            <b className={styles.given}>假设</b> 按填写的库存天数，用完库存后才发生的损失为{' '}
            <b className="number">{moneyText(result.lostAfterStock)}</b>。
          </p>
        )}
        <Assumptions items={result.assumptions} />
        <section>
          <h3>
            证据 <LineageLink subject="dataset:enterprise/supply-transaction" onLeave={() => {}} />
          </h3>
          <p className={styles.note}>
            供应交易（enterprise/supply-transaction），{result.window.from} 至 {result.window.to}
            ，截至 {result.asOf}：{formatNumber(result.network.nodes)} 家企业、
            {formatNumber(result.network.edges)} 条供应关系、年销售 {moneyText(result.network.sales)}。
          </p>
          <p className={styles.note}>
            方法：企业系统性风险指数（ESRI，Diem 等 2022），生产函数
            {productionWords[parameters.production].title}，{parameters.replaceability ? '计入' : '不计入'}
            可替代。测算于 {formatTime(result.computedAt)}，用时 {formatNumber(result.milliseconds.total)}{' '}
            毫秒。
          </p>
        </section>
      </div>
    </Card>
  )
}

function Figure({
  title,
  value,
  unit,
  note,
  hint,
  large = false,
  missing = false,
}: {
  readonly title: string
  readonly value: string
  readonly unit: string
  readonly note: string
  /** More than there is room for; the list of assumptions has it in full. */
  readonly hint?: string
  readonly large?: boolean
  readonly missing?: boolean
}) {
  return (
    <div data-large={large}>
      <dt>{title}</dt>
      <dd className={missing ? 'hatched' : undefined}>
        <b className="number">{value}</b> <small>{unit}</small>
      </dd>
      <dd className={styles.under} title={hint}>
        {note}
      </dd>
    </div>
  )
}

function Survival({ result: { timeToSurvive } }: { readonly result: ScenarioResult }) {
  const { basis, shortest, note } = timeToSurvive
  if (basis === 'none' || shortest === null) {
    return <Figure title="可维持天数" value={MISSING} unit="" note="没有库存数据" hint={note} missing />
  }
  return (
    <Figure
      title="最短可维持"
      value={formatNumber(shortest, 1)}
      unit="天"
      note="按假设的库存天数"
      hint={note}
    />
  )
}
