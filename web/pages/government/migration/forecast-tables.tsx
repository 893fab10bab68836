/** Tables of the forecast study: calibration in bands, and what the fitted model weighs. */
import type { CalibrationBand, ForecastStudy } from '../../../../server/api/schemas/migration-study.ts'
import { Card } from '../../../parts/card.tsx'
import { formatNumber, formatShare } from '../../../parts/format.ts'
import { intervalText } from './interval-text.ts'
import styles from './study.module.css'

/** Whatever rests on the demonstration truth says so. */
export const synthetic = <b className={styles.synthetic}>合成数据</b>

export function CalibrationCard({
  title,
  bands,
  horizon,
  note,
}: {
  readonly title: string
  readonly bands: readonly CalibrationBand[]
  readonly horizon: number
  readonly note: string
}) {
  return (
    <Card title={title} fill actions={synthetic}>
      <table className={styles.bands} aria-label={title}>
        <thead>
          <tr>
            <th scope="col">{bands.some(({ predicted }) => predicted !== null) ? '预测' : '分值'}</th>
            <th scope="col">企业月</th>
            <th scope="col">{horizon} 个月内迁出</th>
            <th scope="col">0–100 %</th>
          </tr>
        </thead>
        <tbody>
          {bands.map((band) => (
            <tr key={band.label}>
              <td className="number">{band.label}</td>
              <td className="number">{formatNumber(band.firmMonths)}</td>
              <td className="number" title={intervalText(band.interval)}>
                {formatShare(band.share, 1)}
              </td>
              <td className={styles.whisker}>
                <Whisker band={band} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className={styles.note}>{note}</p>
    </Card>
  )
}

function Whisker({ band: { share, interval, predicted } }: { readonly band: CalibrationBand }) {
  const at = (value: number) => `${value * 100}%`
  return (
    <>
      {share !== null && <span data-part="share" style={{ width: at(share) }} />}
      {interval !== null && (
        <span data-part="interval" style={{ left: at(interval[0]), width: at(interval[1] - interval[0]) }} />
      )}
      {predicted !== null && <span data-part="predicted" style={{ left: at(predicted) }} />}
    </>
  )
}

export function CoefficientCard({ study }: { readonly study: ForecastStudy }) {
  return (
    <Card
      title="风险模型的系数"
      fill
      actions={synthetic}
      note={`最后一个起点，${study.training.lastEvents} 起迁移`}
    >
      <table className={styles.bands} aria-label="风险模型的系数">
        <thead>
          <tr>
            <th scope="col">信号</th>
            <th scope="col">β</th>
            <th scope="col">标准误</th>
            <th scope="col">折合分</th>
          </tr>
        </thead>
        <tbody>
          {study.coefficients.map(({ id, title, beta, standardError, points }) => (
            <tr key={id} title={beta === null ? '总与其他信号同时出现，不能单独估计' : undefined}>
              <td>{title}</td>
              <td className="number">{formatNumber(beta, 2)}</td>
              <td className="number">{formatNumber(standardError, 2)}</td>
              <td className="number">{formatNumber(points, 0)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className={styles.note}>
        logit 月风险 = α + β·x，Firth 惩罚；折合分 = β × 20 ÷ ln 2，20 分使赔率加倍。标准误大的系数不宜解读。
      </p>
    </Card>
  )
}
