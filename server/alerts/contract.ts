import type { Realm } from '../domain/realm.ts'
import type { Database } from '../warehouse/database.ts'
import type { AlertAction, AlertEvidence, Severity } from '../warehouse/schema/alerts.ts'

/** What a rule looks at: one realm up to its latest month, and what came in since. */
export interface AlertContext {
  readonly database: Database
  readonly realm: Realm
  /** Latest month with figures, YYYY-MM. */
  readonly month: string
  readonly now: Date
}

export interface AlertSubject {
  readonly kind: 'enterprise' | 'segment' | 'region'
  /** Credit code, '<chain>/<segment>', or region code. */
  readonly id: string
  readonly name: string
}

/** An event as a rule finds it; the same event found again has the same key and is not stored twice. */
export interface AlertDraft {
  /** What makes the event one within its rule, such as a credit code and a date. */
  readonly key: string
  /** Where it differs from the rule's. */
  readonly severity?: Severity
  readonly title: string
  /** What happened, to whom, how much against what, when. */
  readonly message: string
  readonly subject: AlertSubject
  /** Region whose officials it concerns; null = the whole province. */
  readonly region: string | null
  /** Day of the event, YYYY-MM-DD. */
  readonly occurredOn: string
  /** The figures it rests on, the decisive one first. */
  readonly evidence: readonly AlertEvidence[]
}

/** One rule = one file in server/alerts/rules; the file name is its id. */
export interface AlertRule {
  readonly title: string
  readonly severity: Severity
  /** When it fires, with every threshold. */
  readonly definition: string
  /** Datasets it reads; it runs again when one of them, or the chain under it, changed. */
  readonly datasets: readonly string[]
  /** It reads the watch list, so it runs after that is brought up to date. */
  readonly needsWatch?: boolean
  /** The next step offered: help and looking closer, never a hold on the enterprise. */
  action(draft: AlertDraft, realm: Realm): AlertAction
  check(context: AlertContext): Promise<AlertDraft[]>
}
