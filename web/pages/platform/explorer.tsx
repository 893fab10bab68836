/**
 * 建模: a question about a metric or a dataset put together from plain controls, its answer as picture and table.
 * The whole question stands in the address.
 */
import { useMemo, useRef, useState } from 'react'
import type { ExplorerSubject } from '../../../server/api/schemas/explorer.ts'
import { usePalette } from '../../charts/palette.ts'
import { useExplorerAnswer, useExplorerSubjects } from '../../data/explorer.ts'
import { Answer } from '../../parts/answer.tsx'
import { Card } from '../../parts/card.tsx'
import { Choice } from '../../parts/choice.tsx'
import { EmptyState } from '../../parts/empty-state.tsx'
import { ErrorState } from '../../parts/error-state.tsx'
import { Loading } from '../../parts/loading.tsx'
import { useAddressState } from '../../shell/address-state.ts'
import { useScope } from '../../shell/scope.tsx'
import { AnswerChart, chartsFor } from './explorer/chart.tsx'
import { Controls } from './explorer/controls.tsx'
import { examples } from './explorer/examples.ts'
import { ExportMenu } from './explorer/export-menu.tsx'
import { savePicture } from './explorer/picture.ts'
import { ResultTable, type Cell } from './explorer/result-table.tsx'
import { RowsDrawer } from './explorer/rows-drawer.tsx'
import { chartTitles, firstQuestion, isFilled, parseAsked, toQuery, type Asked } from './explorer/state.ts'
import { ViewsMenu } from './explorer/views-menu.tsx'
import styles from './explorer/explorer.module.css'

export default function Explorer() {
  const subjects = useExplorerSubjects()
  return (
    <Answer of={subjects} title="正在读取可分析的数据">
      {({ items }) =>
        items.length === 0 ? (
          <EmptyState title="没有可分析的数据" detail="先在采集中载入数据。" />
        ) : (
          <Workbench subjects={items} />
        )
      }
    </Answer>
  )
}

function Workbench({ subjects }: { readonly subjects: readonly ExplorerSubject[] }) {
  const address = useAddressState()
  const text = address.get('q')
  const asked = useMemo(() => parseAsked(text), [text])
  const subject = subjects.find(({ id }) => id === asked?.subject)
  const ask = (next: Asked, push = false) => address.set({ q: JSON.stringify(next) }, push)
  if (asked === null || subject === undefined) {
    return <Start subjects={subjects} unknown={text !== null} onStart={(next) => ask(next, true)} />
  }
  return (
    <div className={styles.page}>
      <Card
        title="问题"
        fill
        className={styles.side}
        actions={
          <button type="button" className="text-button" onClick={() => address.set({ q: null }, true)}>
            从示例开始
          </button>
        }
      >
        <Controls asked={asked} subject={subject} subjects={subjects} onChange={ask} />
      </Card>
      <Result asked={asked} subject={subject} onChange={ask} />
    </div>
  )
}

/** Three analyses to begin with, or a subject of one's own. */
function Start({
  subjects,
  unknown,
  onStart,
}: {
  readonly subjects: readonly ExplorerSubject[]
  readonly unknown: boolean
  readonly onStart: (asked: Asked) => void
}) {
  const ready = examples.filter(({ asked }) => subjects.some(({ id }) => id === asked.subject))
  const groups = [...new Set(subjects.map(({ group }) => group))]
  return (
    <div className={styles.start}>
      {unknown && <p className={styles.trouble}>链接中的问题不完整，或所指的数据不对您开放。请重新选择。</p>}
      <Card title="从示例开始">
        <ul className={styles.examples}>
          {ready.map(({ title, detail, asked }) => (
            <li key={title}>
              <button type="button" onClick={() => onStart(asked)}>
                <b>{title}</b>
                <span>{detail}</span>
              </button>
            </li>
          ))}
        </ul>
      </Card>
      {groups.map((group) => (
        <Card key={group} title={group}>
          <ul className={styles.subjects}>
            {subjects
              .filter((one) => one.group === group)
              .map((one) => (
                <li key={one.id}>
                  <button
                    type="button"
                    className="text-button"
                    title={one.definition}
                    onClick={() => onStart(firstQuestion(one))}
                  >
                    {one.title}
                  </button>
                </li>
              ))}
          </ul>
        </Card>
      ))}
    </div>
  )
}

function Result({
  asked,
  subject,
  onChange,
}: {
  readonly asked: Asked
  readonly subject: ExplorerSubject
  readonly onChange: (asked: Asked) => void
}) {
  const { query: scope, session } = useScope()
  const palette = usePalette()
  const figure = useRef<HTMLDivElement>(null)
  const [cell, setCell] = useState<Cell | null>(null)
  const query = useMemo(
    () => toQuery({ ...asked, filters: asked.filters.filter(isFilled) }, scope, subject),
    [asked, scope, subject],
  )
  const answer = useExplorerAnswer(query)
  const { data } = answer
  if (answer.error !== null) {
    return (
      <Card title={subject.title} fill className={styles.main}>
        <ErrorState error={answer.error} retry={() => void answer.refetch()} />
      </Card>
    )
  }
  if (data === undefined) {
    return (
      <Card title={subject.title} fill className={styles.main}>
        <Loading title="正在汇总" />
      </Card>
    )
  }
  const kinds = chartsFor(data)
  const chart = kinds.includes(asked.chart) ? asked.chart : (kinds[0] ?? 'table')
  const isFirm = session.role === 'enterprise' || session.role === 'bank'
  const canOpen = data.protection === null && subject.kind === 'dataset'
  return (
    <div className={styles.main} aria-busy={answer.isFetching}>
      <header className={styles.head}>
        <h2 title={data.title}>{data.title}</h2>
        {answer.isFetching && (
          <span className={styles.wait}>
            <Loading title="正在汇总" />
          </span>
        )}
        <Choice
          label="图形"
          value={chart}
          options={kinds.map((kind) => ({ value: kind, title: chartTitles[kind] }))}
          onChange={(kind) => onChange({ ...asked, chart: kind })}
        />
        <ViewsMenu
          asked={asked}
          name={data.title}
          shareable={!isFirm}
          onOpen={(view) => {
            const { region: _region, realm: _realm, asOf: _asOf, chain: _chain, ...kept } = view.query
            onChange({ ...kept, chart: view.chart })
          }}
        />
        <ExportMenu
          query={query}
          onPicture={chart === 'table' ? undefined : () => savePicture(figure.current, data, palette)}
        />
      </header>
      {data.rows.length === 0 ? (
        <Card fill className={styles.table}>
          <EmptyState title="没有符合条件的数据" detail="放宽筛选，或换一个地区、期间。" />
        </Card>
      ) : (
        <>
          {chart !== 'table' && (
            <Card fill className={styles.chart}>
              <AnswerChart answer={data} chart={chart} figure={figure} />
            </Card>
          )}
          <Card fill className={styles.table} footer={<Foot answer={data} />}>
            <ResultTable answer={data} onCell={canOpen ? setCell : undefined} />
          </Card>
        </>
      )}
      {cell !== null && <RowsDrawer query={query} cell={cell} onClose={() => setCell(null)} />}
    </div>
  )
}

function Foot({ answer }: { readonly answer: NonNullable<ReturnType<typeof useExplorerAnswer>['data']> }) {
  const { rows, available, protection, notes, sources, period, region, asOf } = answer
  const shown = new Set(rows.map(({ keys }) => keys[0]?.code ?? null)).size
  const parts = [
    ...(shown < available ? [`显示 ${shown} 项，共 ${available} 项；合计为全部`] : []),
    ...(protection !== null && protection.withheld > 0
      ? [`${protection.withheld} 处${protection.reason}`]
      : []),
    ...(region === null ? [] : [`地区：${region.name}`]),
    `数据期间：${period ?? '—'}`,
    ...(asOf === null ? [] : [`截至：${asOf}`]),
    `来源：${sources.join('；')}`,
    ...notes,
  ]
  return <p className={styles.foot}>{parts.join('　')}</p>
}
