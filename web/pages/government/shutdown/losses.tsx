/** Output lost by segment and by county of the region. */
import type { ScenarioResult } from '../../../../server/api/schemas/scenario.ts'
import { Card } from '../../../parts/card.tsx'
import { formatNumber } from '../../../parts/format.ts'
import { BarList } from './bar-list.tsx'
import styles from './shutdown.module.css'

export function SegmentLosses({ result }: { readonly result: ScenarioResult }) {
  const { segments, parameters } = result
  return (
    <Card
      title="各环节产出损失"
      fill
      className={styles.segments}
      note={`${parameters.days} 天合计，占本环节产出`}
    >
      <BarList
        label="各环节产出损失"
        empty="没有环节受影响"
        rows={segments
          .filter(({ lost }) => lost > 0)
          .map(({ id, title, lost, share, affected, firms }) => ({
            id: id ?? '',
            title,
            loss: lost,
            share,
            hint: `受影响 ${formatNumber(affected)} / ${formatNumber(firms)} 家`,
          }))}
      />
    </Card>
  )
}

export function CountyLosses({ result }: { readonly result: ScenarioResult }) {
  const { counties, parameters } = result
  return (
    <Card
      title="各区县产出损失"
      fill
      className={styles.counties}
      note={`${parameters.days} 天合计，占本区县产出`}
    >
      <BarList
        label="各区县产出损失"
        empty="没有区县受影响"
        rows={counties
          .filter(({ lost }) => lost > 0)
          .map(({ region, lost, share, affected, firms }) => ({
            id: region.code,
            title: region.name,
            loss: lost,
            share,
            hint: `受影响 ${formatNumber(affected)} / ${formatNumber(firms)} 家`,
          }))}
      />
    </Card>
  )
}
