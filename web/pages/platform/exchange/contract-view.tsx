/** A digital contract: the sheet that prints, and beside it what its sides may do now and what was delivered. */
import type { ContractDetail } from '../../../../server/api/schemas/exchange.ts'
import { contractStateTitles, useContract } from '../../../data/exchange.ts'
import { Answer } from '../../../parts/answer.tsx'
import { Card } from '../../../parts/card.tsx'
import { formatBytes, formatNumber } from '../../../parts/format.ts'
import { Icon } from '../../../parts/icon.tsx'
import { ContractActions } from './contract-actions.tsx'
import { ContractSheet } from './contract-sheet.tsx'
import { ReceiptTable } from './receipt-table.tsx'
import styles from './exchange.module.css'

export function ContractView({
  id,
  onBack,
  onOpen,
}: {
  readonly id: number
  readonly onBack: () => void
  readonly onOpen: (id: number) => void
}) {
  const contract = useContract(id)
  return (
    <div className={styles.contract} data-print="page">
      <Card
        title="数字合同"
        fill
        className={styles.main}
        note={contract.data?.number}
        actions={
          <>
            <button type="button" className="button button-small" data-print="no" onClick={onBack}>
              <Icon name="left" size={12} />
              返回
            </button>
            <button
              type="button"
              className="button button-small"
              data-print="no"
              onClick={() => window.print()}
            >
              打印
            </button>
          </>
        }
      >
        <Answer of={contract} title="正在读取合同">
          {(data) => <ContractSheet contract={data} />}
        </Answer>
      </Card>
      <div className={styles.aside} data-print="no">
        {contract.data !== undefined && (
          <>
            <Card title="状态与用量">
              <Usage contract={contract.data} onOpen={onOpen} />
            </Card>
            <ContractActions contract={contract.data} />
          </>
        )}
      </div>
      <Card title="交付回执" className={styles.receipts}>
        <ReceiptTable contract={id} />
      </Card>
    </div>
  )
}

function Usage({
  contract,
  onOpen,
}: {
  readonly contract: ContractDetail
  readonly onOpen: (id: number) => void
}) {
  const { state, usage, terms, revocation, destruction, versions, key } = contract
  const meters = [
    { title: '次数', value: usage.calls, maximum: terms.maximumCalls },
    { title: '行数', value: usage.rows, maximum: terms.maximumRows },
  ]
  return (
    <div className={styles.detail}>
      <p className={styles.row}>
        <span className={styles.state} data-state={state}>
          <b>{contractStateTitles[state]}</b>
        </span>
        <span className="quiet small">共 {formatBytes(usage.bytes)}</span>
      </p>
      {meters.map(({ title, value, maximum }) => (
        <div key={title} className={styles.meter}>
          <span>{title}</span>
          <meter value={value} max={maximum} aria-label={`${title}用量`} />
          <span className="number small">
            {formatNumber(value)} / {formatNumber(maximum)}
          </span>
        </div>
      ))}
      {key !== null && <p className="small quiet">现用密钥 …{key.hint}</p>}
      {revocation !== null && (
        <p className={styles.note}>
          {revocation.name}：{revocation.reason}
        </p>
      )}
      {destruction !== null && (
        <p className="small">
          销毁回执：{destruction.destroyedOn}，{destruction.method}
        </p>
      )}
      {versions.length > 1 && (
        <p className={styles.versions}>
          版本
          {versions.map(({ id, number }, index) => (
            <button
              key={id}
              type="button"
              className="text-button"
              aria-current={id === contract.id}
              title={number}
              onClick={() => onOpen(id)}
            >
              {index + 1}
            </button>
          ))}
        </p>
      )}
    </div>
  )
}
