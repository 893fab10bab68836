/** Why a firm is on the list, and the visit: points, dated signals with their records, what to ask and offer. */
import { useState } from 'react'
import type { WatchItem } from '../../../../server/api/schemas/migration.ts'
import { Answer } from '../../../parts/answer.tsx'
import { Drawer } from '../../../parts/drawer.tsx'
import { EnterpriseDrawer } from '../../../parts/enterprise-drawer.tsx'
import { SourceButton } from '../../../parts/evidence-drawer.tsx'
import { formatNumber, moneyText } from '../../../parts/format.ts'
import { PointBar } from '../../../parts/point-bar.tsx'
import { RealmBadge } from '../../../parts/realm-badge.tsx'
import { downloadVisitSheet } from './visit-sheet.ts'
import type { WatchAnswer } from './watch-table.tsx'
import { FULL_SCORE, levelTitles, stageNotes, stageOrder, stageTitles, visitTopics } from './words.ts'
import styles from './visit.module.css'

export function VisitDrawer({
  creditCode,
  watch,
  onClose,
}: {
  readonly creditCode: string
  readonly watch: WatchAnswer
  readonly onClose: () => void
}) {
  const [archive, setArchive] = useState(false)
  const item = watch.data?.items.find((one) => one.creditCode === creditCode)
  // Firms that have moved, or score too little, are not on the list: their record is shown instead.
  if (archive || (watch.data !== undefined && item === undefined)) {
    return (
      <EnterpriseDrawer
        creditCode={creditCode}
        onClose={item === undefined ? onClose : () => setArchive(false)}
      />
    )
  }
  return (
    <Drawer
      title={item?.name ?? '走访服务'}
      note={<RealmBadge realm={item?.demonstration === true ? 'demonstration' : 'actual'} />}
      onClose={onClose}
    >
      <Answer of={watch} title="正在读取走访名单">
        {() => item !== undefined && <Visit item={item} onArchive={() => setArchive(true)} />}
      </Answer>
    </Drawer>
  )
}

function Visit({ item, onArchive }: { readonly item: WatchItem; readonly onArchive: () => void }) {
  return (
    <div className={styles.visit}>
      <p className="quiet">
        <bdi>{item.region.name}</bdi>
        {item.segment !== null && (
          <>
            {' '}
            · <bdi>{item.segment.title}</bdi>
          </>
        )}{' '}
        · 营业收入 {moneyText(item.revenue)} · 职工 {formatNumber(item.employees)} 人
      </p>
      <section>
        <h3>
          得分 {formatNumber(item.score)} · {levelTitles[item.level]}
          <span className="quiet small">各项相加，专家评分卡，不是概率</span>
        </h3>
        <PointBar points={item.points} full={FULL_SCORE} label="得分构成" words={false} />
        <dl className={styles.points}>
          {item.points.map((point) => (
            <div key={point.signal}>
              <dt>
                <bdi>{point.title}</bdi>
                <b className="number">+{formatNumber(point.points)}</b>
              </dt>
              <dd>
                <bdi>{point.detail}</bdi>
              </dd>
            </div>
          ))}
        </dl>
      </section>
      <section>
        <h3>信号</h3>
        <Timeline item={item} />
      </section>
      <section>
        <h3>
          走访服务 <span className="quiet small">先听诉求，再谈帮扶，约定回访</span>
        </h3>
        <ul className={styles.topics}>
          {visitTopics(item).map((topic) => (
            <li key={topic}>{topic}</li>
          ))}
        </ul>
        <div className={styles.actions}>
          <button type="button" className="button button-primary" onClick={() => downloadVisitSheet(item)}>
            下载走访单
          </button>
          <button type="button" className="button" onClick={onArchive}>
            企业档案
          </button>
        </div>
        <p className="quiet small">
          名单只用于上门服务。企业依法自主选择经营地点，任何单位不得据此限制迁移。
        </p>
      </section>
    </div>
  )
}

/** By stage, and within a stage by date: what came first stands first. */
function Timeline({ item }: { readonly item: WatchItem }) {
  return (
    <ol className={styles.timeline}>
      {stageOrder.map((stage) => {
        const signals = item.signals
          .filter((signal) => signal.stage === stage)
          .toSorted((a, b) => (a.date < b.date ? -1 : 1))
        return (
          <li key={stage} data-stage={stage} data-none={signals.length === 0}>
            <p>
              <b>{stageTitles[stage]}</b> <span className="quiet small">{stageNotes[stage]}</span>
            </p>
            {signals.length === 0 ? (
              <p className="quiet small">没有信号</p>
            ) : (
              <ul>
                {signals.map((signal) => (
                  <li key={`${signal.date} ${signal.title} ${signal.detail}`}>
                    <time className="number">{signal.date}</time>
                    <div>
                      <bdi>{signal.title}</bdi>
                      <p className="quiet small">
                        <bdi>{signal.detail}</bdi>{' '}
                        {signal.source !== null && <SourceButton source={signal.source} label="打开原始行" />}
                      </p>
                    </div>
                  </li>
                ))}
              </ul>
            )}
          </li>
        )
      })}
    </ol>
  )
}
