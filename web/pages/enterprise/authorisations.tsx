/** 数据授权: requests that ask for the firm's consent, consents and bank authorisations in force, and a new one. */
import { useState } from 'react'
import { EmptyState } from '../../parts/empty-state.tsx'
import { Card } from '../../parts/card.tsx'
import { Icon } from '../../parts/icon.tsx'
import { useScope } from '../../shell/scope.tsx'
import { BankCard } from './authorisations/bank-card.tsx'
import { ConsentList } from './authorisations/consent-list.tsx'
import { GrantDrawer } from './authorisations/grant-drawer.tsx'
import styles from './authorisations/authorisations.module.css'

export default function Authorisations() {
  const { session } = useScope()
  const [granting, setGranting] = useState(false)
  if (session.creditCode === null) {
    return <EmptyState title="账号还没有绑定企业" detail="通过企业认证后，可在这里授权和撤回。" />
  }
  return (
    <div className={styles.page} data-print="page">
      <Card
        title="数据申请的同意"
        fill
        className={styles.half}
        note="指明本企业的申请，须经本企业同意；可随时撤回"
      >
        <ConsentList creditCode={session.creditCode} />
      </Card>
      <Card
        title="授权银行"
        fill
        className={styles.half}
        note="用途限于授信，到期自动失效"
        actions={
          <button
            type="button"
            className="button button-primary button-small"
            onClick={() => setGranting(true)}
          >
            <Icon name="key" size={13} />
            新增授权
          </button>
        }
      >
        <BankCard creditCode={session.creditCode} />
      </Card>
      {granting && <GrantDrawer onClose={() => setGranting(false)} />}
    </div>
  )
}
