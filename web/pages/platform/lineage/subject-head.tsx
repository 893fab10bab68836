/** What the picture is of: the number with its value, or the source. */
import type { Lineage } from '../../../../server/api/schemas/lineage.ts'
import { EvidenceButton } from '../../../parts/evidence-drawer.tsx'
import { formatNumber } from '../../../parts/format.ts'
import { NameText } from '../../../parts/name-text.tsx'
import styles from './lineage.module.css'

/** Kinds of subjects that have evidence of their own. */
const figures = /^(metric|segment|chain|link|trade|sales|migration|watch|dataset|batch):/

export function SubjectHead({ lineage: { subject } }: { readonly lineage: Lineage }) {
  const [kind = '', name = ''] = subject.id.split(/:(.*)/s)
  return (
    <header className={styles.head}>
      <h3>
        <bdi>{subject.title}</bdi>
      </h3>
      {subject.value !== null && (
        <p className={styles.value}>
          <span className="number">{formatNumber(subject.value, subject.digits)}</span>{' '}
          <small>{subject.unit}</small>
        </p>
      )}
      {subject.records !== null && (
        <p className="quiet number">
          {subject.period} · {formatNumber(subject.records)} 条记录
        </p>
      )}
      {figures.test(subject.id) && subject.value !== null && (
        <EvidenceButton
          {...(kind === 'metric' ? { metric: name } : { figure: subject.id })}
          title={subject.title}
        />
      )}
      <p className={`quiet small ${styles.summary}`}>
        <NameText text={subject.summary} lines={2} />
      </p>
    </header>
  )
}
