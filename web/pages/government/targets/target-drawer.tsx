/** The reason card of a firm: why, its points with their sources, what would change, buyers, risks, what is not known. */
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import type { TargetCard } from '../../../../server/api/schemas/target.ts'
import { dossierAddress, useTarget } from '../../../data/targets.ts'
import { isDecider } from '../../../data/vocabulary.ts'
import { Answer } from '../../../parts/answer.tsx'
import { Drawer } from '../../../parts/drawer.tsx'
import { formatNumber } from '../../../parts/format.ts'
import { Icon } from '../../../parts/icon.tsx'
import { RealmBadge } from '../../../parts/realm-badge.tsx'
import { useAddressState } from '../../../shell/address-state.ts'
import { useScope } from '../../../shell/scope.tsx'
import { LandingPicture } from './landing-picture.tsx'
import { Points } from './points.tsx'
import styles from './targets.module.css'

export function TargetDrawer({
  creditCode,
  segment,
  onClose,
}: {
  readonly creditCode: string
  readonly segment: string | undefined
  readonly onClose: () => void
}) {
  const { query } = useScope()
  const card = useTarget(query, creditCode, segment)
  return (
    <Drawer
      title={card.data?.target.name ?? '目标企业'}
      wide
      onClose={onClose}
      note={card.data?.target.demonstration === true && <RealmBadge realm="demonstration" />}
    >
      <Answer of={card} title="正在汇总理由和推算落地变化">
        {(data) => <ReasonCard card={data} />}
      </Answer>
    </Drawer>
  )
}

function ReasonCard({ card }: { readonly card: TargetCard }) {
  const { target, why, landing, buyers, risks, unknown } = card
  return (
    <div className={styles.card}>
      <p className={styles.facts}>
        <span>
          <b className="number">{formatNumber(target.score)}</b> 分
        </span>
        <span>可补 {target.segmentTitle}</span>
        <span>{[target.province, target.city].filter(Boolean).join(' ') || '所在地不详'}</span>
        <span className="number">{target.creditCode}</span>
        <span>截至 {card.month}</span>
      </p>
      <Actions card={card} />
      <Part title="为什么是这家企业">
        <ul className={styles.sentences}>
          {why.map((sentence) => (
            <li key={sentence}>
              <bdi>{sentence}</bdi>
            </li>
          ))}
        </ul>
      </Part>
      <Part title="落地之后" note="推算">
        <LandingPicture landing={landing} />
      </Part>
      <Part title="得分与依据" note="各项相加，不是概率">
        <Points target={target} />
      </Part>
      <Part title="可能的本地客户" note={`${buyers.length} 家`}>
        {buyers.length === 0 ? (
          <p className="quiet">没有找到可能采购的本地企业。</p>
        ) : (
          <ul className={styles.buyers}>
            {buyers.map(({ name, detail }) => (
              <li key={name}>
                <bdi>{name}</bdi>
                <small>{detail}</small>
              </li>
            ))}
          </ul>
        )}
      </Part>
      <Part title="风险">
        <Lines of={risks} otherwise="已有数据中没有扣分项；不等于没有风险。" />
      </Part>
      <Part title="尚不掌握">
        <Lines of={unknown} otherwise="" />
      </Part>
    </div>
  )
}

/** What can be done with the firm. */
function Actions({ card: { target } }: { readonly card: TargetCard }) {
  const { query, href, session } = useScope()
  const { set } = useAddressState()
  const registered = /^[0-9A-Z]{18}$/.test(target.creditCode)
  return (
    <div className={styles.actions} data-print="no">
      {isDecider(session.role) && (
        <Link
          className="button button-small button-primary"
          to={href('/government/projects', {
            add: 'yes',
            firm: target.creditCode,
            firmName: target.name,
            origin: target.city ?? target.province ?? '',
            segment: target.segment,
          })}
        >
          加入招商项目
        </Link>
      )}
      <a
        className="button button-small"
        href={dossierAddress(query, target.creditCode, target.segment)}
        download
      >
        <Icon name="export" size={13} />
        导出尽调材料（DOCX）
      </a>
      {registered && (
        <button
          type="button"
          className="button button-small"
          onClick={() => set({ target: null, of: null, enterprise: target.creditCode }, true)}
        >
          <Icon name="file" size={13} />
          企业档案
        </button>
      )}
    </div>
  )
}

function Part({
  title,
  note,
  children,
}: {
  readonly title: string
  readonly note?: string
  readonly children: ReactNode
}) {
  return (
    <section aria-label={title}>
      <h3>
        {title}
        {note !== undefined && <small>{note}</small>}
      </h3>
      {children}
    </section>
  )
}

function Lines({ of, otherwise }: { readonly of: readonly string[]; readonly otherwise: string }) {
  if (of.length === 0) return <p className="quiet">{otherwise}</p>
  return (
    <ul className={styles.sentences}>
      {of.map((line) => (
        <li key={line}>
          <bdi>{line}</bdi>
        </li>
      ))}
    </ul>
  )
}
