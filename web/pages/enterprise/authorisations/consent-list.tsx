import { useState } from 'react'
import { Link } from 'react-router'
import type { ExchangeRequest } from '../../../../server/api/schemas/exchange.ts'
import { outputTitles, purposeTitles, useExchangeRequests } from '../../../data/exchange.ts'
import { Answer } from '../../../parts/answer.tsx'
import { EmptyState } from '../../../parts/empty-state.tsx'
import { formatNumber, formatTime } from '../../../parts/format.ts'
import { useScope } from '../../../shell/scope.tsx'
import { useAct } from '../../../data/act.ts'
import { ProblemNote } from '../../../parts/problem-note.tsx'
import { ReasonForm } from '../../../parts/reason-form.tsx'
import styles from './authorisations.module.css'

type Consent = ExchangeRequest['consents'][number]

const consentTitles: Readonly<Record<Consent['state'], string>> = {
  waiting: '待本企业答复',
  consented: '已同意',
  refused: '不同意',
  withdrawn: '已撤回',
}

/** Requests that name the firm, those to answer first. */
export function ConsentList({ creditCode }: { readonly creditCode: string }) {
  const requests = useExchangeRequests({})
  return (
    <Answer of={requests} title="正在读取申请">
      {({ pages }) => {
        const asked = pages
          .flatMap(({ items }) => items)
          .flatMap((request) =>
            request.consents
              .filter((consent) => consent.creditCode === creditCode)
              .map((consent) => ({ request, consent })),
          )
          .toSorted((a, b) => rank(b) - rank(a))
        if (asked.length === 0) {
          return (
            <EmptyState
              title="没有须本企业同意的申请"
              detail="政府部门、银行等申请本企业的 一般 3 级及以上数据或自有数据时，在这里征求同意。"
            />
          )
        }
        return (
          <ul className={styles.list}>
            {asked.map(({ request, consent }) => (
              <ConsentItem key={consent.id} request={request} consent={consent} />
            ))}
          </ul>
        )
      }}
    </Answer>
  )
}

function rank({
  request,
  consent,
}: {
  readonly request: ExchangeRequest
  readonly consent: Consent
}): number {
  return request.state === 'open' && consent.state === 'waiting' ? 1 : 0
}

function ConsentItem({ request, consent }: { readonly request: ExchangeRequest; readonly consent: Consent }) {
  const { href } = useScope()
  const act = useAct()
  const [note, setNote] = useState('')
  const waiting = request.state === 'open' && consent.state === 'waiting'
  const decide = (agrees: boolean) =>
    void act.run(`/api/exchange/consents/${consent.id}/decision`, { consent: agrees, note })
  return (
    <li data-waiting={waiting}>
      <p className={styles.head}>
        <b>
          <bdi>{request.party}</bdi>
        </b>
        <span className={styles.state} data-state={consent.state}>
          {waiting || consent.state !== 'waiting' ? consentTitles[consent.state] : '申请已办结'}
        </span>
      </p>
      <p>
        申请{request.datasetTitle}：{request.fields.map(({ title }) => title).join('、')}
      </p>
      <p className="small quiet">
        {purposeTitles[request.purpose]}：<bdi>{request.purposeText}</bdi>
      </p>
      <p className="small quiet number">
        {request.validFrom} 至 {request.validUntil}，{outputTitles[request.output]}，不超过{' '}
        {formatNumber(request.maximumCalls)} 次；到期后 {request.destructionDays} 日内销毁
      </p>
      {consent.at !== null && (
        <p className="small quiet number">
          {consent.by} {formatTime(consent.at)} {consent.note}
        </p>
      )}
      {request.contract !== null && (
        <p className="small">
          <Link to={href('/platform/exchange', { view: 'contracts', contract: String(request.contract.id) })}>
            查看合同 {request.contract.number}
          </Link>
        </p>
      )}
      {waiting && (
        <>
          <input
            className="field"
            aria-label="答复说明"
            placeholder="说明（可不填）"
            maxLength={500}
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
          <div className={styles.buttons}>
            <button type="button" className="button" disabled={act.busy} onClick={() => decide(false)}>
              不同意
            </button>
            <button
              type="button"
              className="button button-primary"
              disabled={act.busy}
              onClick={() => decide(true)}
            >
              同意
            </button>
          </div>
        </>
      )}
      {consent.state === 'consented' && (
        <ReasonForm
          button="撤回同意"
          label="理由（合同将立即终止）"
          busy={act.busy}
          onSend={(reason) => void act.run(`/api/exchange/consents/${consent.id}/withdrawal`, { reason })}
        />
      )}
      <ProblemNote problem={act.problem} />
    </li>
  )
}
