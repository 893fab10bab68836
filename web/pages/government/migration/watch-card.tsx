/** Whom to visit: the scored firms, the highest first. */
import { useState } from 'react'
import type { WatchItem } from '../../../../server/api/schemas/migration.ts'
import { Answer } from '../../../parts/answer.tsx'
import { Card } from '../../../parts/card.tsx'
import { Choice } from '../../../parts/choice.tsx'
import { DataTable, type Column } from '../../../parts/data-table.tsx'
import { EmptyState } from '../../../parts/empty-state.tsx'
import { NameText } from '../../../parts/name-text.tsx'
import { useScope } from '../../../shell/scope.tsx'
import { LevelBadge } from './level-badge.tsx'
import { useScopeWatchList } from './moves.ts'
import { PointBar, PointKey } from './point-bar.tsx'
import { levelTitles, listedFrom, stageTitles, visitLine, watchSupplier, type Level } from './vocabulary.ts'
import type { ViewState } from './view-state.ts'
import styles from './screen.module.css'

type Shown = 'all' | Level

export function WatchCard({ view }: { readonly view: ViewState }) {
  const { region } = useScope()
  const list = useScopeWatchList()
  const [shown, setShown] = useState<Shown>('all')
  const items = list.data?.items ?? []
  const rows = items.filter(({ level }) => shown === 'all' || level === shown)
  const count = (level: Level) => items.filter((item) => item.level === level).length
  return (
    <Card
      title="走访服务名单"
      fill
      className={styles.watch}
      note={list.data !== undefined && `截至 ${list.data.month}`}
      actions={
        <Choice
          label="等级"
          value={shown}
          options={[
            { value: 'all', title: `全部 ${items.length}` },
            ...(['high', 'medium', 'low'] as const).map((level) => ({
              value: level,
              title: `${levelTitles[level]} ${count(level)}`,
            })),
          ]}
          onChange={setShown}
        />
      }
      footer={
        <p className={styles.foot}>
          <PointKey />
          <span>本表为专家评分，不是概率；{visitLine} 分为走访线。点一行看逐项依据。</span>
        </p>
      }
    >
      <Answer of={list} title="正在读取走访服务名单">
        {({ month, total, backtest }) => (
          <div className={styles.listing}>
            <DataTable
              name={`${region.name}-走访服务名单-截至${month}`}
              rows={rows}
              columns={columns}
              rowKey={({ creditCode }) => creditCode}
              selected={view.enterprise}
              onRow={({ creditCode }) => view.open(creditCode)}
              total={shown === 'all' ? total : undefined}
              empty={
                items.length > 0 ? (
                  <EmptyState compact title="没有该等级的企业" detail="选择其他等级，或显示全部。" />
                ) : backtest === null ? (
                  <EmptyState
                    title="没有可计分的信号"
                    detail="名单由对外投资、中标成交、用电量和参保人数的变化计分得出，这些数据尚未载入。"
                    supplier={watchSupplier}
                  />
                ) : (
                  <EmptyState
                    title="没有需要走访的企业"
                    detail={`${region.name}没有得分达到 ${listedFrom} 分的企业，可选上级地区查看。`}
                  />
                )
              }
            />
          </div>
        )}
      </Answer>
    </Card>
  )
}

const columns: readonly Column<WatchItem>[] = [
  {
    key: 'name',
    title: '企业',
    value: ({ name }) => name,
    show: ({ name }) => <NameText text={name} />,
  },
  {
    key: 'region',
    title: '区县',
    width: '100px',
    value: ({ region }) => region.name,
    show: ({ region }) => <NameText text={region.name} />,
  },
  {
    key: 'segment',
    title: '环节',
    width: '142px',
    value: ({ segment }) => segment?.title ?? null,
    show: ({ segment }) => (segment === null ? '—' : <NameText text={segment.title} />),
  },
  {
    key: 'revenue',
    title: '营收',
    unit: '亿元',
    number: true,
    digits: 2,
    width: '95px',
    value: ({ revenue }) => (revenue === null ? null : revenue / YUAN_IN_YI),
  },
  {
    key: 'employees',
    title: '职工',
    unit: '人',
    number: true,
    width: '83px',
    value: ({ employees }) => employees,
  },
  {
    key: 'score',
    title: '分值',
    number: true,
    width: '164px',
    value: ({ score }) => score,
    show: (item) => <PointBar item={item} />,
  },
  {
    key: 'level',
    title: '等级',
    width: '58px',
    value: ({ level }) => levelTitles[level],
    order: ({ score }) => -score,
    show: ({ level }) => <LevelBadge level={level} />,
  },
  {
    key: 'signal',
    title: '最近信号',
    width: '126px',
    value: (item) => {
      const last = latestSignal(item)
      return last === undefined ? null : `${last.date} ${stageTitles[last.stage]} ${last.title}`
    },
    show: (item) => {
      const last = latestSignal(item)
      if (last === undefined) return '—'
      return (
        <span className={styles.twoLines}>
          <span className="number">
            {last.date} {stageTitles[last.stage]}
          </span>
          <NameText text={last.title} />
        </span>
      )
    },
  },
]

const YUAN_IN_YI = 1e8

/** Of the signals that count; the newest first in the answer. */
function latestSignal({ signals }: WatchItem): WatchItem['signals'][number] | undefined {
  return signals.toSorted((a, b) => (a.date < b.date ? 1 : a.date > b.date ? -1 : 0))[0]
}
