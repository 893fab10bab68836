/** Who could stand in for those that stopped: firms with the capability, by segment. */
import type { ScenarioResult } from '../../../../server/api/schemas/scenario.ts'
import { Card } from '../../../parts/card.tsx'
import { EmptyState } from '../../../parts/empty-state.tsx'
import { formatShare, moneyText } from '../../../parts/format.ts'
import { NameText } from '../../../parts/name-text.tsx'
import type { ViewState } from './view-state.ts'
import styles from './shutdown.module.css'

export function Substitutes({ result, view }: { readonly result: ScenarioResult; readonly view: ViewState }) {
  const { substitutes } = result
  return (
    <Card title="可替代供应方" note="按能力匹配，不代表已有产能余量" className={styles.substitutes}>
      {substitutes.every(({ firms }) => firms.length === 0) ? (
        <EmptyState
          compact
          title="没有找到可替代的企业"
          detail="停产对象所在环节没有其他有能力的企业，可到沿链招商查看招商目标。"
        />
      ) : (
        <ul className={styles.substituteList}>
          {substitutes.map(({ segment, title, sales, firms }) => (
            <li key={segment}>
              <h3>
                <bdi>{title}</bdi> <span className="quiet small">需替代 {moneyText(sales)} / 年</span>
              </h3>
              {firms.length === 0 ? (
                <p className="quiet small">没有其他有能力的企业。</p>
              ) : (
                <ol>
                  {firms.map((firm) => (
                    <li key={firm.creditCode}>
                      <button
                        type="button"
                        className={styles.firmButton}
                        onClick={() => view.open(firm.creditCode)}
                      >
                        <NameText text={firm.name} />
                      </button>
                      <span className="quiet small">
                        <bdi>{firm.region?.name ?? '地区不详'}</bdi> · 匹配 {formatShare(firm.match)} ·{' '}
                        <bdi>{firm.reason}</bdi>
                      </span>
                    </li>
                  ))}
                </ol>
              )}
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}
