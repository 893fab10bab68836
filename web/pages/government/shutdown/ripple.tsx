/** The network of the cluster with the ripple on it, round by round; below it who loses how much. */
import { useMemo, useState } from 'react'
import type { ClusterNetwork } from '../../../../server/api/schemas/network.ts'
import type { ScenarioResult } from '../../../../server/api/schemas/scenario.ts'
import { NetworkCanvas } from '../../../charts/network-canvas/network-canvas.tsx'
import { Card } from '../../../parts/card.tsx'
import { EmptyState } from '../../../parts/empty-state.tsx'
import { formatNumber, formatShare, moneyText } from '../../../parts/format.ts'
import { RealmBadge } from '../../../parts/realm-badge.tsx'
import { LossKey } from './loss-key.tsx'
import { PlayerBar } from './player.tsx'
import { ResultNetwork } from './result-network.tsx'
import { lossesAfter, positionsOf, standingAfter } from './ripple-values.ts'
import { usePlayer } from './use-player.ts'
import type { ViewState } from './view-state.ts'
import styles from './ripple.module.css'

export function Ripple({
  result,
  view,
  wide,
  onWide,
}: {
  readonly result: ScenarioResult
  readonly view: ViewState
  /** The picture has the whole width. */
  readonly wide: boolean
  readonly onWide: (wide: boolean) => void
}) {
  const { rounds } = result
  // Rounds in which nothing visible moved are not given: the steps are those that are.
  const player = usePlayer(result, Math.max(0, rounds.length - 1))
  const round = rounds[player.step]?.round ?? 0
  const standing = standingAfter(rounds, round)
  const where = result.region.name
  const words =
    round === 0
      ? `停产本身：${where}损失 ${moneyText(standing.lost)}；全网 ${formatNumber(standing.affected)} 家`
      : `${where}累计损失 ${moneyText(standing.lost)}；全网受影响 ${formatNumber(standing.affected)} 家，本轮新增 ${formatNumber(standing.newlyAffected)} 家`
  return (
    <Card
      title="影响传播"
      fill
      className={styles.ripple}
      note={`${result.chain.title}产业链企业网络，供应交易 ${result.window.from} 至 ${result.window.to}`}
      actions={
        <>
          <RealmBadge realm={result.realm} />
          <button
            type="button"
            className="button button-small"
            aria-pressed={wide}
            data-print="no"
            onClick={() => onWide(!wide)}
          >
            {wide ? '还原' : '加宽'}
          </button>
        </>
      }
    >
      <div className={styles.stack}>
        <PlayerBar player={player} round={`第 ${round} / ${rounds.at(-1)?.round ?? 0} 轮`} words={words} />
        <ResultNetwork result={result}>
          {(data) =>
            data.nodes.node.length === 0 ? (
              <EmptyState
                title="该地区没有可画的企业网络"
                detail="结果见右侧和下方列表。"
                supplier="链主企业"
              />
            ) : (
              <Picture data={data} result={result} round={round} view={view} />
            )
          }
        </ResultNetwork>
      </div>
    </Card>
  )
}

function Picture({
  data,
  result,
  round,
  view,
}: {
  readonly data: ClusterNetwork
  readonly result: ScenarioResult
  readonly round: number
  readonly view: ViewState
}) {
  const [selected, setSelected] = useState<number | null>(null)
  const [tools, setTools] = useState<Element | null>(null)
  const positions = useMemo(() => positionsOf(data.nodes.node), [data])
  const values = useMemo(
    () => lossesAfter(result.rounds, round, positions),
    [result.rounds, round, positions],
  )
  const { nodes } = data
  const open = (position: number) => {
    const party = nodes.party[position]
    if (party !== undefined && nodes.external[position] !== 1) view.open(party)
  }
  return (
    <>
      <div className={styles.picture}>
        <NetworkCanvas
          data={data}
          label={`${data.region.name}${data.chain.title}企业网络，${formatNumber(nodes.node.length)} 家企业、${formatNumber(data.edges.supplier.length)} 条供应关系，第 ${round} 轮`}
          colouring="place"
          values={values}
          selected={selected}
          onSelect={setSelected}
          onOpen={open}
          tools={tools}
          tip={(position) => (
            <>
              <b>
                <bdi>{nodes.name[position]}</bdi>
              </b>
              <br />
              损失产出 {formatShare(values[position], 1)}
              <br />
              {data.segments[nodes.segment[position] ?? -1]?.title ?? '环节不详'} · 年销售{' '}
              {moneyText(nodes.sales[position])}
            </>
          )}
        />
        <div ref={setTools} className={styles.tools} data-print="no" />
      </div>
      <LossKey />
      <p className={styles.hidden}>
        图中 {formatNumber(nodes.node.length)} 家企业、{formatNumber(data.edges.supplier.length)} 条关系
        {data.hidden.words.map((words) => `；${words.replace(/。$/, '')}`)}
        。计算用全部 {formatNumber(result.network.nodes)} 家、{formatNumber(result.network.edges)} 条。
      </p>
    </>
  )
}
