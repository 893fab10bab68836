/** Scenarios kept by this account: opened again or deleted. */
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { SavedScenario } from '../../../../server/api/schemas/scenario.ts'
import { problemOf, request, type ApiProblem } from '../../../data/api.ts'
import { refresh } from '../../../data/resource.ts'
import { Card } from '../../../parts/card.tsx'
import { DataTable } from '../../../parts/data-table.tsx'
import { EmptyState } from '../../../parts/empty-state.tsx'
import { formatShare, formatTime } from '../../../parts/format.ts'
import { NameText } from '../../../parts/name-text.tsx'
import { ProblemNote } from '../../../parts/problem-note.tsx'
import { isCurrent } from './compare.ts'
import type { ViewState } from './view-state.ts'
import styles from './comparison.module.css'

export function SavedList({
  saved,
  view,
}: {
  readonly saved: readonly SavedScenario[]
  readonly view: ViewState
}) {
  const client = useQueryClient()
  const [problem, setProblem] = useState<ApiProblem | null>(null)
  const remove = async (id: number) => {
    setProblem(null)
    try {
      await request(`/api/scenarios/${id}`, { method: 'DELETE' })
      await refresh(client, '/api/scenarios')
    } catch (error) {
      setProblem(problemOf(error))
    }
  }
  return (
    <Card title="已保存情景" note={`${saved.length} 个`}>
      <ProblemNote problem={problem} />
      <DataTable
        name="已保存情景"
        rows={saved}
        rowKey={({ id }) => id}
        empty={<EmptyState compact title="没有已保存的情景" detail="推演后按“保存情景”。" />}
        columns={[
          {
            key: 'name',
            title: '名称',
            width: '200px',
            value: ({ name }) => name,
            show: (row) => <NameText text={isCurrent(row, view.draft) ? `${row.name}（当前）` : row.name} />,
          },
          {
            key: 'title',
            title: '内容',
            value: ({ summary }) => summary.title,
            show: ({ summary }) => <NameText text={summary.title} lines={2} />,
          },
          { key: 'region', title: '地区', width: '130px', value: ({ region }) => region.name },
          {
            key: 'lost',
            title: '产出损失',
            unit: '万元',
            number: true,
            width: '120px',
            value: ({ summary }) => summary.lost / 1e4,
          },
          {
            key: 'share',
            title: '占产出',
            number: true,
            width: '90px',
            value: ({ summary }) => summary.share,
            show: ({ summary }) => formatShare(summary.share, 2),
          },
          {
            key: 'half',
            title: '损失过半',
            unit: '家',
            number: true,
            width: '100px',
            value: ({ summary }) => summary.belowHalf,
          },
          {
            key: 'at',
            title: '保存时间',
            width: '150px',
            value: ({ createdAt }) => createdAt,
            show: ({ createdAt }) => formatTime(createdAt),
          },
          {
            key: 'act',
            title: '操作',
            width: '110px',
            data: false,
            value: () => null,
            show: (row) => (
              <span className={styles.acts}>
                <button type="button" className="text-button" onClick={() => view.reopen(row.input)}>
                  打开
                </button>
                <button
                  type="button"
                  className="text-button"
                  aria-label={`删除情景 ${row.name}`}
                  onClick={() => void remove(row.id)}
                >
                  删除
                </button>
              </span>
            ),
          },
        ]}
      />
    </Card>
  )
}
