/** Why an enterprise stands in a segment: the words that were found, where, and how much each counts. */
import type { Enterprise } from '../../../server/api/schemas/enterprise.ts'
import { useDatasets } from '../../data/queries.ts'
import { EmptyState } from '../empty-state.tsx'
import { formatNumber } from '../format.ts'
import { Overrides } from './overrides.tsx'
import styles from './enterprise.module.css'

const fieldTitles: Readonly<Record<string, string>> = {
  name: '企业名称',
  scope: '经营范围',
  product: '产品',
  industry: '行业代码',
}

const methodTitles: Readonly<Record<string, string>> = {
  registered: '同一信用代码',
  name: '按名称',
  'name-place': '按名称和地区',
  'former-name': '按曾用名',
  judgement: '人工判定',
}

export function Classification({ enterprise }: { readonly enterprise: Enterprise }) {
  const { classification, aliases, businessScope } = enterprise
  const datasets = useDatasets().data
  if (classification.length === 0) {
    return (
      <div className={styles.sections}>
        <EmptyState title="未列入任何环节" detail="产品、经营范围、名称和行业代码中没有足以判定的词。" />
        <Overrides creditCode={enterprise.creditCode} />
      </div>
    )
  }
  return (
    <div className={styles.sections}>
      <Overrides creditCode={enterprise.creditCode} />
      {classification.map((item) => (
        <section key={`${item.chain} ${item.segment}`}>
          <h3>
            <bdi>{item.title}</bdi>{' '}
            <span className="quiet small">
              可信度 {formatNumber(item.confidence, 2)} ·{' '}
              {item.method === 'override' ? '人工判定' : '规则判定'}
            </span>
          </h3>
          <ul className={styles.words}>
            {item.reasons.map(({ field, word, weight }) => (
              <li key={`${field} ${word}`} data-against={weight < 0}>
                <bdi>{word}</bdi>
                <small>
                  {fieldTitles[field] ?? field} {weight > 0 ? '+' : ''}
                  {formatNumber(weight, 2)}
                </small>
              </li>
            ))}
          </ul>
        </section>
      ))}
      {businessScope !== null && (
        <section>
          <h3>经营范围</h3>
          <p className={styles.scope}>
            <bdi>{businessScope}</bdi>
          </p>
        </section>
      )}
      {aliases.length > 0 && (
        <section>
          <h3>归并的其他记录</h3>
          <ul className={styles.aliases}>
            {aliases.map((alias) => (
              <li key={`${alias.dataset} ${alias.name}`}>
                <bdi>{alias.name}</bdi>{' '}
                <span className="quiet small">
                  {datasets?.items.find(({ id }) => id === alias.dataset)?.title ?? alias.dataset} ·{' '}
                  {methodTitles[alias.method] ?? alias.method}
                  {alias.score !== null && ` · 匹配得分 ${formatNumber(alias.score, 1)}`}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  )
}
