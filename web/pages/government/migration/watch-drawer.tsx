/** A firm of the watch: why it is listed, point by point, when each sign showed, and what a visit can offer. */
import { useState, type ReactNode } from 'react'
import type { WatchItem } from '../../../../server/api/schemas/migration.ts'
import { useEnterprise } from '../../../data/queries.ts'
import { Answer } from '../../../parts/answer.tsx'
import { Choice } from '../../../parts/choice.tsx'
import { Drawer } from '../../../parts/drawer.tsx'
import { EnterpriseDrawer } from '../../../parts/enterprise-drawer.tsx'
import { SourceButton } from '../../../parts/evidence-drawer.tsx'
import { formatNumber, moneyText } from '../../../parts/format.ts'
import { RealmBadge } from '../../../parts/realm-badge.tsx'
import { VisitLink } from '../../../parts/visit-link.tsx'
import { useScope } from '../../../shell/scope.tsx'
import { LevelBadge } from './level-badge.tsx'
import { useHomeMoves, useHomeWatchList, useScopeWatchList } from './moves.ts'
import { PointsExplained } from './points-explained.tsx'
import { SignalTimeline } from './signal-timeline.tsx'
import { visitToListed, visitToOther, reasonFor, type Visit } from './visit.ts'
import { PrintedVisitSheet, VisitSheet } from './visit-sheet.tsx'
import { distanceTitles } from './vocabulary.ts'
import styles from './watch-drawer.module.css'

const tabs = [
  { value: 'reasons', title: '名单依据' },
  { value: 'visit', title: '走访服务' },
] as const
type Tab = (typeof tabs)[number]['value']

export function WatchDrawer({
  creditCode,
  onClose,
}: {
  readonly creditCode: string
  readonly onClose: () => void
}) {
  const { session, asOf } = useScope()
  const own = useScopeWatchList()
  const mine = own.data?.items.find((item) => item.creditCode === creditCode)
  // An alert may lead to a firm outside the region or the chain on the screen.
  const home = useHomeWatchList(own.data !== undefined && mine === undefined)
  const item = mine ?? home.data?.items.find((one) => one.creditCode === creditCode)
  const enterprise = useEnterprise(creditCode, asOf)
  const [record, setRecord] = useState(false)
  const settled = item ?? (own.error === null && home.error === null ? home.data : null)
  const name = item?.name ?? enterprise.data?.name
  const demonstration = item?.demonstration ?? enterprise.data?.demonstration ?? false
  const month = (mine === undefined ? home.data : own.data)?.month ?? ''
  return (
    <>
      <Drawer
        title={name ?? '企业走访'}
        wide
        note={<RealmBadge realm={demonstration ? 'demonstration' : 'actual'} />}
        onClose={onClose}
      >
        <Answer
          of={{
            data: settled ?? undefined,
            error: own.error ?? home.error,
            refetch: () => void (own.error === null ? home.refetch() : own.refetch()),
          }}
          title="正在读取走访服务名单"
        >
          {() =>
            item === undefined ? (
              <Unlisted creditCode={creditCode} home={session.region.name} onRecord={() => setRecord(true)} />
            ) : (
              <Listed item={item} month={month} onRecord={() => setRecord(true)} />
            )
          }
        </Answer>
      </Drawer>
      {record && <EnterpriseDrawer creditCode={creditCode} onClose={() => setRecord(false)} />}
    </>
  )
}

function Listed({
  item,
  month,
  onRecord,
}: {
  readonly item: WatchItem
  readonly month: string
  readonly onRecord: () => void
}) {
  const { region, segment, revenue, employees, score, level } = item
  const { asOf } = useScope()
  const fields = useEnterprise(item.creditCode, asOf).data?.fields
  const given = (name: string, text: string) => {
    const source = fields?.find((field) => field.name === name)?.source
    return source == null ? text : <SourceButton source={source} label={text} />
  }
  return (
    <Body visit={visitToListed(item, month)} onRecord={onRecord}>
      <dl className={styles.figures}>
        <div>
          <dt>分值</dt>
          <dd>
            <span className="number">{formatNumber(score)}</span> <small>分</small>{' '}
            <LevelBadge level={level} />
          </dd>
        </div>
        <div>
          <dt>营业收入</dt>
          <dd className="number">{given('revenue', moneyText(revenue))}</dd>
        </div>
        <div>
          <dt>职工</dt>
          <dd className="number">
            {given('employees', formatNumber(employees))} <small>人</small>
          </dd>
        </div>
        <div>
          <dt>所在地、环节</dt>
          <dd className={styles.words}>
            <bdi>{region.name}</bdi>
            <small>
              <bdi>{segment?.title ?? '未列入环节'}</bdi>
            </small>
          </dd>
        </div>
      </dl>
      <p className={styles.sentence}>
        截至 {month}，{reasonFor(item)}
      </p>
      <section>
        <h3>分值构成</h3>
        <PointsExplained item={item} />
      </section>
      <section>
        <h3>信号时间轴</h3>
        <SignalTimeline signals={item.signals} month={month} />
      </section>
    </Body>
  )
}

/** Led here by an alert or from the moves: what is known of the firm, and why it is not listed. */
function Unlisted({
  creditCode,
  home,
  onRecord,
}: {
  readonly creditCode: string
  readonly home: string
  readonly onRecord: () => void
}) {
  const { asOf } = useScope()
  const enterprise = useEnterprise(creditCode, asOf)
  const moves = useHomeMoves(true)
  const own = moves.data?.items.filter((move) => move.creditCode === creditCode) ?? []
  return (
    <Answer of={enterprise} title="正在读取企业">
      {(data) => {
        const visit = visitToOther(data, own)
        return (
          <Body visit={visit} onRecord={onRecord}>
            <dl className={styles.figures}>
              {visit.facts.map(([title, text]) => (
                <div key={title}>
                  <dt>{title}</dt>
                  <dd className={styles.words}>
                    <bdi>{text}</bdi>
                  </dd>
                </div>
              ))}
            </dl>
            <p className={styles.sentence}>{visit.reason}</p>
            <p className="quiet">名单只含{home}内存续、得分够线的企业；近一年已变更住所的不再列入。</p>
            <section>
              <h3>住所变更</h3>
              <Answer of={moves} title="正在读取迁移记录">
                {() =>
                  own.length === 0 ? (
                    <p className={styles.none}>没有跨县区的住所变更记录。</p>
                  ) : (
                    <ol className={styles.moves}>
                      {own.map(({ date, origin, destination, level, source }) => (
                        <li key={`${source.dataset} ${source.rowId}`}>
                          <time className="number" dateTime={date}>
                            {date}
                          </time>
                          <span>{distanceTitles[level]}</span>
                          <bdi>
                            {origin.name} → {destination.name}
                          </bdi>
                          <SourceButton source={source} label="打开原始行" />
                        </li>
                      ))}
                    </ol>
                  )
                }
              </Answer>
            </section>
          </Body>
        )
      }}
    </Answer>
  )
}

function Body({
  visit,
  onRecord,
  children,
}: {
  readonly visit: Visit
  readonly onRecord: () => void
  readonly children: ReactNode
}) {
  const [tab, setTab] = useState<Tab>('reasons')
  return (
    <div className={styles.body}>
      <div className={styles.bar}>
        <Choice label="企业走访" value={tab} options={tabs} onChange={setTab} />
        <span className="number quiet">{visit.creditCode}</span>
        <button type="button" className="button" onClick={onRecord}>
          企业档案
        </button>
        <VisitLink creditCode={visit.creditCode} cause={visit.cause} reason={visit.reason} />
      </div>
      {tab === 'reasons' ? children : <VisitSheet visit={visit} />}
      <PrintedVisitSheet visit={visit} />
    </div>
  )
}
