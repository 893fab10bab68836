/** 血缘: from any number to its source rows, from any source on to all that uses it. */
import { useState } from 'react'
import { useLineage, type LineageDirection } from '../../data/lineage.ts'
import { Answer } from '../../parts/answer.tsx'
import { Card } from '../../parts/card.tsx'
import { Choice } from '../../parts/choice.tsx'
import { EmptyState } from '../../parts/empty-state.tsx'
import { useAddressState } from '../../shell/address-state.ts'
import { useScope } from '../../shell/scope.tsx'
import { Impact } from './lineage/impact.tsx'
import { LayerPicture } from './lineage/layer-picture.tsx'
import { NodeFacts } from './lineage/node-facts.tsx'
import { StartSearch } from './lineage/start-search.tsx'
import { SubjectHead } from './lineage/subject-head.tsx'
import styles from './lineage/lineage.module.css'

const directions = [
  { value: 'upstream', title: '来自哪里' },
  { value: 'downstream', title: '用在哪里' },
  { value: 'both', title: '全部' },
] as const

const firstSubject = 'metric:cluster-scale'

export default function LineagePage() {
  const { query } = useScope()
  const { get, set } = useAddressState()
  const subject = get('subject') ?? firstSubject
  const asked = directions.find(({ value }) => value === get('direction'))?.value
  const lineage = useLineage(subject, asked, query)
  const [chosen, setChosen] = useState<{ readonly of: string; readonly node: string } | null>(null)
  const start = (id: string) => set({ subject: id, direction: null }, true)
  const data = lineage.data
  const selected = chosen?.of === subject ? chosen.node : (data?.subject.node ?? null)
  const node = data?.nodes.find(({ id }) => id === selected)
  return (
    <div className={styles.page}>
      <Card
        title="血缘图"
        fill
        className={styles.picture}
        note={
          data === undefined ? undefined : data.direction === 'downstream' ? '由来源到去处' : '由来源到数值'
        }
        actions={
          <>
            <div className={styles.search}>
              <StartSearch onPick={start} />
            </div>
            <Choice<LineageDirection>
              label="方向"
              value={asked ?? data?.direction ?? 'upstream'}
              options={directions}
              onChange={(direction) => set({ direction })}
            />
          </>
        }
      >
        <Answer of={lineage} title="正在追溯血缘">
          {(found) => (
            <div className={styles.body}>
              <SubjectHead lineage={found} />
              {found.impact !== null && <Impact impact={found.impact} />}
              {found.nodes.length === 0 ? (
                <EmptyState title="没有血缘" detail="没有数据集、指标或页面与它相连。" />
              ) : (
                <LayerPicture
                  key={`${subject} ${found.direction}`}
                  lineage={found}
                  selected={selected}
                  onSelect={(id) => setChosen({ of: subject, node: id })}
                />
              )}
            </div>
          )}
        </Answer>
      </Card>
      <aside className={styles.side} aria-label="所选节点">
        {data !== undefined && node !== undefined && <NodeFacts node={node} lineage={data} onStart={start} />}
      </aside>
    </div>
  )
}
