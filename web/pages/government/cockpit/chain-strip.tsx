/** Every segment of the chain as one cell in its stage, and in words those that need attention. */
import { Fragment } from 'react'
import { Link } from 'react-router'
import type { ChainGraph, SegmentState } from '../../../../server/api/schemas/chain.ts'
import type { Strength } from '../../../../server/domain/strength.ts'
import { useChainGraph } from '../../../data/queries.ts'
import { strengthTitles } from '../../../data/vocabulary.ts'
import { Answer } from '../../../parts/answer.tsx'
import { Card } from '../../../parts/card.tsx'
import { EmptyState } from '../../../parts/empty-state.tsx'
import { ProvenFigure } from '../../../parts/evidence-drawer.tsx'
import { formatNumber } from '../../../parts/format.ts'
import { StrengthLegend } from '../../../parts/strength-badge.tsx'
import { useScope } from '../../../shell/scope.tsx'
import styles from './chain-strip.module.css'

const CHAIN_PAGE = '/government/chain-map'

/** The gravest first. */
const attention: readonly Strength[] = ['missing', 'single-source', 'over-dependent', 'weak']

export function ChainStrip() {
  const { query, href } = useScope()
  const graph = useChainGraph(query)
  const counts: Partial<Record<Strength, number>> = {}
  for (const { strength } of graph.data?.segments ?? []) counts[strength] = (counts[strength] ?? 0) + 1
  return (
    <Card
      title="产业链强弱"
      fill
      className={styles.strip}
      note={graph.data === undefined ? <StrengthLegend /> : <StrengthLegend counts={counts} />}
      actions={
        <Link className="text-button" to={href(CHAIN_PAGE)}>
          打开全景图谱
        </Link>
      }
    >
      <Answer of={graph} title="正在读取产业链">
        {(data) =>
          data.segments.length === 0 ? (
            <EmptyState title="该产业链没有环节" supplier="产业链标准库维护单位" />
          ) : (
            <ol className={styles.stages}>
              {data.stages
                .toSorted((a, b) => a.order - b.order)
                .map((stage) => (
                  <Stage key={stage.id} stage={stage} graph={data} />
                ))}
            </ol>
          )
        }
      </Answer>
    </Card>
  )
}

function Stage({
  stage,
  graph,
}: {
  readonly stage: ChainGraph['stages'][number]
  readonly graph: ChainGraph
}) {
  const { href } = useScope()
  const segments = graph.segments
    .filter((segment) => segment.stage === stage.id)
    .toSorted((a, b) => a.order - b.order)
  const worrying = segments
    .filter(({ strength }) => attention.includes(strength))
    .toSorted((a, b) => attention.indexOf(a.strength) - attention.indexOf(b.strength))
  return (
    <li className={styles.stage} style={{ flexGrow: segments.length }}>
      <h3>
        <bdi title={stage.title}>{stage.title}</bdi>
        <ProvenFigure figure={`chain:${graph.chain.id}/enterprises/${stage.id}`} title={`${stage.title}企业`}>
          {formatNumber(stage.enterprises)} 家
        </ProvenFigure>
      </h3>
      <ul className={styles.cells}>
        {segments.map((segment) => (
          <li key={segment.id} data-strength={segment.strength}>
            <Link
              to={href(CHAIN_PAGE, { segment: segment.id })}
              title={describe(segment)}
              aria-label={describe(segment)}
            >
              {strengthTitles[segment.strength].slice(0, 1)}
            </Link>
          </li>
        ))}
      </ul>
      <p className={styles.words} title={worrying.map(describe).join('\n')}>
        {worrying.length === 0 ? (
          <span>
            {segments.every(({ strength }) => strength === 'unknown') ? '证据不足，未判定' : '无缺弱环节'}
          </span>
        ) : (
          worrying.map((segment) => (
            <Fragment key={segment.id}>
              <Link
                to={href(CHAIN_PAGE, { segment: segment.id })}
                data-strength={segment.strength}
                title={describe(segment)}
              >
                <bdi>{segment.title}</bdi> {strengthTitles[segment.strength]}
              </Link>{' '}
            </Fragment>
          ))
        )}
      </p>
    </li>
  )
}

function describe({ title, strength, enterprises, reasons }: SegmentState): string {
  return `${title}：${strengthTitles[strength]}，${enterprises} 家${reasons[0] === undefined ? '' : `，${reasons[0]}`}`
}
