/** Alerts: what happened, to whom, how much against what, when, from which rows, and the next action. */
import { Link } from 'react-router'
import type { Alert } from '../../server/api/schemas/alert.ts'
import { severityTitles } from '../data/vocabulary.ts'
import { useScope } from '../shell/scope.tsx'
import { SourceButton } from './evidence-drawer.tsx'
import { formatAgo, formatTime } from './format.ts'
import { NameText } from './name-text.tsx'
import { RealmBadge } from './realm-badge.tsx'
import styles from './alert-list.module.css'

export function AlertList({
  alerts,
  readUpTo,
}: {
  readonly alerts: readonly Alert[]
  /** Later ones are marked as new. */
  readonly readUpTo: number
}) {
  const { href, realm } = useScope()
  return (
    <ol className={styles.list} aria-live="polite" aria-relevant="additions">
      {alerts.map((alert) => (
        <li key={alert.sequence} data-severity={alert.severity} data-new={alert.sequence > readUpTo}>
          <p className={styles.head}>
            <b>
              <bdi>{alert.ruleTitle}</bdi>
            </b>
            <span className={styles.severity}>{severityTitles[alert.severity]}</span>
            <time
              dateTime={alert.occurredAt}
              title={`发生 ${formatTime(alert.occurredAt)}，记录 ${formatTime(alert.recordedAt)}`}
            >
              {formatAgo(alert.occurredAt)}
            </time>
            {alert.realm !== realm && <RealmBadge realm={alert.realm} />}
            <span className={styles.actions}>
              {isInside(alert.action.href) && (
                <Link className="text-button" to={href(alert.action.href)} title={alert.action.title}>
                  {alert.action.title}
                </Link>
              )}
              <Evidence alert={alert} />
            </span>
          </p>
          <p>
            <NameText text={alert.message} lines={2} />
          </p>
        </li>
      ))}
    </ol>
  )
}

/** An address of this app, not of another site. */
function isInside(href: string): boolean {
  return href.startsWith('/') && !href.startsWith('//')
}

function Evidence({ alert }: { readonly alert: Alert }) {
  const source = alert.evidence.find((one) => one.source !== null)?.source
  return source == null ? null : <SourceButton source={source} label="证据" />
}
