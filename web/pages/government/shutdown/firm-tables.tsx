/** Firms that lose, those left with less than half of their output first, and those that stopped. */
import { useState } from 'react'
import type { AffectedFirm, ScenarioResult } from '../../../../server/api/schemas/scenario.ts'
import { Card } from '../../../parts/card.tsx'
import { Choice } from '../../../parts/choice.tsx'
import { DataTable, type Column } from '../../../parts/data-table.tsx'
import { EmptyState } from '../../../parts/empty-state.tsx'
import { formatNumber, MISSING } from '../../../parts/format.ts'
import { NameText } from '../../../parts/name-text.tsx'
import { ReachedTable } from './reached-table.tsx'
import type { ViewState } from './view-state.ts'
import styles from './shutdown.module.css'

const lists = [
  { value: 'hit', title: '损失过半' },
  { value: 'all', title: '全部受影响' },
  { value: 'off', title: '停产企业' },
] as const
type List = (typeof lists)[number]['value']

export function FirmTables({ result, view }: { readonly result: ScenarioResult; readonly view: ViewState }) {
  const [list, setList] = useState<List>(() => (result.belowHalfTotal > result.offTotal ? 'hit' : 'all'))
  const { belowHalf, belowHalfTotal, off, offTotal, region, asOf, timeToSurvive } = result
  const notes: Readonly<Record<List, string>> = {
    hit: `剩余产出不到一半，按损失金额，${formatNumber(belowHalfTotal)} 家`,
    all: '图中产出有损失的企业，按损失比例',
    off: `按年销售额，${formatNumber(offTotal)} 家`,
  }
  return (
    <Card
      title="受影响企业"
      className={styles.firms}
      note={notes[list]}
      actions={<Choice label="企业列表" value={list} options={lists} onChange={setList} />}
    >
      {list === 'all' && <ReachedTable result={result} view={view} />}
      {list === 'hit' && (
        <DataTable
          name={`${region.name}-停产推演-损失过半企业-${asOf}`}
          rows={belowHalf}
          total={belowHalfTotal}
          columns={hitColumns(timeToSurvive.basis === 'assumed')}
          rowKey={({ node }) => node}
          maxHeight="420px"
          onRow={({ creditCode }) => creditCode !== null && view.open(creditCode)}
          empty={<EmptyState compact title="没有企业损失过半" detail="各环节、区县的损失见上。" />}
        />
      )}
      {list === 'off' && (
        <DataTable
          name={`${region.name}-停产推演-停产企业-${asOf}`}
          rows={off}
          total={offTotal}
          columns={partyColumns}
          rowKey={({ node }) => node}
          maxHeight="420px"
          onRow={({ creditCode }) => creditCode !== null && view.open(creditCode)}
        />
      )}
    </Card>
  )
}

type Party = ScenarioResult['off'][number]

const place = ({ region, country }: Party) => region?.name ?? country ?? null

const partyColumns: readonly Column<Party>[] = [
  {
    key: 'name',
    title: '企业',
    value: ({ name }) => name,
    show: ({ name }) => <NameText text={name} />,
  },
  {
    key: 'segment',
    title: '主营环节',
    width: '150px',
    value: ({ segmentTitle }) => segmentTitle,
    show: ({ segmentTitle }) => <NameText text={segmentTitle ?? MISSING} />,
  },
  {
    key: 'region',
    title: '所在地',
    width: '150px',
    value: place,
    show: (row) => <NameText text={place(row) ?? MISSING} />,
  },
  {
    key: 'sales',
    title: '年销售',
    unit: '万元',
    number: true,
    width: '120px',
    value: ({ sales }) => sales / 1e4,
    show: ({ sales }) => formatNumber(sales / 1e4),
  },
]

function hitColumns(survival: boolean): readonly Column<AffectedFirm>[] {
  return [
    ...(partyColumns as readonly Column<AffectedFirm>[]),
    {
      key: 'loss',
      title: '产出损失',
      unit: '%',
      number: true,
      digits: 1,
      width: '110px',
      value: ({ loss }) => loss * 100,
    },
    {
      key: 'lost',
      title: '损失金额',
      unit: '万元',
      number: true,
      width: '120px',
      digits: 1,
      value: ({ lost }) => lost / 1e4,
    },
    {
      key: 'round',
      title: '波及',
      unit: '轮',
      number: true,
      width: '100px',
      value: ({ firstRound }) => firstRound,
    },
    ...(survival
      ? [
          {
            key: 'survive',
            title: '可维持（假设）',
            unit: '天',
            number: true,
            digits: 1,
            width: '130px',
            value: ({ surviveDays }: AffectedFirm) => surviveDays,
          },
        ]
      : []),
  ]
}
