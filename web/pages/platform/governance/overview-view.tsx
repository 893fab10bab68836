/** Where the data stands: total and trend, a heat table of dataset × dimension, the units that answer for it. */
import type { QualityOverview } from '../../../../server/api/schemas/governance.ts'
import { Sparkline } from '../../../charts/sparkline.tsx'
import { Trend } from '../../../charts/trend.tsx'
import { dimensionTitles, useQuality } from '../../../data/governance.ts'
import { Answer } from '../../../parts/answer.tsx'
import { Card } from '../../../parts/card.tsx'
import { DataTable, type Column } from '../../../parts/data-table.tsx'
import { EmptyState } from '../../../parts/empty-state.tsx'
import { formatDate, formatNumber, formatTime } from '../../../parts/format.ts'
import { NameText } from '../../../parts/name-text.tsx'
import { Popover } from '../../../parts/popover.tsx'
import { useAddressState } from '../../../shell/address-state.ts'
import { useScope } from '../../../shell/scope.tsx'
import { Score, scoreText } from './score.tsx'
import styles from './governance.module.css'

type DatasetQuality = QualityOverview['datasets'][number]
type StewardQuality = QualityOverview['stewards'][number]
type DimensionId = keyof DatasetQuality['dimensions']

export function OverviewView() {
  const { realm } = useScope()
  return (
    <Answer of={useQuality(realm)} title="正在读取数据质量">
      {(overview) => <Overview overview={overview} />}
    </Answer>
  )
}

function Overview({ overview }: { readonly overview: QualityOverview }) {
  const address = useAddressState()
  const openRules = (dataset: string, dimension: string | null) =>
    address.set({ view: 'rules', dataset, dimension, failing: null }, true)
  return (
    <div className={styles.overview}>
      <Card
        title="各数据集得分"
        note={overview.computedAt === null ? '尚未评估' : `${formatTime(overview.computedAt)} 评估`}
        fill
        className={styles.heat}
        actions={<Formula overview={overview} />}
      >
        <DataTable
          name="数据集质量得分"
          rows={overview.datasets}
          columns={heatColumns(openRules)}
          rowKey={({ id }) => id}
          onRow={({ id }) => openRules(id, null)}
          empty={<EmptyState title="还没有可评估的数据" detail="数据载入后自动评估。" />}
        />
      </Card>
      <div className={styles.side}>
        <Card title="总体得分" note="各数据集按行数加权">
          <div className={styles.total}>
            <p>
              <b className="number">{scoreText(overview.score)}</b> <small>分</small>
            </p>
            <ul>
              {overview.dimensions.map(({ id, title, score }) => (
                <li key={id}>
                  <span>{title}</span>
                  <Score value={score} />
                </li>
              ))}
            </ul>
          </div>
        </Card>
        <Card title="走势" note="历次评估的总体得分">
          <div className={styles.trend}>
            <Trend
              title="总体得分"
              unit="分"
              digits={1}
              points={overview.trend.map(({ at, score }) => ({ period: formatTime(at), value: score }))}
            />
          </div>
        </Card>
        <Card title="责任单位" note="按行数加权" fill className={styles.stewards}>
          <DataTable
            name="责任单位得分"
            rows={overview.stewards}
            columns={stewardColumns}
            rowKey={({ steward }) => steward}
          />
        </Card>
      </div>
    </div>
  )
}

function Formula({ overview }: { readonly overview: QualityOverview }) {
  return (
    <Popover label="得分怎样算出" button="得分怎样算出" className="text-button">
      {() => (
        <div className={styles.formula}>
          <ol>
            {overview.formula.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ol>
          <p className="quiet small">{overview.standard}。</p>
          <p className="quiet small">载入后评估有变化的数据集；打开页面不重新计算。</p>
        </div>
      )}
    </Popover>
  )
}

function heatColumns(
  openRules: (dataset: string, dimension: string) => void,
): readonly Column<DatasetQuality>[] {
  return [
    {
      key: 'title',
      title: '数据集',
      value: ({ title }) => title,
      show: ({ title, steward }) => (
        <span className={styles.two}>
          <NameText text={title} lines={2} />
          <small>{steward}</small>
        </span>
      ),
    },
    { key: 'rows', title: '行数', number: true, width: '78px', value: ({ rows }) => rows },
    {
      key: 'score',
      title: '得分',
      width: '58px',
      value: ({ score }) => score,
      show: ({ score }) => (
        <b>
          <Score value={score} />
        </b>
      ),
    },
    ...(Object.keys(dimensionTitles) as DimensionId[]).map((dimension): Column<DatasetQuality> => ({
      key: dimension,
      title: dimensionTitles[dimension],
      width: '62px',
      value: ({ dimensions }) => dimensions[dimension],
      show: ({ id, title, dimensions }) =>
        dimensions[dimension] === null ? (
          <span className="quiet" title="没有可检查的规则">
            —
          </span>
        ) : (
          <button
            type="button"
            aria-label={`${title}的${dimensionTitles[dimension]}规则`}
            onClick={(event) => {
              event.stopPropagation()
              openRules(id, dimension)
            }}
          >
            <Score value={dimensions[dimension]} />
          </button>
        ),
    })),
    {
      key: 'failing',
      title: '未过规则',
      number: true,
      width: '74px',
      value: ({ failingRules }) => failingRules,
      show: ({ failingRules, rules }) => `${formatNumber(failingRules)} / ${formatNumber(rules)}`,
    },
    {
      key: 'trend',
      title: '走势',
      width: '84px',
      data: false,
      value: () => null,
      show: ({ title, trend }) =>
        trend.length < 2 ? (
          <span className="quiet small">仅一次</span>
        ) : (
          <Sparkline
            title={`${title}得分`}
            unit="分"
            width={66}
            height={24}
            points={trend.map(({ at, score }) => ({ period: formatDate(at), value: score }))}
          />
        ),
    },
  ]
}

const stewardColumns: readonly Column<StewardQuality>[] = [
  {
    key: 'steward',
    title: '责任单位',
    value: ({ steward }) => steward,
    show: ({ steward }) => <NameText text={steward} lines={2} />,
  },
  { key: 'datasets', title: '数据集', number: true, width: '68px', value: ({ datasets }) => datasets },
  {
    key: 'score',
    title: '得分',
    width: '64px',
    value: ({ score }) => score,
    show: ({ score }) => <Score value={score} />,
  },
]
