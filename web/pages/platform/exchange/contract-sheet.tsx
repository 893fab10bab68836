/** The contract as it reads on paper. */
import type { ContractDetail } from '../../../../server/api/schemas/exchange.ts'
import { gradeTitle } from '../../../data/catalog.ts'
import { outputTitles } from '../../../data/exchange.ts'
import { formatNumber, formatTime } from '../../../parts/format.ts'
import { rangeText } from './request-drawer.tsx'
import styles from './exchange.module.css'

const sides = { provider: '提供方', recipient: '接收方' } as const

export function ContractSheet({ contract }: { readonly contract: ContractDetail }) {
  const { terms, signatures, digest } = contract
  const { dataset, purpose, basis, destruction } = terms
  return (
    <article className={styles.sheet} aria-label="数字合同">
      <header>
        <h1>数据共享数字合同</h1>
        <p className="number">
          编号 {terms.number}，第 {terms.version} 版
        </p>
      </header>
      <dl className={styles.terms}>
        <dt>提供方</dt>
        <dd>
          {terms.provider.name}；数据责任单位：<bdi>{terms.provider.steward}</bdi>
        </dd>
        <dt>接收方</dt>
        <dd>
          <bdi>{terms.recipient.name}</bdi>（{terms.recipient.role}，经办人{' '}
          <bdi>{terms.recipient.applicant}</bdi>）
        </dd>
        <dt>一、数据</dt>
        <dd>
          {dataset.title}（{dataset.id}），{dataset.share}
          {dataset.condition !== null && `：${dataset.condition}`}
        </dd>
        <dt>二、用途</dt>
        <dd>
          {purpose.title}：<bdi>{purpose.text}</bdi>
        </dd>
        <dt>三、信息项</dt>
        <dd>
          <table className={styles.fields}>
            <thead>
              <tr>
                <th scope="col">名称</th>
                <th scope="col">代码</th>
                <th scope="col">单位</th>
                <th scope="col">级别</th>
              </tr>
            </thead>
            <tbody>
              {terms.fields.map(({ name, title, unit, type, grade }) => (
                <tr key={name}>
                  <td>{title}</td>
                  <td>{name}</td>
                  <td>{unit ?? (type === 'money' ? '元' : '—')}</td>
                  <td>{gradeTitle(grade)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </dd>
        <dt>四、范围</dt>
        <dd>{rangeText(terms.rows)}</dd>
        <dt>五、期限</dt>
        <dd className="number">
          {terms.validFrom} 至 {terms.validUntil}
        </dd>
        <dt>六、用量</dt>
        <dd className="number">
          不超过 {formatNumber(terms.maximumCalls)} 次、{formatNumber(terms.maximumRows)} 行，逐次计量
        </dd>
        <dt>七、交付</dt>
        <dd>{outputTitles[terms.output]}</dd>
        <dt>八、销毁</dt>
        <dd>{destruction.text}</dd>
        <dt>九、依据</dt>
        <dd>
          <ul className={styles.plain}>
            {basis.grounds.map((ground) => (
              <li key={ground}>{ground}</li>
            ))}
            {basis.approvals.map(({ name, role, at }) => (
              <li key={`${name} ${at}`}>
                审批：{name}（{role}），{formatTime(at)}
              </li>
            ))}
            {basis.consents.map(({ creditCode, name, by, at }) => (
              <li key={creditCode}>
                企业同意：<bdi>{name}</bdi>（{by}），{formatTime(at)}
              </li>
            ))}
          </ul>
        </dd>
      </dl>
      <footer className={styles.signatures}>
        {(['provider', 'recipient'] as const).map((side) => {
          const signature = signatures.find((found) => found.side === side)
          return (
            <div key={side} data-signed={signature !== undefined}>
              <span className="quiet small">{sides[side]}签署</span>
              {signature === undefined ? (
                <b>待签署</b>
              ) : (
                <>
                  <b>
                    <bdi>{signature.name}</bdi>
                  </b>
                  <time className="number small">{formatTime(signature.at)}</time>
                </>
              )}
            </div>
          )
        })}
      </footer>
      <p className={styles.digest}>
        合同规范文本 SHA-256：<code>{digest}</code>
        <br />
        签署以平台账号进行，记下签署人、时间与所签摘要；不是《电子签名法》所称可靠电子签名。
      </p>
    </article>
  )
}
