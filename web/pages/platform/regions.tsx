/** 区划树: the divisions of GB/T 2260 and, below its cities, the functional areas that users add. */
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { AddedRegion } from '../../../server/api/schemas/region.ts'
import type { Region } from '../../../server/api/schemas/shared.ts'
import { problemOf, request } from '../../data/api.ts'
import { useAddedRegions, useRegions } from '../../data/queries.ts'
import { refresh } from '../../data/resource.ts'
import { Answer } from '../../parts/answer.tsx'
import { Card } from '../../parts/card.tsx'
import { DataTable, type Column } from '../../parts/data-table.tsx'
import { Drawer } from '../../parts/drawer.tsx'
import { EmptyState } from '../../parts/empty-state.tsx'
import { formatTime } from '../../parts/format.ts'
import { useScope } from '../../shell/scope.tsx'
import { NewRegionForm } from './regions/new-region-form.tsx'
import styles from './regions/regions.module.css'

const tierTitles: Readonly<Record<Region['tier'], string>> = {
  province: '省级',
  'separate-plan-city': '计划单列市',
  city: '地级市',
  county: '县（市、区）',
  zone: '功能区（增设）',
}

const divisionColumns: readonly Column<Region & { readonly parentName: string | null }>[] = [
  { key: 'code', title: '代码', width: '96px', value: ({ code }) => code },
  { key: 'name', title: '名称', value: ({ name }) => name },
  { key: 'tier', title: '层级', width: '132px', value: ({ tier }) => tierTitles[tier] },
  { key: 'parent', title: '上级', value: ({ parentName }) => parentName },
]

export default function Regions() {
  const { session } = useScope()
  const regions = useRegions()
  const added = useAddedRegions()
  const client = useQueryClient()
  const [adding, setAdding] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const mayChange = session.role === 'system-admin'

  const end = async ({ code }: AddedRegion) => {
    setProblem(null)
    try {
      await request(`/api/regions/added/${code}`, { method: 'DELETE' })
      await refresh(client, '/api/regions')
    } catch (error) {
      setProblem(problemOf(error).detail)
    }
  }
  const addedColumns: readonly Column<AddedRegion>[] = [
    { key: 'code', title: '代码', width: '96px', value: ({ code }) => code },
    { key: 'name', title: '名称', value: ({ name }) => name },
    { key: 'parent', title: '所属城市', width: '96px', value: ({ parentName }) => parentName },
    { key: 'basis', title: '设立依据', value: ({ basis }) => basis },
    {
      key: 'accounts',
      title: '账号数',
      unit: '个',
      number: true,
      width: '96px',
      value: ({ accounts }) => accounts,
    },
    {
      key: 'createdAt',
      title: '增设',
      width: '172px',
      value: ({ createdAt, createdBy }) => `${formatTime(createdAt)} ${createdBy}`,
    },
    ...(mayChange
      ? [
          {
            key: 'end',
            title: '操作',
            width: '84px',
            data: false,
            value: () => null,
            show: (region: AddedRegion) => (
              <button
                type="button"
                className="button"
                aria-label={`撤销${region.name}`}
                onClick={() => void end(region)}
              >
                撤销
              </button>
            ),
          },
        ]
      : []),
  ]

  const items = regions.data?.items ?? []
  const nameOf = new Map(items.map(({ code, name }) => [code, name]))
  const divisions = items.map((region) => ({
    ...region,
    parentName: region.parent === null ? null : (nameOf.get(region.parent) ?? null),
  }))
  return (
    <div className={styles.page}>
      <Card
        title="增设的功能区"
        note="开发区、高新区等，按统计用区划代码增设后，可作为账号的辖区；数据按所带代码归入"
        actions={
          mayChange && (
            <button type="button" className="button button-primary" onClick={() => setAdding(true)}>
              增设地区
            </button>
          )
        }
      >
        {problem !== null && (
          <p className={styles.problem} role="alert">
            {problem}
          </p>
        )}
        <Answer of={added} title="正在读取增设的地区">
          {({ items: rows }) =>
            rows.length === 0 ? (
              <EmptyState
                title="尚未增设地区"
                detail={mayChange ? '点“增设地区”，填写六位统计用区划代码和设立依据。' : '由系统管理员增设。'}
              />
            ) : (
              <DataTable name="增设的地区" rows={rows} columns={addedColumns} rowKey={({ code }) => code} />
            )
          }
        </Answer>
      </Card>
      <Card title="行政区划" fill note="GB/T 2260 代码；计划单列市单独成一层级">
        <Answer of={regions} title="正在读取行政区划">
          {() => (
            <DataTable
              name="行政区划"
              rows={divisions}
              columns={divisionColumns}
              rowKey={({ code }) => code}
            />
          )}
        </Answer>
      </Card>
      {adding && (
        <Drawer title="增设地区" onClose={() => setAdding(false)}>
          <NewRegionForm
            cities={items.filter(({ level }) => level === 'city')}
            onDone={async () => {
              setAdding(false)
              await refresh(client, '/api/regions')
            }}
          />
        </Drawer>
      )}
    </div>
  )
}
