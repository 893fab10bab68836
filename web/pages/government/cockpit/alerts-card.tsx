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
  const { region, realm } = useScope()
  const alerts = useAlerts({ region: region.code, realm }, SHOWN)
  const { state, readUpTo } = useLive()
  const items = alerts.data?.items ?? []
  const unread = items.filter(({ sequence }) => sequence > readUpTo).length
  return (
    <Card
      title="实时告警"
      fill
      className={styles.alerts}
      note={
        <span className={styles.live} data-state={state}>
          {state === 'connected' ? '实时接收' : '连接中断，正在重连'}
          {unread > 0 && ` · 未读 ${unread}`}
        </span>
      }
    >
      <Answer of={alerts} title="正在读取告警">
        {() =>
          items.length === 0 ? (
            <EmptyState
              title="没有告警"
              detail={`${region.name}目前没有迁移、单点或用电异常的告警，新告警会即时出现在这里。`}
            />
          ) : (
            <AlertList alerts={items} readUpTo={readUpTo} />
          )
        }
      </Answer>
    </Card>
  )
}
