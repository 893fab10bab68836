import { useState } from 'react'
import type { CertificationItem } from '../../../../server/api/schemas/certification.ts'
import { certificationStateTitles, useCertifications } from '../../../data/catalog.ts'
import { Answer } from '../../../parts/answer.tsx'
import { DataTable } from '../../../parts/data-table.tsx'
import { Drawer } from '../../../parts/drawer.tsx'
import { EmptyState } from '../../../parts/empty-state.tsx'
import { formatDate } from '../../../parts/format.ts'
import { NameText } from '../../../parts/name-text.tsx'
import { useScope } from '../../../shell/scope.tsx'
import { StateBadge } from './badges.tsx'
import { Checks } from './checks.tsx'
import { DecisionForm } from './decision-form.tsx'
import { SignDrawer } from './sign-drawer.tsx'
import { Trail } from './trail.tsx'
import styles from './catalog.module.css'
import drawer from './drawer.module.css'

const toneOf = ({ state }: CertificationItem) =>
  state === 'signed' ? 'waiting' : state === 'certified' ? 'good' : 'over'

export function CertificationView() {
  const { session } = useScope()
  const certifications = useCertifications()
  const [opened, setOpened] = useState<number | null>(null)
  const [signing, setSigning] = useState(false)
  const isSteward = session.role === 'operator' || session.role === 'steward'
  return (
    <div className={styles.view}>
      {isSteward && (
        <div className={styles.filters}>
          <button type="button" className="button button-primary" onClick={() => setSigning(true)}>
            签署认证
          </button>
        </div>
      )}
      <Answer of={certifications} title="正在读取数据认证">
        {({ items }) => {
          const certification = items.find(({ id }) => id === opened)
          return (
            <>
              <DataTable
                name="数据认证"
                rows={items}
                rowKey={({ id }) => id}
                onRow={({ id }) => setOpened(id)}
                selected={opened}
                empty={
                  <EmptyState
                    title="还没有数据认证"
                    detail="数据管理员点“签署认证”，选择数据集，检查表全部通过后签署，再由另一人复核。"
                  />
                }
                columns={[
                  { key: 'id', title: '编号', number: true, width: '64px', value: ({ id }) => id },
                  {
                    key: 'dataset',
                    title: '数据集',
                    width: '28%',
                    value: ({ datasetTitle }) => datasetTitle,
                    show: ({ datasetTitle }) => <NameText text={datasetTitle} />,
                  },
                  { key: 'signed', title: '签署人', width: '14%', value: ({ signed }) => signed.name },
                  {
                    key: 'signedAt',
                    title: '签署日期',
                    width: '104px',
                    value: ({ signed }) => formatDate(signed.at),
                  },
                  {
                    key: 'reviewed',
                    title: '复核人',
                    width: '14%',
                    value: ({ reviewed }) => reviewed?.name ?? null,
                  },
                  { key: 'expires', title: '有效期至', width: '104px', value: ({ expiresOn }) => expiresOn },
                  {
                    key: 'state',
                    title: '状态',
                    width: '92px',
                    value: ({ state }) => certificationStateTitles[state],
                    show: (item) => (
                      <StateBadge title={certificationStateTitles[item.state]} tone={toneOf(item)} />
                    ),
                  },
                ]}
              />
              {certification !== undefined && (
                <CertificationDrawer
                  key={certification.id}
                  certification={certification}
                  onClose={() => setOpened(null)}
                />
              )}
            </>
          )
        }}
      </Answer>
      {signing && <SignDrawer onClose={() => setSigning(false)} />}
    </div>
  )
}

const validities = [12, 6, 3] as const

function CertificationDrawer({
  certification,
  onClose,
}: {
  readonly certification: CertificationItem
  readonly onClose: () => void
}) {
  const { session } = useScope()
  const [validMonths, setValidMonths] = useState<number>(12)
  const isSteward = session.role === 'operator' || session.role === 'steward'
  const { state } = certification
  const signedByMe = certification.signed.by === session.username
  return (
    <Drawer
      title={`数据认证 ${certification.id}：${certification.datasetTitle}`}
      note={<StateBadge title={certificationStateTitles[state]} tone={toneOf(certification)} />}
      onClose={onClose}
    >
      <div className={drawer.detail}>
        <section>
          <h3>签署时的检查表</h3>
          <Checks items={certification.checklist} />
        </section>
        <Trail
          steps={[
            { title: '签署', act: certification.signed },
            { title: state === 'rejected' ? '驳回' : '复核通过', act: certification.reviewed },
            { title: state === 'replaced' ? '续期' : '撤销', act: certification.ended },
          ]}
        />
        {certification.expiresOn !== null && <p>有效期至 {certification.expiresOn}</p>}
        {isSteward && state === 'signed' && signedByMe && (
          <p className="quiet">由您签署，须由另一个人复核。</p>
        )}
        {isSteward && state === 'signed' && !signedByMe && (
          <DecisionForm
            label="复核意见"
            path={`/api/certifications/${certification.id}/review`}
            actions={[
              {
                title: '通过',
                primary: true,
                body: (reason) => ({ approve: true, reason, validMonths }),
              },
              { title: '驳回', body: (reason) => ({ approve: false, reason }) },
            ]}
          >
            <label>
              有效期
              <select
                className="field"
                value={validMonths}
                onChange={(event) => setValidMonths(Number(event.target.value))}
              >
                {validities.map((months) => (
                  <option key={months} value={months}>
                    {months} 个月
                  </option>
                ))}
              </select>
            </label>
          </DecisionForm>
        )}
        {isSteward && state === 'certified' && (
          <DecisionForm
            label="撤销理由"
            path={`/api/certifications/${certification.id}/revocation`}
            actions={[{ title: '撤销认证', body: (reason) => ({ reason }) }]}
          />
        )}
      </div>
    </Drawer>
  )
}
