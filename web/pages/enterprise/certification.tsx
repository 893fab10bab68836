/** 企业认证: a firm shows by a document that this account acts for it, and sees where its submission stands. */
import { useFirmCertifications, firmStateTitles } from '../../data/catalog.ts'
import { Answer } from '../../parts/answer.tsx'
import { Card } from '../../parts/card.tsx'
import { EmptyState } from '../../parts/empty-state.tsx'
import { formatTime } from '../../parts/format.ts'
import { RealmBadge } from '../../parts/realm-badge.tsx'
import { useScope } from '../../shell/scope.tsx'
import { ClaimForm } from './certification/claim-form.tsx'
import { Submission } from './certification/submission.tsx'
import styles from './certification/certification.module.css'

export default function Certification() {
  const { session } = useScope()
  const certifications = useFirmCertifications()
  return (
    <Answer of={certifications} title="正在读取企业认证">
      {({ items }) => {
        const [latest, ...earlier] = items
        const open = latest?.state === 'submitted' || latest?.state === 'approved'
        return (
          <div className={styles.page}>
            <Card title="认证状态" className={styles.main}>
              {latest === undefined ? (
                <EmptyState
                  title="尚未认证"
                  detail="提交营业执照等证明材料，审核通过后账号与企业绑定，可管理本企业数据"
                />
              ) : (
                <Submission certification={latest} />
              )}
              {earlier.length > 0 && (
                <section className={styles.earlier}>
                  <h3>以往提交</h3>
                  <ul>
                    {earlier.map((one) => (
                      <li key={one.id}>
                        <span>{formatTime(one.submittedAt)}</span>
                        <span>{firmStateTitles[one.state]}</span>
                        <bdi className="quiet">{one.reviewed?.remark ?? ''}</bdi>
                      </li>
                    ))}
                  </ul>
                </section>
              )}
            </Card>
            <Card
              title={open ? '账号' : '提交认证'}
              className={styles.side}
              actions={session.demonstrationMode && <RealmBadge realm="demonstration" />}
            >
              {open ? (
                <dl className={styles.terms}>
                  <dt>账号</dt>
                  <dd>{session.username}</dd>
                  <dt>绑定企业</dt>
                  <dd>{session.enterpriseName ?? session.creditCode ?? '尚未绑定'}</dd>
                </dl>
              ) : (
                <ClaimForm creditCode={session.creditCode} name={session.enterpriseName} />
              )}
            </Card>
          </div>
        )
      }}
    </Answer>
  )
}
