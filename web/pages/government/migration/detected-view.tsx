/** 识别: moves read from the addresses that firms gave over time, both addresses side by side. */
import { useState } from 'react'
import type {
  DetectedList,
  DetectedMove,
  Detection,
  HistoryKind,
} from '../../../../server/api/schemas/migration-study.ts'
import { useDetectedMoves } from '../../../data/migration-study.ts'
import { Answer } from '../../../parts/answer.tsx'
import { Card } from '../../../parts/card.tsx'
import { Choice } from '../../../parts/choice.tsx'
import { DataTable, type Column } from '../../../parts/data-table.tsx'
import { EmptyState } from '../../../parts/empty-state.tsx'
import { SourceButton } from '../../../parts/evidence-drawer.tsx'
import { formatNumber } from '../../../parts/format.ts'
import { NameText } from '../../../parts/name-text.tsx'
import { useScope } from '../../../shell/scope.tsx'
import { NetFlows } from './net-flows.tsx'
import { confidenceTitles, kindTitles } from './study-words.ts'
import { distanceTitles, moveSupplier } from './vocabulary.ts'
import styles from './study.module.css'

const levels = ['cross_county', 'cross_city', 'cross_province'] as const
type Level = 'all' | (typeof levels)[number]

export function DetectedView() {
  const { query, region, realm } = useScope()
  const [chosen, setChosen] = useState<HistoryKind | null>(null)
  const [level, setLevel] = useState<Level>('all')
  const [wide, setWide] = useState(true)
  // Annual reports are disclosed to everybody; a register is shown for the region alone.
  const disclosed = chosen === 'annual-report' || (chosen === null && realm === 'actual')
  const nationwide = disclosed && wide
  const moves = useDetectedMoves(query, {
    kind: chosen ?? (nationwide ? 'annual-report' : undefined),
    level: level === 'all' ? undefined : level,
    nationwide,
  })
  return (
    <div className={styles.page} data-print="page">
      <Answer of={moves} title="正在读取地址沿革">
        {({ pages }) => {
          const [first] = pages
          if (first === undefined || first.detections.length === 0) return <NoHistory />
          const kind = first.kind ?? first.detections[0]?.kind ?? 'annual-report'
          const detection = first.detections.find((one) => one.kind === kind)
          const rows = pages.flatMap(({ items }) => items)
          return (
            <>
              {detection !== undefined && <Counts detection={detection} />}
              <div className={styles.split}>
                <Card
                  title="识别出的迁移"
                  fill
                  note={nationwide ? '全国上市公司' : `迁入或迁出${region.name}`}
                  actions={
                    <div className={styles.filters}>
                      <Choice
                        label="来源"
                        value={kind}
                        options={first.detections.map((one) => ({
                          value: one.kind,
                          title: kindTitles[one.kind],
                        }))}
                        onChange={setChosen}
                      />
                      {kind === 'annual-report' && (
                        <Choice
                          label="范围"
                          value={nationwide ? 'country' : 'region'}
                          options={[
                            { value: 'country', title: '全国' },
                            { value: 'region', title: region.name },
                          ]}
                          onChange={(value) => {
                            setChosen('annual-report')
                            setWide(value === 'country')
                          }}
                        />
                      )}
                      <Choice
                        label="级别"
                        value={level}
                        options={[
                          { value: 'all', title: '全部' },
                          ...levels.map((value) => ({ value, title: distanceTitles[value] })),
                        ]}
                        onChange={setLevel}
                      />
                    </div>
                  }
                >
                  <MoveTable
                    rows={rows}
                    name={`${nationwide ? '全国' : region.name}-${kindTitles[kind]}识别的迁移`}
                    total={first.total}
                  />
                </Card>
                <NetFlows
                  source={kind === 'annual-report' ? kind : 'registration-change'}
                  nationwide={nationwide}
                />
              </div>
            </>
          )
        }}
      </Answer>
    </div>
  )
}

function NoHistory() {
  return (
    <EmptyState
      title="没有可比较的地址"
      detail="同一企业至少要有两个时点的地址：历年年度报告、住所变更登记，或登记信息的再次交付。"
      supplier={moveSupplier}
    />
  )
}

function Counts({ detection }: { readonly detection: Detection }) {
  const { firms, records, withoutAddress, pairs, counts } = detection
  const cells: readonly (readonly [string, number, string, boolean])[] = [
    ['比较的地址', pairs, `${formatNumber(firms)} 家，${formatNumber(records)} 条`, false],
    ['未变', counts.identical, '文字相同', false],
    ['改写', counts.reworded, '同一门牌，不算迁移', false],
    ['同县迁址', counts.sameCounty, '不算迁移', false],
    ['区划调整', counts.redrawn, '县界变了，企业没动', false],
    ['跨县', counts.crossCounty, '同一市内', true],
    [
      '跨市 · 跨省',
      counts.crossCity + counts.crossProvince,
      `跨市 ${formatNumber(counts.crossCity)}，跨省 ${formatNumber(counts.crossProvince)}`,
      true,
    ],
    ['不足以判断', counts.unresolved, `另 ${formatNumber(withoutAddress)} 条无地址`, false],
  ]
  return (
    <dl className={styles.strip} aria-label={`${kindTitles[detection.kind]}：逐对比较的结果`}>
      {cells.map(([title, value, note, move]) => (
        <div key={title} data-move={move}>
          <dt>{title}</dt>
          <dd className="number">
            {formatNumber(value)} <small>对</small>
          </dd>
          <small title={note}>{note}</small>
        </div>
      ))}
    </dl>
  )
}

function MoveTable({
  rows,
  name,
  total,
}: {
  readonly rows: readonly DetectedMove[]
  readonly name: string
  readonly total: DetectedList['total']
}) {
  return (
    <div className={styles.listing}>
      <DataTable
        name={name}
        rows={rows}
        columns={columns}
        rowKey={({ firm, beforeAt, afterAt }) => `${firm} ${beforeAt} ${afterAt}`}
        total={total}
        empty={<EmptyState compact title="没有识别出迁移" detail="该范围内的地址都在原县，或不足以判断。" />}
      />
    </div>
  )
}

const YEAR = '2019'.length

const columns: readonly Column<DetectedMove>[] = [
  {
    key: 'firm',
    title: '企业',
    width: '16%',
    value: ({ name }) => name,
    show: ({ name, firm }) => (
      <span className={styles.address}>
        <span className="number">{firm}</span>
        <NameText text={name} />
      </span>
    ),
  },
  {
    key: 'when',
    title: '时间',
    width: '104px',
    value: ({ beforeAt, afterAt }) => (beforeAt === afterAt ? afterAt : `${beforeAt}→${afterAt}`),
    show: ({ beforeAt, afterAt }) =>
      beforeAt === afterAt || afterAt.length === YEAR ? undefined : (
        <span className={`${styles.address} number`}>
          <span>{beforeAt}</span>
          <span>→ {afterAt}</span>
        </span>
      ),
  },
  {
    key: 'before',
    title: '变更前地址',
    value: ({ beforeAddress }) => beforeAddress,
    show: (row) => <Side side={row.origin.name} text={row.beforeAddress} />,
  },
  {
    key: 'after',
    title: '变更后地址',
    value: ({ afterAddress }) => afterAddress,
    show: (row) => <Side side={row.destination.name} text={row.afterAddress} />,
  },
  { key: 'level', title: '级别', width: '64px', value: ({ level }) => distanceTitles[level] },
  {
    key: 'confidence',
    title: '把握',
    width: '72px',
    value: ({ confidence, reason }) => `${confidenceTitles[confidence]}：${reason}`,
    show: ({ confidence, reason }) => (
      <span className={styles.confidence} data-level={confidence} title={reason}>
        {confidenceTitles[confidence]}
      </span>
    ),
  },
  {
    key: 'source',
    title: '来源',
    width: '92px',
    value: ({ beforeSource, afterSource }) =>
      `${afterSource.datasetTitle} ${afterSource.fileName} 第${beforeSource.rowNumber}、${afterSource.rowNumber}行`,
    show: ({ beforeSource, afterSource }) => (
      <span className={styles.sources}>
        <SourceButton source={beforeSource} />
        {(beforeSource.batchId !== afterSource.batchId ||
          beforeSource.rowNumber !== afterSource.rowNumber) && <SourceButton source={afterSource} />}
      </span>
    ),
  },
]

function Side({ side, text }: { readonly side: string; readonly text: string }) {
  return (
    <span className={styles.address}>
      <span>{side}</span>
      <NameText text={text} lines={2} />
    </span>
  )
}
