import type { AuditItem } from '../../../../server/api/schemas/audit.ts'
import type { Role } from '../../../../server/api/schemas/session.ts'
import { roleTitles } from '../../../data/vocabulary.ts'
import { Drawer } from '../../../parts/drawer.tsx'
import { MISSING } from '../../../parts/format.ts'
import { resultWord, secondsOf } from './words.ts'
import styles from './audit.module.css'

/** One record with all its fields. */
export function RecordDrawer({
  record,
  onClose,
}: {
  readonly record: AuditItem
  readonly onClose: () => void
}) {
  const terms: readonly (readonly [string, string, boolean?])[] = [
    ['时间', `${secondsOf(record.time)}（北京时间）`],
    ['用户', record.username === '' ? MISSING : record.username],
    ['角色', record.role === '' ? '未登录' : (roleTitles[record.role as Role] ?? record.role)],
    ['事件', record.event],
    ['对象', record.object],
    ['结果', `${resultWord(record.result)}${record.result === 'begun' ? '' : `（${record.result}）`}`],
    ['地址', record.address],
    ['请求编号', record.requestId, true],
    ['更改前摘要', record.beforeDigest ?? MISSING, true],
    ['更改后摘要', record.afterDigest ?? MISSING, true],
    ['散列值', record.hash, true],
  ]
  return (
    <Drawer title={`第 ${record.sequence} 条`} onClose={onClose}>
      <dl className={styles.terms}>
        {terms.map(([term, text, code]) => (
          <div key={term} style={{ display: 'contents' }}>
            <dt>{term}</dt>
            <dd className={code === true ? styles.hash : undefined}>
              <bdi>{text}</bdi>
            </dd>
          </div>
        ))}
      </dl>
    </Drawer>
  )
}
