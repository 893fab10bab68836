/** 企业认证审核: submissions of firms, the document beside what was checked by itself; operators decide. */
import { useState } from 'react'
import type { FirmCertificationItem } from '../../../server/api/schemas/certification.ts'
import { firmStateTitles, useFirmCertifications } from '../../data/catalog.ts'
import { Answer } from '../../parts/answer.tsx'
import { Card } from '../../parts/card.tsx'
import { Choice } from '../../parts/choice.tsx'
import { DataTable } from '../../parts/data-table.tsx'
import { EmptyState } from '../../parts/empty-state.tsx'
import { formatTime } from '../../parts/format.ts'
import { NameText } from '../../parts/name-text.tsx'
import { RealmBadge } from '../../parts/realm-badge.tsx'
import { StateBadge } from './catalog/badges.tsx'
import { ReviewDrawer, toneOf } from './certification/review-drawer.tsx'
import styles from './catalog/catalog.module.css'

const views = [
  { value: 'waiting', title: '待审核' },
  { value: 'all', title: '全部' },
] as const
type View = (typeof views)[number]['value']

export default function FirmCertifications() {
  const certifications = useFirmCertifications()
  const [view, setView] = useState<View>('waiting')
  const [opened, setOpened] = useState<number | null>(null)
  return (
    <Card
      title="企业认证"
      fill
      className={styles.page}
      note="核对证明材料与登记信息；通过后账号与企业绑定"
      actions={<Choice label="查看" value={view} options={views} onChange={setView} />}
    >
      <Answer of={certifications} title="正在读取企业认证">
        {({ items }) => {
          const certification = items.find(({ id }) => id === opened)
          return (
            <>
              <Submissions
                rows={items.filter(({ state }) => view === 'all' || state === 'submitted')}
                opened={opened}
                onOpen={setOpened}
              />
              {certification !== undefined && (
                <ReviewDrawer
                  key={certification.id}
                  certification={certification}
                  onClose={() => setOpened(null)}
                />
              )}
            </>
          )
        }}
      </Answer>
    </Card>
  )
}

function Submissions({
  rows,
  opened,
  onOpen,
}: {
  readonly rows: readonly FirmCertificationItem[]
  readonly opened: number | null
  readonly onOpen: (id: number) => void
}) {
  return (
    <DataTable
      name="企业认证"
      rows={rows}
      rowKey={({ id }) => id}
      onRow={({ id }) => onOpen(id)}
      selected={opened}
      empty={<EmptyState title="没有待审核的企业认证" detail="企业在“企业认证”页提交后出现在这里" />}
      columns={[
        { key: 'id', title: '编号', number: true, width: '64px', value: ({ id }) => id },
        {
          key: 'name',
          title: '企业名称',
          width: '30%',
          value: ({ name }) => name,
          show: ({ name, demonstration }) => (
            <span className={styles.marked}>
              <NameText text={name} />
              {demonstration && <RealmBadge realm="demonstration" compact />}
            </span>
          ),
        },
        { key: 'code', title: '统一社会信用代码', width: '180px', value: ({ creditCode }) => creditCode },
        { key: 'account', title: '账号', width: '14%', value: ({ displayName }) => displayName },
        {
          key: 'checks',
          title: '自动核对',
          width: '120px',
          value: ({ checks }) => {
            const failed = checks.filter(({ passed }) => !passed).length
            return failed === 0 ? '全部通过' : `${failed} 项不符`
          },
        },
        { key: 'at', title: '提交时间', width: '136px', value: ({ submittedAt }) => formatTime(submittedAt) },
        {
          key: 'state',
          title: '状态',
          width: '84px',
          value: ({ state }) => firmStateTitles[state],
          show: ({ state }) => <StateBadge title={firmStateTitles[state]} tone={toneOf(state)} />,
        },
      ]}
    />
  )
}
