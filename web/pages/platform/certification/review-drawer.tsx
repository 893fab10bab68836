import type { FirmCertificationItem } from '../../../../server/api/schemas/certification.ts'
import { firmStateTitles } from '../../../data/catalog.ts'
import { Drawer } from '../../../parts/drawer.tsx'
import { formatBytes, formatTime } from '../../../parts/format.ts'
import { Icon } from '../../../parts/icon.tsx'
import { useScope } from '../../../shell/scope.tsx'
import { StateBadge } from '../catalog/badges.tsx'
import { Checks } from '../catalog/checks.tsx'
import { DecisionForm } from '../catalog/decision-form.tsx'
import { Trail } from '../catalog/trail.tsx'
import drawer from '../catalog/drawer.module.css'

export function toneOf(state: FirmCertificationItem['state']): 'good' | 'waiting' | 'over' {
  if (state === 'submitted') return 'waiting'
  return state === 'approved' ? 'good' : 'over'
}

export function ReviewDrawer({
  certification,
  onClose,
}: {
  readonly certification: FirmCertificationItem
  readonly onClose: () => void
}) {
  const { session } = useScope()
  const { id, state, proof } = certification
  const isOperator = session.role === 'operator'
  return (
    <Drawer
      title={`企业认证 ${id}：${certification.name}`}
      note={<StateBadge title={firmStateTitles[state]} tone={toneOf(state)} />}
      onClose={onClose}
    >
      <div className={drawer.detail}>
        <dl className={drawer.terms}>
          <div>
            <dt>信用代码</dt>
            <dd className="number">{certification.creditCode}</dd>
          </div>
          <div>
            <dt>账号</dt>
            <dd>
              <bdi>{certification.displayName}</bdi> <span className="quiet">{certification.username}</span>
            </dd>
          </div>
          <div>
            <dt>提交时间</dt>
            <dd>{formatTime(certification.submittedAt)}</dd>
          </div>
        </dl>
        <section>
          <h3>证明材料</h3>
          <a className="button" href={`/api/firm-certifications/${id}/proof`} download>
            <Icon name="file" size={14} />
            <bdi>{proof.name}</bdi>
            <span className="quiet small">{formatBytes(proof.bytes)}</span>
          </a>
        </section>
        <section>
          <h3>自动核对</h3>
          <Checks items={certification.checks} />
        </section>
        <Trail
          steps={[
            {
              title: state === 'approved' ? '通过' : state === 'revoked' ? '撤销' : '退回',
              act: certification.reviewed,
            },
          ]}
        />
        {isOperator && state === 'submitted' && (
          <DecisionForm
            label="审核意见（退回时必填，企业可见）"
            path={`/api/firm-certifications/${id}/decision`}
            required={false}
            actions={[
              { title: '通过', primary: true, body: (reason) => ({ approve: true, reason }) },
              { title: '退回', body: (reason) => ({ approve: false, reason }) },
            ]}
          />
        )}
        {isOperator && state === 'approved' && (
          <DecisionForm
            label="撤销理由（企业可见）"
            path={`/api/firm-certifications/${id}/revocation`}
            actions={[{ title: '撤销认证', body: (reason) => ({ reason }) }]}
          />
        )}
      </div>
    </Drawer>
  )
}
