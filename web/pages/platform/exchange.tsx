/**
 * 交换共享: applications, what waits for the viewer, digital contracts, deliveries and their metering; for banks
 * what firms authorised. What is open stands in the address: ?view=contracts&contract=12.
 */
import { useExchangeRequests } from '../../data/exchange.ts'
import { Card } from '../../parts/card.tsx'
import { Choice } from '../../parts/choice.tsx'
import { Icon } from '../../parts/icon.tsx'
import { useAddressState } from '../../shell/address-state.ts'
import { useScope } from '../../shell/scope.tsx'
import { AuthorisedView } from './exchange/authorised-view.tsx'
import { ContractTable } from './exchange/contract-table.tsx'
import { ContractView } from './exchange/contract-view.tsx'
import { ReceiptTable } from './exchange/receipt-table.tsx'
import { RequestDrawer } from './exchange/request-drawer.tsx'
import { RequestTable } from './exchange/request-table.tsx'
import { RequestWizard } from './exchange/request-wizard.tsx'
import { WaitingView } from './exchange/waiting-view.tsx'
import styles from './exchange/exchange.module.css'

const titles = {
  requests: '申请',
  waiting: '待办',
  contracts: '合同',
  deliveries: '交付与计量',
  authorised: '授权数据',
} as const
type View = keyof typeof titles

const notes: Readonly<Record<View, string>> = {
  requests: '无条件共享按规则办结；有条件共享一人审批；一般 3 级及以上与企业自有数据两人审批并经企业同意',
  waiting: '轮到您办理的申请、签署与答复',
  contracts: '主体、用途、字段、范围、期限、次数、销毁，双方签署，摘要可复算',
  deliveries: '每次交付的时间、行数、字节数与摘要',
  authorised: '企业授权给本行的信息项，撤回或到期即停',
}

export default function Exchange() {
  const { session } = useScope()
  const address = useAddressState()
  const waiting = useExchangeRequests({ waiting: true })
  const decides = session.role === 'operator' || session.role === 'steward'
  const views: View[] =
    session.role === 'bank'
      ? ['requests', 'waiting', 'contracts', 'deliveries', 'authorised']
      : session.role === 'reviewer'
        ? ['requests', 'contracts', 'deliveries']
        : ['requests', 'waiting', 'contracts', 'deliveries']
  const view = views.find((name) => name === address.get('view')) ?? 'requests'
  const count = decides ? (waiting.data?.pages.flatMap(({ items }) => items).length ?? 0) : 0
  const applies = session.role !== 'reviewer' && session.role !== 'steward'
  const contract = idOf(address.get('contract'))
  const request = idOf(address.get('request'))
  const openRequest = (id: number) => address.set({ request: String(id) }, true)
  const openContract = (id: number) =>
    address.set({ view: 'contracts', contract: String(id), request: null }, true)

  if (view === 'contracts' && contract !== null) {
    return (
      <ContractView
        id={contract}
        onBack={() => address.set({ contract: null }, true)}
        onOpen={(id) => address.set({ contract: String(id) }, true)}
      />
    )
  }
  return (
    <div className={styles.page} data-print="page">
      <Card
        title={titles[view]}
        fill
        className={styles.main}
        note={notes[view]}
        actions={
          <>
            <Choice
              label="查看"
              value={view}
              options={views.map((value) => ({
                value,
                title: value === 'waiting' && count > 0 ? `${titles[value]} ${count}` : titles[value],
              }))}
              onChange={(value) => address.set({ view: value, contract: null, request: null }, true)}
            />
            {applies && (
              <button
                type="button"
                className="button button-primary button-small"
                onClick={() => address.set({ apply: 'new' }, true)}
              >
                <Icon name="exchange" size={13} />
                申请数据
              </button>
            )}
          </>
        }
      >
        {view === 'requests' && <RequestTable onOpen={openRequest} />}
        {view === 'waiting' && <WaitingView onRequest={openRequest} onContract={openContract} />}
        {view === 'contracts' && <ContractTable onOpen={openContract} />}
        {view === 'deliveries' && <ReceiptTable onOpen={openContract} />}
        {view === 'authorised' && <AuthorisedView />}
      </Card>
      {request !== null && (
        <RequestDrawer
          id={request}
          onClose={() => address.set({ request: null }, true)}
          onContract={openContract}
        />
      )}
      {applies && address.get('apply') !== null && (
        <RequestWizard
          dataset={address.get('apply') === 'new' ? null : address.get('apply')}
          onClose={() => address.set({ apply: null }, true)}
          onDone={(id) => address.set({ apply: null, view: 'requests', request: String(id) }, true)}
        />
      )}
    </div>
  )
}

function idOf(text: string | null): number | null {
  return text !== null && /^[1-9]\d{0,14}$/.test(text) ? Number(text) : null
}
