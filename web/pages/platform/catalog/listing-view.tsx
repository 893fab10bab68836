import { useState } from 'react'
import type { ListingItem } from '../../../../server/api/schemas/certification.ts'
import {
  gradeOrder,
  gradeTitles,
  listingStateTitles,
  listingStepTitles,
  useListings,
} from '../../../data/catalog.ts'
import { Answer } from '../../../parts/answer.tsx'
import { DataTable } from '../../../parts/data-table.tsx'
import { Drawer } from '../../../parts/drawer.tsx'
import { EmptyState } from '../../../parts/empty-state.tsx'
import { formatDate } from '../../../parts/format.ts'
import { NameText } from '../../../parts/name-text.tsx'
import { useScope } from '../../../shell/scope.tsx'
import { ApplyDrawer } from './apply-drawer.tsx'
import { GradeBadge, StateBadge } from './badges.tsx'
import { DecisionForm } from './decision-form.tsx'
import { Trail } from './trail.tsx'
import styles from './catalog.module.css'
import drawer from './drawer.module.css'

const isOpen = ({ state }: ListingItem) => state === 'applied' || state === 'first-approved'
const toneOf = (listing: ListingItem) =>
  isOpen(listing) ? 'waiting' : listing.state === 'listed' ? 'good' : 'over'

export function ListingView() {
  const { session } = useScope()
  const listings = useListings()
  const [opened, setOpened] = useState<number | null>(null)
  const [applying, setApplying] = useState(false)
  const mayApply = session.role === 'operator' || session.role === 'steward'
  return (
    <div className={styles.view}>
      {mayApply && (
        <div className={styles.filters}>
          <button type="button" className="button button-primary" onClick={() => setApplying(true)}>
            申请上架
          </button>
        </div>
      )}
      <Answer of={listings} title="正在读取数据上架">
        {({ items }) => {
          const listing = items.find(({ id }) => id === opened)
          return (
            <>
              <DataTable
                name="数据上架"
                rows={items}
                rowKey={({ id }) => id}
                onRow={({ id }) => setOpened(id)}
                selected={opened}
                empty={
                  <EmptyState
                    title="还没有上架的数据"
                    detail="由数据管理员申请，经两人先后审批后上架，供各方在“交换共享”中申请。"
                  />
                }
                columns={[
                  { key: 'id', title: '编号', number: true, width: '64px', value: ({ id }) => id },
                  {
                    key: 'title',
                    title: '上架名称',
                    width: '26%',
                    value: ({ title }) => title,
                    show: ({ title, datasetTitle }) => (
                      <span className={styles.two}>
                        <NameText text={title} />
                        <small>{datasetTitle}</small>
                      </span>
                    ),
                  },
                  {
                    key: 'columns',
                    title: '信息项',
                    number: true,
                    width: '72px',
                    value: ({ columns }) => columns.length,
                  },
                  {
                    key: 'grade',
                    title: '级别',
                    width: '92px',
                    value: ({ grade }) => gradeTitles[grade],
                    order: ({ grade }) => gradeOrder(grade),
                    show: ({ grade }) => <GradeBadge grade={grade} />,
                  },
                  {
                    key: 'purpose',
                    title: '用途',
                    value: ({ purpose }) => purpose,
                    show: ({ purpose }) => <NameText text={purpose} />,
                  },
                  {
                    key: 'by',
                    title: '申请人',
                    width: '12%',
                    value: ({ steps }) => steps[0]?.name ?? null,
                  },
                  {
                    key: 'at',
                    title: '申请日期',
                    width: '104px',
                    value: ({ appliedAt }) => formatDate(appliedAt),
                  },
                  {
                    key: 'state',
                    title: '状态',
                    width: '88px',
                    value: ({ state }) => listingStateTitles[state],
                    show: (item) => <StateBadge title={listingStateTitles[item.state]} tone={toneOf(item)} />,
                  },
                ]}
              />
              {listing !== undefined && (
                <ListingDrawer key={listing.id} listing={listing} onClose={() => setOpened(null)} />
              )}
            </>
          )
        }}
      </Answer>
      {applying && <ApplyDrawer onClose={() => setApplying(false)} />}
    </div>
  )
}

const approvers: readonly string[] = ['operator', 'steward', 'chain-office', 'security-admin']

function ListingDrawer({
  listing,
  onClose,
}: {
  readonly listing: ListingItem
  readonly onClose: () => void
}) {
  const { session } = useScope()
  const path = `/api/listings/${listing.id}`
  const mine = listing.steps.some(({ step, by }) => step === 'apply' && by === session.username)
  return (
    <Drawer
      title={`数据上架 ${listing.id}：${listing.title}`}
      note={<StateBadge title={listingStateTitles[listing.state]} tone={toneOf(listing)} />}
      onClose={onClose}
    >
      <div className={drawer.detail}>
        <dl className={drawer.terms}>
          <div>
            <dt>数据集</dt>
            <dd>{listing.datasetTitle}</dd>
          </div>
          <div>
            <dt>信息项</dt>
            <dd>{listing.columns.map(({ title }) => title).join('、')}</dd>
          </div>
          <div>
            <dt>级别</dt>
            <dd>
              <GradeBadge grade={listing.grade} />
            </dd>
          </div>
        </dl>
        <Trail steps={listing.steps.map((act) => ({ title: listingStepTitles[act.step], act }))} />
        {listing.mayDecide && (
          <DecisionForm
            label="审批意见"
            path={`${path}/decision`}
            required={false}
            actions={[
              {
                title: listing.state === 'applied' ? '初审通过' : '复审通过并上架',
                primary: true,
                body: (remark) => ({ approve: true, remark }),
              },
              { title: '驳回', body: (remark) => ({ approve: false, remark }) },
            ]}
          />
        )}
        {isOpen(listing) && !listing.mayDecide && approvers.includes(session.role) && (
          <p className="quiet">您已参与这件申请，须由没有参与过的人审批。</p>
        )}
        {isOpen(listing) && mine && (
          <DecisionForm
            label="说明（可不填）"
            path={`${path}/withdrawal`}
            required={false}
            actions={[{ title: '撤回申请', body: () => ({}) }]}
          />
        )}
        {listing.state === 'listed' && approvers.includes(session.role) && (
          <DecisionForm
            label="下架理由"
            path={`${path}/delisting`}
            actions={[{ title: '下架', body: (reason) => ({ reason }) }]}
          />
        )}
      </div>
    </Drawer>
  )
}
