/** The bell: how many alerts are new since the user last looked, and the newest of them. */
import { useAlerts } from '../data/queries.ts'
import { AlertList } from '../parts/alert-list.tsx'
import { Answer } from '../parts/answer.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { Icon } from '../parts/icon.tsx'
import { Popover } from '../parts/popover.tsx'
import { useLive } from './live.tsx'
import { useScope } from './scope.tsx'
import styles from './alerts-menu.module.css'

const SHOWN = 50

export function AlertsMenu() {
  const { region, realm } = useScope()
  const alerts = useAlerts({ region: region.code, realm }, SHOWN)
  const { readUpTo, markRead, state } = useLive()
  const items = alerts.data?.items ?? []
  const unread = items.filter(({ sequence }) => sequence > readUpTo).length
  const count = unread >= SHOWN ? `${SHOWN}+` : String(unread)
  return (
    <Popover
      label={unread > 0 ? `告警，${count} 条未读` : '告警'}
      button={
        <>
          <Icon name="bell" />
          告警
          {unread > 0 && <b className={styles.count}>{count}</b>}
        </>
      }
    >
      {() => (
        <div className={styles.panel}>
          <header>
            <h2>告警</h2>
            <span className="quiet small">
              {region.name}
              {state === 'connected' ? ' · 实时' : ' · 实时连接中断，正在重连'}
            </span>
            <button
              type="button"
              className="text-button small"
              disabled={unread === 0}
              onClick={() => markRead(Math.max(0, ...items.map(({ sequence }) => sequence)))}
            >
              全部已读
            </button>
          </header>
          <div className={styles.list}>
            <Answer of={alerts} title="正在读取告警">
              {() =>
                items.length === 0 ? (
                  <EmptyState title="没有告警" detail="出现迁移、单点、用电异常等情形时在此列出。" />
                ) : (
                  <AlertList alerts={items} readUpTo={readUpTo} />
                )
              }
            </Answer>
          </div>
        </div>
      )}
    </Popover>
  )
}
