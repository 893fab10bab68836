/**
 * An enterprise in full: `<EnterpriseDrawer creditCode={code} onClose={…} onNetwork={…} />`. Each field
 * with the row that gave it, why it stands in a segment, its transactions, energy and capacity where the
 * account may see them. The server decides what that is.
 */
import { useState, type ReactNode } from 'react'
import type { Enterprise } from '../../server/api/schemas/enterprise.ts'
import { useEnterprise } from '../data/queries.ts'
import { Answer } from './answer.tsx'
import { Choice } from './choice.tsx'
import { Drawer } from './drawer.tsx'
import { Classification } from './enterprise/classification.tsx'
import { CapacityTable, EnergyTable, TransactionTable } from './enterprise/facts.tsx'
import { EnterpriseFields } from './enterprise/fields.tsx'
import { useScope } from '../shell/scope.tsx'
import { SourceButton } from './evidence-drawer.tsx'
import { formatNumber, moneyText } from './format.ts'
import { RealmBadge } from './realm-badge.tsx'
import { ShutdownLink } from './shutdown-link.tsx'
import styles from './enterprise/enterprise.module.css'

const tabs = [
  { value: 'fields', title: '档案' },
  { value: 'classification', title: '环节判定' },
  { value: 'transactions', title: '供应交易' },
  { value: 'capacity', title: '产能' },
  { value: 'energy', title: '能源' },
] as const
type Tab = (typeof tabs)[number]['value']

export function EnterpriseDrawer({
  creditCode,
  onClose,
  onNetwork,
}: {
  readonly creditCode: string
  readonly onClose: () => void
  /** Shows the firm's suppliers and customers; absent where there is no place for it. */
  readonly onNetwork?: (creditCode: string) => void
}) {
  const { asOf } = useScope()
  const enterprise = useEnterprise(creditCode, asOf)
  const [tab, setTab] = useState<Tab>('fields')
  return (
    <Drawer
      title={enterprise.data?.name ?? '企业档案'}
      wide
      note={<RealmBadge realm={enterprise.data?.demonstration === true ? 'demonstration' : 'actual'} />}
      onClose={onClose}
    >
      <Answer of={enterprise} title="正在读取企业">
        {(data) => (
          <div className={styles.enterprise}>
            <Head
              enterprise={data}
              action={
                onNetwork !== undefined && (
                  <span className={styles.actions}>
                    <button type="button" className="button" onClick={() => onNetwork(creditCode)}>
                      供需网络
                    </button>
                    <ShutdownLink className="button" off={{ enterprise: creditCode }} />
                  </span>
                )
              }
            />
            <Choice label="企业信息" value={tab} options={tabs} onChange={setTab} />
            {tab === 'fields' && <EnterpriseFields enterprise={data} />}
            {tab === 'classification' && <Classification enterprise={data} />}
            {tab === 'transactions' && <TransactionTable enterprise={data} />}
            {tab === 'capacity' && <CapacityTable enterprise={data} />}
            {tab === 'energy' && <EnergyTable enterprise={data} />}
          </div>
        )}
      </Answer>
    </Drawer>
  )
}

function Head({ enterprise, action }: { readonly enterprise: Enterprise; readonly action: ReactNode }) {
  const { revenue, revenueYear, employees, aboveScale, listedCode, honours } = enterprise
  const given = (name: string, text: string) => {
    const source = enterprise.fields.find((field) => field.name === name)?.source
    return source == null ? text : <SourceButton source={source} label={text} />
  }
  return (
    <div className={styles.head}>
      <div>
        <p>
          <bdi>{[enterprise.city, enterprise.region?.name].filter(Boolean).join(' ') || '地区不详'}</bdi> ·{' '}
          {enterprise.status ?? '状态不详'} · <span className="number">{enterprise.creditCode}</span>
        </p>
        <p>
          {enterprise.segments.length === 0
            ? '未列入任何环节'
            : enterprise.segments.map(({ title }) => title).join('、')}
        </p>
        {enterprise.asOf !== undefined && (
          <p className="quiet">
            截至 {enterprise.asOf}：{enterprise.basis}
          </p>
        )}
        <p className="quiet">
          营业收入 {given('revenue', moneyText(revenue))}
          {revenueYear !== null && `（${revenueYear} 年）`} · 职工{' '}
          {given('employees', formatNumber(employees))} 人{aboveScale === true && ' · 规模以上'}
          {listedCode !== null && ` · 上市 ${listedCode}`}
          {honours.length > 0 && ` · ${honours.join('、')}`}
        </p>
      </div>
      {action}
    </div>
  )
}
