import type { Output, Purpose } from '../../../../server/api/schemas/exchange.ts'
import { outputTitles, purposeTitles } from '../../../data/exchange.ts'
import { Choice } from '../../../parts/choice.tsx'
import type { Draft } from './draft.ts'
import styles from './exchange.module.css'

const outputNotes: Readonly<Record<Output, string>> = {
  api: '程序凭密钥按页读取，逐次计量',
  file: '登录后下载 CSV 或带说明页的 XLSX，一次为全部记录',
  table: '建表语句与 COPY 文本流，载入贵方数据库；不开放平台数据库账号',
}

/** What for, until when, how much, in which form, and when it is destroyed. */
export function UseStep({
  draft,
  change,
}: {
  readonly draft: Draft
  readonly change: (changes: Partial<Draft>) => void
}) {
  const count = (text: string) => Math.max(0, Math.floor(Number(text) || 0))
  return (
    <>
      <label className={styles.labelled}>
        用途
        <select
          className="field"
          value={draft.purpose}
          onChange={(event) => change({ purpose: event.target.value as Purpose })}
        >
          {Object.entries(purposeTitles).map(([value, title]) => (
            <option key={value} value={value}>
              {title}
            </option>
          ))}
        </select>
      </label>
      <label className={styles.labelled}>
        用途说明
        <textarea
          className={styles.text}
          rows={3}
          maxLength={500}
          placeholder="用在哪项工作、谁使用、产出什么"
          value={draft.purposeText}
          onChange={(event) => change({ purposeText: event.target.value })}
        />
      </label>
      <div className={styles.pair}>
        <label>
          有效期起
          <input
            className="field"
            type="date"
            value={draft.validFrom}
            onChange={(event) => change({ validFrom: event.target.value })}
          />
        </label>
        <label>
          有效期止
          <input
            className="field"
            type="date"
            value={draft.validUntil}
            onChange={(event) => change({ validUntil: event.target.value })}
          />
        </label>
        <label>
          最多次数
          <input
            className="field"
            type="number"
            min={1}
            max={1_000_000}
            value={draft.maximumCalls}
            onChange={(event) => change({ maximumCalls: count(event.target.value) })}
          />
        </label>
        <label>
          最多行数
          <input
            className="field"
            type="number"
            min={1}
            max={100_000_000}
            value={draft.maximumRows}
            onChange={(event) => change({ maximumRows: count(event.target.value) })}
          />
        </label>
      </div>
      <div className={styles.labelled}>
        交付方式
        <Choice
          label="交付方式"
          value={draft.output}
          options={(Object.keys(outputTitles) as Output[]).map((value) => ({
            value,
            title: outputTitles[value],
          }))}
          onChange={(output) => change({ output })}
        />
        <span className="small quiet">{outputNotes[draft.output]}</span>
      </div>
      <label className={styles.labelled}>
        销毁承诺
        <span className={styles.inline}>
          到期或撤销后
          <input
            className="field"
            type="number"
            aria-label="销毁期限（日）"
            min={0}
            max={90}
            value={draft.destructionDays}
            onChange={(event) => change({ destructionDays: Math.min(90, count(event.target.value)) })}
          />
          日内销毁全部副本，并提交销毁回执
        </span>
      </label>
    </>
  )
}
