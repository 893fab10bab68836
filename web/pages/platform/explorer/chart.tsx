/** The answer as a picture: bars, lines, stacks, points or a map, with its legend and what it leaves out. */
import { useMemo, type RefObject } from 'react'
import type { ChartKind, ExplorerAnswer } from '../../../../server/api/schemas/explorer.ts'
import { useChart } from '../../../charts/echarts.ts'
import { usePalette } from '../../../charts/palette.ts'
import { RegionMap } from '../../../charts/region-map.tsx'
import { EmptyState } from '../../../parts/empty-state.tsx'
import { ErrorState } from '../../../parts/error-state.tsx'
import { useScope } from '../../../shell/scope.tsx'
import { drawAnswer } from './chart-option.ts'
import { shownMeasures } from './units.ts'
import styles from './explorer.module.css'

/** The kinds of picture that an answer can be drawn as. */
export function chartsFor({ groups, measures, rows }: ExplorerAnswer): readonly ChartKind[] {
  if (groups.length === 0 || rows.length === 0) return ['table']
  const grain = groups[0]?.grain
  const map = groups.length === 1 && (grain === 'city' || grain === 'county')
  return [
    'bar',
    'line',
    ...(groups.length === 2 ? (['stacked'] as const) : []),
    ...(map ? (['map'] as const) : []),
    ...(measures.length === 2 ? (['scatter'] as const) : []),
    'table',
  ]
}

export function AnswerChart({
  answer,
  chart,
  figure,
}: {
  readonly answer: ExplorerAnswer
  readonly chart: ChartKind
  /** Where the picture is taken from when it is exported. */
  readonly figure: RefObject<HTMLDivElement | null>
}) {
  return (
    <div ref={figure} className={styles.figure}>
      {chart === 'map' ? <AnswerMap answer={answer} /> : <Drawing answer={answer} chart={chart} />}
    </div>
  )
}

function Drawing({ answer, chart }: { readonly answer: ExplorerAnswer; readonly chart: ChartKind }) {
  const palette = usePalette()
  const drawn = useMemo(() => drawAnswer(answer, chart, palette), [answer, chart, palette])
  const { ref, error } = useChart(drawn?.option ?? null)
  if (error !== null) return <ErrorState error={error} />
  return (
    <>
      {drawn !== null && drawn.series.length > 0 && (
        <ul className={styles.legend} aria-label="图例">
          {drawn.series.map(({ title, colour }) => (
            <li key={title}>
              <i style={{ background: colour }} />
              <bdi>{title}</bdi>
            </li>
          ))}
        </ul>
      )}
      <div
        ref={ref}
        className={styles.canvas}
        role="img"
        aria-label={`${answer.title}，${answer.rows.length} 项；数值见下表`}
      />
      {drawn === null && <EmptyState compact title="没有可画的数值" detail="换一个分组，或放宽筛选。" />}
      {drawn !== null && drawn.notes.length > 0 && <p className={styles.leftOut}>{drawn.notes.join('；')}</p>}
    </>
  )
}

function AnswerMap({ answer }: { readonly answer: ExplorerAnswer }) {
  const { region, regions, realm } = useScope()
  const [measure] = shownMeasures(answer)
  const level = answer.groups[0]?.grain === 'city' ? 'city' : 'county'
  const values = useMemo(
    () =>
      answer.rows.flatMap(({ keys, values: list, withheld }) => {
        const [key] = keys
        if (key === undefined || key.code === null) return []
        const value = list[0] ?? null
        return [
          {
            code: key.code,
            name: key.label,
            value: value === null ? null : value / (measure?.scale ?? 1),
            estimated: false,
            ...(withheld && { withheld, lines: ['因小单元保护'] }),
          },
        ]
      }),
    [answer.rows, measure?.scale],
  )
  if (measure === undefined) return null
  return (
    <RegionMap
      key={realm}
      region={
        answer.region === null ? region : (regions.find(({ code }) => code === answer.region?.code) ?? region)
      }
      regions={regions}
      level={level}
      measure={measure}
      values={values}
    />
  )
}
