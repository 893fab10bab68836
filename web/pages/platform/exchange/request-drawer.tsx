/** One application: what is asked, on what rules it rests, what happened, and the decision of whoever may decide. */
import { gradeTitle } from '../../../data/catalog.ts'
import { useState } from 'react'
import type { ExchangeRequestDetail, TimelineEntry } from '../../../../server/api/schemas/exchange.ts'
import { outputTitles, purposeTitles, useExchangeRequest } from '../../../data/exchange.ts'
import { Answer } from '../../../parts/answer.tsx'
import { Drawer } from '../../../parts/drawer.tsx'
import { formatNumber, formatTime } from '../../../parts/format.ts'
import { useAct } from '../../../data/act.ts'
import { ProblemNote } from '../../../parts/problem-note.tsx'
import { RequestState } from './request-table.tsx'
import styles from './exchange.module.css'

export function RequestDrawer({
  id,
  onClose,
  onContract,
}: {
  readonly id: number
  readonly onClose: () => void
  readonly onContract: (id: number) => void
}) {
  const request = useExchangeRequest(id)
  const title = request.data === undefined ? `申请 ${id}` : `申请 ${id}：${request.data.datasetTitle}`
  return (
    <Drawer title={title} wide onClose={onClose}>
      <Answer of={request} title="正在读取申请">
        {(data) => (
          <div className={styles.detail}>
            <Terms request={data} />
            <Deciding request={data} onContract={onContract} />
            <section>
              <h3>经过</h3>
              <Timeline entries={data.timeline} />
            </section>
          </div>
        )}
      </Answer>
    </Drawer>
  )
}

export function rangeText(rows: {
  readonly region: { readonly code: string; readonly name: string } | null
  readonly firms: readonly { readonly name: string }[]
  readonly monthFrom: string | null
  readonly monthTo: string | null
}): string {
  const { region, firms, monthFrom, monthTo } = rows
  const parts = [
    ...(region === null ? [] : [`${region.name}（${region.code}）`]),
    ...(firms.length === 0 ? [] : [firms.map(({ name }) => name).join('、')]),
    ...(monthFrom === null && monthTo === null ? [] : [`${monthFrom ?? '起始'} 至 ${monthTo ?? '最新'}`]),
  ]
  return parts.length === 0 ? '全部记录' : parts.join('；')
}

function Terms({ request }: { readonly request: ExchangeRequestDetail }) {
  return (
    <dl className={styles.terms}>
      <dt>状态</dt>
      <dd>
        <RequestState request={request} />
        {request.refusal !== null && <p className={styles.bad}>{request.refusal}</p>}
      </dd>
      <dt>申请方</dt>
      <dd>
        <bdi>{request.party}</bdi>（<bdi>{request.applicant}</bdi>）
      </dd>
      <dt>用途</dt>
      <dd>
        {purposeTitles[request.purpose]}：<bdi>{request.purposeText}</bdi>
      </dd>
      <dt>信息项</dt>
      <dd>
        <ul className={styles.chips}>
          {request.fields.map(({ name, title, grade }) => (
            <li key={name}>
              {title} <small>{gradeTitle(grade)}</small>
            </li>
          ))}
        </ul>
      </dd>
      <dt>范围</dt>
      <dd>{rangeText(request)}</dd>
      <dt>期限</dt>
      <dd className="number">
        {request.validFrom} 至 {request.validUntil}
      </dd>
      <dt>用量</dt>
      <dd className="number">
        {formatNumber(request.maximumCalls)} 次、{formatNumber(request.maximumRows)} 行，
        {outputTitles[request.output]}
      </dd>
      <dt>销毁承诺</dt>
      <dd>到期或撤销后 {request.destructionDays} 日内销毁并提交回执</dd>
      <dt>审批依据</dt>
      <dd>
        <ul className={styles.plain}>
          {request.grounds.map((ground) => (
            <li key={ground}>{ground}</li>
          ))}
        </ul>
      </dd>
    </dl>
  )
}

function Deciding({
  request,
  onContract,
}: {
  readonly request: ExchangeRequestDetail
  readonly onContract: (id: number) => void
}) {
  const act = useAct()
  const [note, setNote] = useState('')
  const { id, contract } = request
  const decide = (decision: 'approve' | 'refuse') =>
    void act.run(`/api/exchange/requests/${id}/decisions`, { decision, note })
  return (
    <>
      {contract !== null && (
        <p className={styles.row}>
          <span>
            合同 <b>{contract.number}</b>
          </span>
          <button type="button" className="button button-small" onClick={() => onContract(contract.id)}>
            查看合同
          </button>
        </p>
      )}
      {request.whyNot !== null && <p className={styles.note}>{request.whyNot}</p>}
      {request.mayDecide && (
        <section className={styles.deciding} aria-label="审批">
          <h3>审批</h3>
          <textarea
            className={styles.text}
            aria-label="审批意见"
            placeholder="意见；驳回须写明理由"
            maxLength={500}
            rows={3}
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
          <div className={styles.buttons}>
            <button
              type="button"
              className="button"
              disabled={act.busy || note.trim() === ''}
              onClick={() => decide('refuse')}
            >
              驳回
            </button>
            <button
              type="button"
              className="button button-primary"
              disabled={act.busy}
              onClick={() => decide('approve')}
            >
              同意并签署
            </button>
          </div>
        </section>
      )}
      {request.own && request.state === 'open' && (
        <div className={styles.buttons}>
          <button
            type="button"
            className="button"
            disabled={act.busy}
            onClick={() => void act.run(`/api/exchange/requests/${id}/withdrawal`)}
          >
            撤回申请
          </button>
        </div>
      )}
      <ProblemNote problem={act.problem} />
    </>
  )
}

function Timeline({ entries }: { readonly entries: readonly TimelineEntry[] }) {
  return (
    <ol className={styles.timeline} aria-label="经过">
      {entries.map(({ at, title, by, text, tone }) => (
        <li key={`${at} ${title} ${by}`} data-tone={tone}>
          <time className="number">{formatTime(at)}</time>
          <div>
            <b>{title}</b> <bdi className="quiet">{by}</bdi>
            {text !== '' && (
              <p className="small">
                <bdi>{text}</bdi>
              </p>
            )}
          </div>
        </li>
      ))}
    </ol>
  )
}
