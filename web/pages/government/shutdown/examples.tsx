/** Before anything is chosen: questions that one click answers, taken from the network itself. */
import type { ScenarioOptions } from '../../../../server/api/schemas/scenario.ts'
import { useCriticality, useScenarioFirms } from '../../../data/scenarios.ts'
import { formatNumber, formatShare, moneyText } from '../../../parts/format.ts'
import { Icon } from '../../../parts/icon.tsx'
import { useScope } from '../../../shell/scope.tsx'
import { usual, type Draft } from './draft.ts'
import styles from './shutdown.module.css'

interface Example {
  readonly title: string
  readonly note: string
  readonly draft: Draft
}

export function Examples({
  options,
  onRun,
}: {
  readonly options: ScenarioOptions
  readonly onRun: (draft: Draft) => void
}) {
  const { query, region } = useScope()
  const largest = useScenarioFirms(query, '', 1).data?.items[0]
  const critical = useCriticality(query, true, false, 1).data?.items[0]
  const segment = most(options.segments.filter(({ firms }) => firms > 0))
  const county = most(
    options.counties.filter(({ firms, region: { code } }) => firms > 0 && code !== region.code),
  )
  const country = most(options.countries)
  const examples: Example[] = []
  if (critical?.creditCode != null) {
    examples.push({
      title: `${critical.name}停产`,
      note: `隐性关键企业：销售占 ${formatShare(critical.salesShare, 2)}，停产影响全网产出 ${formatShare(critical.esri, 2)}`,
      draft: { ...usual, enterprises: [critical.creditCode] },
    })
  }
  if (largest?.creditCode != null && largest.creditCode !== critical?.creditCode) {
    examples.push({
      title: `${largest.name}停产`,
      note: `销售额最大的企业，年销售 ${moneyText(largest.sales)}`,
      draft: { ...usual, enterprises: [largest.creditCode] },
    })
  }
  if (segment !== undefined) {
    examples.push({
      title: `${segment.title}环节全部停产`,
      note: `${formatNumber(segment.firms)} 家企业，年销售 ${moneyText(segment.sales)}`,
      draft: { ...usual, segments: [segment.id] },
    })
  }
  if (county !== undefined) {
    examples.push({
      title: `${county.region.name}全部停产`,
      note: `${formatNumber(county.firms)} 家企业，年销售 ${moneyText(county.sales)}`,
      draft: { ...usual, counties: [county.region.code] },
    })
  }
  if (country !== undefined) {
    examples.push({
      title: `来自${country.title}的供应中断`,
      note: `${formatNumber(country.suppliers)} 家供应方，年供货 ${moneyText(country.sales)}，主要是${country.segments.slice(0, 2).join('、')}`,
      draft: { ...usual, countries: [country.code] },
    })
  }
  return (
    <div className={styles.examples}>
      <h2>谁停产？</h2>
      <p>在左侧选停产对象，或从一例开始：全部停产 30 天，混合生产函数，计入可替代。</p>
      <ul>
        {examples.map(({ title, note, draft }) => (
          <li key={title}>
            <button type="button" onClick={() => onRun(draft)}>
              <Icon name="ripple" />
              <span>
                <b>
                  <bdi>{title}</bdi>
                </b>
                <small>{note}</small>
              </span>
              <Icon name="right" size={12} />
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}

function most<Row extends { readonly sales: number }>(rows: readonly Row[]): Row | undefined {
  return rows.toSorted((a, b) => b.sales - a.sales)[0]
}
