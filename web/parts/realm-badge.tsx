/** 演示数据 wherever fictional data shows; nothing for actual data unless `always`. */
import type { Realm } from '../../server/domain/realm.ts'
import { realmTitles } from '../data/vocabulary.ts'
import styles from './badge.module.css'

export function RealmBadge({
  realm,
  always = false,
  compact = false,
}: {
  readonly realm: Realm
  readonly always?: boolean
  /** For the second line of a table cell. */
  readonly compact?: boolean
}) {
  if (realm === 'actual' && !always) return null
  return (
    <span
      className={styles.realm}
      data-realm={realm}
      data-compact={compact}
      title={realm === 'demonstration' ? '虚构的演示数据，不代表任何真实企业' : '真实来源的数据'}
    >
      {realmTitles[realm]}
    </span>
  )
}
