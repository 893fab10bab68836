/** What has just happened in the region, as it arrives. */
import { useAlerts } from '../../../data/queries.ts'
import { AlertList } from '../../../parts/alert-list.tsx'
import { Answer } from '../../../parts/answer.tsx'
import { Card } from '../../../parts/card.tsx'
import { EmptyState } from '../../../parts/empty-state.tsx'
import { useLive } from '../../../shell/live.tsx'
import { useScope } from '../../../shell/scope.tsx'
import styles from './cockpit.module.css'

/** The same list as the bell's, so that it is read once. */
const SHOWN = 50

export function AlertsCard() {
  const { session, region, realm, asOf } = useScope()
  const alerts = useAlerts({ region: region.code, realm, asOf }, SHOWN)
  const { state, readUpTo } = useLive()
  const items = alerts.data?.items ?? []
  const unread = items.filter(({ sequence }) => sequence > readUpTo).length
  return (
    <Card
      title={asOf === undefined ? '实时告警' : '告警'}
      fill
      className={styles.alerts}
      note={
        <span className={styles.live} data-state={state}>
          {state === 'connected' ? '实时接收' : '连接中断，正在重连'}
          {asOf === undefined ? unread > 0 && ` · 未读 ${unread}` : ` · 发生于 ${asOf} 及以前`}
        </span>
      }
    >
      <Answer of={alerts} title="正在读取告警">
        {() =>
          items.length === 0 ? (
            <EmptyState
              title="没有告警"
              detail={
                session.role === 'bank'
                  ? '针对单个企业的告警只给主管部门；与本行有关的告警会即时出现在这里。'
                  : asOf === undefined
                    ? `${region.name}目前没有迁移、单点或用电异常的告警，新告警会即时出现在这里。`
                    : `${region.name}在 ${asOf} 及以前没有告警。`
              }
            />
          ) : (
            <AlertList alerts={items} readUpTo={readUpTo} />
          )
        }
      </Answer>
    </Card>
  )
}
