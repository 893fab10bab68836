import { useState } from 'react'
import type { GradeRequestItem } from '../../../../server/api/schemas/certification.ts'
import { gradeStateTitles, gradeTitles, useGradeRequests } from '../../../data/catalog.ts'
import { Answer } from '../../../parts/answer.tsx'
import { DataTable } from '../../../parts/data-table.tsx'
import { Drawer } from '../../../parts/drawer.tsx'
import { EmptyState } from '../../../parts/empty-state.tsx'
import { formatTime } from '../../../parts/format.ts'
import { NameText } from '../../../parts/name-text.tsx'
import { useScope } from '../../../shell/scope.tsx'
import { GradeBadge, StateBadge } from './badges.tsx'
import { DecisionForm } from './decision-form.tsx'
import { Trail } from './trail.tsx'
import styles from './catalog.module.css'
import drawer from './drawer.module.css'

const titleOf = ({ subjectTitle, columnTitle }: GradeRequestItem) =>
  columnTitle === null ? subjectTitle : `${subjectTitle} · ${columnTitle}`

const toneOf = ({ state }: GradeRequestItem) =>
  state === 'requested' ? 'waiting' : state === 'approved' ? 'good' : 'over'

export function GradeRequests() {
  const requests = useGradeRequests()
  const [opened, setOpened] = useState<number | null>(null)
  return (
    <Answer of={requests} title="正在读取调级审批">
      {({ items }) => {
        const request = items.find(({ id }) => id === opened)
        return (
          <>
            <DataTable
              name="调级审批"
              rows={items}
              rowKey={({ id }) => id}
              onRow={({ id }) => setOpened(id)}
              selected={opened}
              empty={<EmptyState title="没有调级申请" detail="在“信息项”或“衍生数据”中点开一项提出" />}
              columns={[
                { key: 'id', title: '编号', number: true, width: '64px', value: ({ id }) => id },
                {
                  key: 'subject',
                  title: '对象',
                  width: '28%',
                  value: titleOf,
                  show: (item) => <NameText text={titleOf(item)} />,
                },
                {
                  key: 'change',
                  title: '调整',
                  width: '190px',
                  value: ({ previous, grade }) => `${gradeTitles[previous]} → ${gradeTitles[grade]}`,
                  show: ({ previous, grade }) => (
                    <span className={styles.marked}>
                      <GradeBadge grade={previous} />→<GradeBadge grade={grade} />
                    </span>
                  ),
                },
                {
                  key: 'reason',
                  title: '理由',
                  value: ({ requested }) => requested.remark,
                  width: '30%',
                  show: ({ requested }) => <NameText text={requested.remark} lines={3} />,
                },
                { key: 'by', title: '申请人', width: '12%', value: ({ requested }) => requested.name },
                {
                  key: 'at',
                  title: '申请时间',
                  width: '132px',
                  value: ({ requested }) => formatTime(requested.at),
                },
                {
                  key: 'state',
                  title: '状态',
                  width: '88px',
                  value: ({ state }) => gradeStateTitles[state],
                  show: (item) => <StateBadge title={gradeStateTitles[item.state]} tone={toneOf(item)} />,
                },
              ]}
            />
            {request !== undefined && (
              <RequestDrawer key={request.id} request={request} onClose={() => setOpened(null)} />
            )}
          </>
        )
      }}
    </Answer>
  )
}

function RequestDrawer({
  request,
  onClose,
}: {
  readonly request: GradeRequestItem
  readonly onClose: () => void
}) {
  const { session } = useScope()
  const decides = session.role === 'security-admin' && request.requested.by !== session.username
  return (
    <Drawer
      title={`调级申请 ${request.id}：${titleOf(request)}`}
      note={<StateBadge title={gradeStateTitles[request.state]} tone={toneOf(request)} />}
      onClose={onClose}
    >
      <div className={drawer.detail}>
        <p className={styles.marked}>
          <GradeBadge grade={request.previous} />→<GradeBadge grade={request.grade} />
        </p>
        {request.baseline && <p className="quiet">随平台交付的出厂设置，由安全管理员确认或撤销。</p>}
        <Trail
          steps={[
            { title: request.baseline ? '设置' : '申请', act: request.requested },
            { title: request.state === 'rejected' ? '驳回' : '批准', act: request.decided },
            { title: request.state === 'replaced' ? '被取代' : '撤销', act: request.ended },
          ]}
        />
        {decides && request.state === 'requested' && (
          <DecisionForm
            label="审批意见"
            path={`/api/catalog/grading/requests/${request.id}/decision`}
            actions={[
              { title: '批准', primary: true, body: (reason) => ({ approve: true, reason }) },
              { title: '驳回', body: (reason) => ({ approve: false, reason }) },
            ]}
          />
        )}
        {decides && request.state === 'approved' && (
          <DecisionForm
            label="撤销理由"
            path={`/api/catalog/grading/requests/${request.id}/revocation`}
            actions={[{ title: '撤销调级', body: (reason) => ({ reason }) }]}
          />
        )}
      </div>
    </Drawer>
  )
}
