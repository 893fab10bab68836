/** Chooses where to start: a metric, a dataset, a data source, a stage. */
import { useMemo, useState } from 'react'
import { useDatasets, useMetricDefinitions } from '../../../data/queries.ts'
import { SearchBox, type Suggestion } from '../../../parts/search-box.tsx'

const shown = 12

const stages: readonly Suggestion[] = [
  { id: 'stage:fusion', title: '融合企业', group: '阶段' },
  { id: 'stage:chain', title: '产业链判断', group: '阶段' },
  { id: 'stage:migration-watch', title: '迁移早期预警评分', group: '阶段' },
]

export function StartSearch({ onPick }: { readonly onPick: (subject: string) => void }) {
  const metrics = useMetricDefinitions().data?.items
  const datasets = useDatasets().data?.items
  const [text, setText] = useState('')
  const all = useMemo(
    (): readonly Suggestion[] => [
      ...(metrics ?? []).map(({ id, title, unit }) => ({
        id: `metric:${id}`,
        title,
        note: unit,
        group: '指标',
      })),
      ...stages,
      ...(datasets ?? []).map(({ id, title, warehouseTitle }) => ({
        id: `dataset:${id}`,
        title,
        note: warehouseTitle,
        group: '数据集',
      })),
    ],
    [metrics, datasets],
  )
  const wanted = text.trim().toLowerCase()
  const found = all.filter(({ id, title }) => title.toLowerCase().includes(wanted) || id.includes(wanted))
  return (
    <SearchBox
      label="起点：指标、数据集或阶段"
      text={text}
      onText={setText}
      suggestions={wanted === '' ? [] : found.slice(0, shown)}
      onPick={({ id }) => {
        setText('')
        onPick(id)
      }}
      hotkey
    />
  )
}
