/** Firms whose share of sales hides how much depends on them: ranked, drawn, and computed anew on demand. */
import { useState } from 'react'
import type { Criticality } from '../../../../server/api/schemas/criticality.ts'
import { useCriticality } from '../../../data/scenarios.ts'
import { Answer } from '../../../parts/answer.tsx'
import { Card } from '../../../parts/card.tsx'
import { Choice } from '../../../parts/choice.tsx'
import { DataTable, type Column } from '../../../parts/data-table.tsx'
import { EmptyState } from '../../../parts/empty-state.tsx'
import { formatNumber, formatTime, MISSING } from '../../../parts/format.ts'
import { NameText } from '../../../parts/name-text.tsx'
import { RealmBadge } from '../../../parts/realm-badge.tsx'
import { useScope } from '../../../shell/scope.tsx'
import { CriticalChart } from './critical-chart.tsx'
import { usual } from './draft.ts'
import { SweepControl } from './sweep-control.tsx'
import type { ViewState } from './view-state.ts'
import styles from './shutdown.module.css'

type CriticalFirm = Criticality['items'][number]

const lists = [
  { value: 'hidden', title: '隐性关键' },
  { value: 'all', title: '全部企业' },
] as const

const PICTURE_FIRMS = 500

export function HiddenFirms({ view }: { readonly view: ViewState }) {
  const { query, region, realm } = useScope()
  const [list, setList] = useState<(typeof lists)[number]['value']>('hidden')
  const ranked = useCriticality(query, list === 'hidden')
  const all = useCriticality(query, false, false, PICTURE_FIRMS)
  const run = (firm: CriticalFirm) => {
    if (firm.creditCode !== null) view.run({ ...usual, enterprises: [firm.creditCode] })
  }
  return (
    <div className={styles.hidden}>
      <Card title="测算" className={styles.sweep} actions={<RealmBadge realm={realm} />}>
        <SweepControl basis={ranked.data} />
      </Card>
      <Card
        title="隐性关键企业"
        fill
        className={styles.ranking}
        note="ESRI：该企业全部停产时全网产出损失的份额"
        actions={<Choice label="企业范围" value={list} options={lists} onChange={setList} />}
      >
        <Answer of={ranked} title="正在读取排名">
          {(data) => (
            <DataTable
              name={`${region.name}-${list === 'hidden' ? '隐性关键企业' : '企业系统性风险'}-${data.asOf ?? ''}`}
              rows={data.items}
              total={data.total}
              columns={columns}
              rowKey={({ node }) => node}
              onRow={run}
              empty={<NoRanking data={data} />}
            />
          )}
        </Answer>
      </Card>
      <Card title="规模与影响" fill className={styles.scatter} note="左上方：规模小、影响大">
        <Answer of={all} title="正在读取全部企业">
          {(data) =>
            data.items.length === 0 ? (
              <EmptyState compact title="尚无可画的企业" detail="测算完成后显示。" />
            ) : (
              <CriticalChart items={data.items} total={data.total} onPick={run} />
            )
          }
        </Answer>
      </Card>
    </div>
  )
}

function NoRanking({ data }: { readonly data: Criticality }) {
  if (data.computedAt === null) {
    return <EmptyState title="还没有测算" detail="按“重新测算”对全部企业逐家推演一次。" />
  }
  return (
    <EmptyState
      title="该地区没有隐性关键企业"
      detail={`${data.definition}；可看“全部企业”，或放大地区范围。测算于 ${formatTime(data.computedAt)}。`}
    />
  )
}

const columns: readonly Column<CriticalFirm>[] = [
  { key: 'rank', title: '名次', number: true, width: '62px', value: ({ rank }) => rank },
  {
    key: 'name',
    title: '企业',
    value: ({ name }) => name,
    show: ({ name }) => <NameText text={name} lines={2} />,
  },
  {
    key: 'segment',
    title: '主营环节',
    width: '130px',
    value: ({ segmentTitle }) => segmentTitle,
    show: ({ segmentTitle }) => <NameText text={segmentTitle ?? MISSING} lines={2} />,
  },
  {
    key: 'region',
    title: '所在地',
    width: '110px',
    value: ({ region, country }) => region?.name ?? country,
    show: ({ region, country }) => <NameText text={region?.name ?? country ?? MISSING} lines={2} />,
  },
  {
    key: 'esri',
    title: 'ESRI',
    unit: '%',
    number: true,
    digits: 3,
    width: '100px',
    value: ({ esri }) => esri * 100,
  },
  {
    key: 'share',
    title: '销售占比',
    unit: '%',
    number: true,
    digits: 3,
    width: '124px',
    value: ({ salesShare }) => salesShare * 100,
  },
  {
    key: 'ratio',
    title: '影响/规模',
    unit: '倍',
    number: true,
    width: '126px',
    value: ({ ratio }) => ratio,
    show: ({ ratio }) => formatNumber(ratio, ratio !== null && ratio < 10 ? 1 : 0),
  },
]
