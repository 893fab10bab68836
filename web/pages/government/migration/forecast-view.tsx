/** 预测与回测: three ways to rank firms on the same rolling origins, as it came out. */
import { useMemo } from 'react'
import type { ForecastStudy, StudiedMethod } from '../../../../server/api/schemas/migration-study.ts'
import { useForecastStudy } from '../../../data/migration-study.ts'
import { Answer } from '../../../parts/answer.tsx'
import { Card } from '../../../parts/card.tsx'
import { EmptyState } from '../../../parts/empty-state.tsx'
import { formatNumber, formatShare, MISSING } from '../../../parts/format.ts'
import { useScope } from '../../../shell/scope.tsx'
import { CalibrationCard, CoefficientCard, synthetic } from './forecast-tables.tsx'
import { intervalText } from './interval-text.ts'
import { moveSupplier } from './vocabulary.ts'
import { XyChart, type Line } from './xy-chart.tsx'
import styles from './study.module.css'

const colours = { scorecard: 'accent', rule: 'ink-3', hazard: 'outflow' } as const
const shortTitles: Readonly<Record<StudiedMethod['id'], string>> = {
  scorecard: '专家评分卡',
  rule: '单一规则',
  hazard: '风险模型',
}

export function ForecastView() {
  const answer = useForecastStudy(useScope().query)
  return (
    <div className={styles.page} data-print="page">
      <Answer of={answer} title="正在读取回测">
        {({ study }) =>
          study === null ? (
            <EmptyState
              title="没有回测"
              detail="没有完整的迁移结果，不给命中率；积累一年以上的住所变更、投资、中标、用电和参保后才能回测。"
              supplier={moveSupplier}
            />
          ) : (
            <>
              <Verdict study={study} />
              <div className={styles.grid}>
                <PrecisionCard study={study} />
                <CurveCard study={study} />
                <LeadCard study={study} />
                <CalibrationCard
                  title="评分卡：各分值段的迁出比例"
                  bands={study.scoreCalibration}
                  horizon={study.horizon}
                  note="分值不是概率；分值越高，迁出比例应越高。"
                />
                <CalibrationCard
                  title="风险模型：预测概率与实际"
                  bands={study.hazardCalibration}
                  horizon={study.horizon}
                  note="竖线为预测概率的均值，落在横线（95 % 区间）内为相符。"
                />
                <CoefficientCard study={study} />
              </div>
            </>
          )
        }
      </Answer>
    </div>
  )
}

function Verdict({ study }: { readonly study: ForecastStudy }) {
  const { methods, best, k, horizon, training, origins, firstOrigin, lastOrigin, moves, observed, moved } =
    study
  const at = (method: StudiedMethod) => method.precisionAt.find((one) => one.k === k)
  const winner = methods.find(({ id }) => id === best)
  const rest = methods.filter(({ id }) => id !== best)
  const level = rest.filter((method) => {
    const [own, other] = [winner === undefined ? undefined : at(winner), at(method)]
    return own !== undefined && other !== undefined && other.interval[1] >= own.interval[0]
  })
  return (
    <p className={styles.note}>
      {synthetic} 演示数据，{firstOrigin} 至 {lastOrigin} 共 {origins} 个月末起点，{formatNumber(observed)}{' '}
      企业月，其中 {formatNumber(moved)} 个在 {horizon} 个月内迁出；迁移 {moves}{' '}
      起。每个起点只用当时已知的事实，风险模型只用此前的迁移拟合（ {training.firstEvents} 起增至{' '}
      {training.lastEvents} 起）。每月走访 {k} 家时
      <b>
        {winner === undefined ? MISSING : shortTitles[winner.id]}
        命中最多（{formatShare(winner === undefined ? null : at(winner)?.precision, 1)}）
      </b>
      {level.length > 0 && `，与${level.map(({ id }) => shortTitles[id]).join('、')}的区间重叠，分不出高下`}
      。走访名单仍用评分卡，因为每一分都能说明依据。法定代表人、股东、住所变更等晚期信号只作确认，不参与预测。
    </p>
  )
}

function PrecisionCard({ study }: { readonly study: ForecastStudy }) {
  return (
    <Card title="命中率 precision@k" fill actions={synthetic} note="每月走访前 k 家">
      <table className={styles.bands} aria-label="各方法的命中率">
        <thead>
          <tr>
            <th scope="col">k</th>
            {study.methods.map(({ id }) => (
              <th key={id} scope="col">
                {shortTitles[id]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {(study.methods[0]?.precisionAt ?? []).map(({ k }, index) => (
            <tr key={k} data-best={k === study.k}>
              <td className="number">{k}</td>
              {study.methods.map(({ id, precisionAt }) => {
                const at = precisionAt[index]
                return (
                  <td key={id} className="number" title={at && `${at.hits}/${at.visits}`}>
                    {formatShare(at?.precision, 1)}
                    <br />
                    <small className="quiet">{intervalText(at?.interval)}</small>
                  </td>
                )
              })}
            </tr>
          ))}
          <tr>
            <td>召回率（k={study.k}）</td>
            {study.methods.map(({ id, recall }) => (
              <td key={id} className="number">
                {formatShare(recall, 1)}
              </td>
            ))}
          </tr>
        </tbody>
      </table>
      <p className={styles.note}>小字为起点自助抽样的 95 % 区间；相邻起点不独立，实际更宽。</p>
    </Card>
  )
}

const percentAxis = (title: string) => ({ title, min: 0, max: 100, digits: 0 })
const recallAxis = percentAxis('召回率 %')
const precisionAxis = percentAxis('精确率 %')

function CurveCard({ study }: { readonly study: ForecastStudy }) {
  const lines = useMemo(
    (): readonly Line[] =>
      study.methods.map(({ id, curve }) => ({
        title: `${shortTitles[id]}`,
        colour: colours[id],
        points: curve.map(({ recall, precision }) => [recall * 100, precision * 100] as const),
        marks: id === 'rule',
        dashed: id === 'hazard',
      })),
    [study],
  )
  const words = study.methods
    .map(({ id, averagePrecision }) => `${shortTitles[id]} ${formatNumber(averagePrecision, 3)}`)
    .join('，')
  return (
    <Card title="精确率—召回率" fill actions={synthetic}>
      <div className={styles.chartBox}>
        <XyChart
          label={`精确率—召回率曲线，平均精确率 ${words}`}
          lines={lines}
          x={recallAxis}
          y={precisionAxis}
        />
        <p className={styles.note}>平均精确率：{words}</p>
      </div>
    </Card>
  )
}

const leadBins = [0, 30, 60, 90, 120, 150, 185] as const

function LeadCard({ study }: { readonly study: ForecastStudy }) {
  const bins = leadBins.slice(0, -1).map((from, index) => ({ from, until: leadBins[index + 1] ?? Infinity }))
  const count = (method: StudiedMethod, { from, until }: (typeof bins)[number]) =>
    method.leadDays.filter((days) => days >= from && days < until).length
  return (
    <Card title="提前天数" fill actions={synthetic} note={`首次进入前 ${study.k} 家到迁移`}>
      <table className={styles.bands} aria-label="各方法的提前天数分布">
        <thead>
          <tr>
            <th scope="col">天数</th>
            {study.methods.map(({ id }) => (
              <th key={id} scope="col">
                {shortTitles[id]}（起）
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {bins.map((bin) => (
            <tr key={bin.from}>
              <td className="number">
                {bin.from}–{bin.until - 1}
              </td>
              {study.methods.map((method) => (
                <td key={method.id} className="number">
                  {formatNumber(count(method, bin))}
                </td>
              ))}
            </tr>
          ))}
          <tr data-best="true">
            <td>中位数（天）</td>
            {study.methods.map(({ id, medianLeadDays }) => (
              <td key={id} className="number">
                {formatNumber(medianLeadDays, 1)}
              </td>
            ))}
          </tr>
        </tbody>
      </table>
      <p className={styles.note}>从迁移前 {study.horizon} 个月内首次进入名单算起，所以不超过约 184 天。</p>
    </Card>
  )
}
