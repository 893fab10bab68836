import type { ExchangeRequest } from '../../../../server/api/schemas/exchange.ts'
import {
  outputTitles,
  purposeTitles,
  requestStateTitles,
  useExchangeRequests,
} from '../../../data/exchange.ts'
import { Answer } from '../../../parts/answer.tsx'
import { DataTable, type Column } from '../../../parts/data-table.tsx'
import { EmptyState } from '../../../parts/empty-state.tsx'
import { formatNumber, formatTime } from '../../../parts/format.ts'
import { NameText } from '../../../parts/name-text.tsx'
import styles from './exchange.module.css'

export const requestColumns: readonly Column<ExchangeRequest>[] = [
  { key: 'id', title: '编号', number: true, width: '60px', value: ({ id }) => id },
  {
    key: 'dataset',
    title: '数据集与信息项',
    width: '26%',
    value: ({ datasetTitle, fields }) => `${datasetTitle}（${fields.map(({ title }) => title).join('、')}）`,
    show: ({ datasetTitle, fields }) => (
      <span className={styles.two}>
        <span>
          <NameText text={datasetTitle} />
        </span>
        <small title={fields.map(({ title }) => title).join('、')}>
          {fields.length} 项：{fields.map(({ title }) => title).join('、')}
        </small>
      </span>
    ),
  },
  {
    key: 'party',
    title: '申请方',
    width: '17%',
    value: ({ party }) => party,
    show: ({ party, own }) => (
      <span className={styles.two}>
        <span>
          <NameText text={party} />
        </span>
        {own && <small>本方申请</small>}
      </span>
    ),
  },
  {
    key: 'purpose',
    title: '用途',
    value: ({ purpose, purposeText }) => `${purposeTitles[purpose]}：${purposeText}`,
    show: ({ purpose, purposeText }) => (
      <span className={styles.two}>
        <span>{purposeTitles[purpose]}</span>
        <small title={purposeText}>
          <bdi>{purposeText}</bdi>
        </small>
      </span>
    ),
  },
  {
    key: 'until',
    title: '期限与用量',
    width: '164px',
    value: ({ validUntil, maximumCalls }) => `${validUntil} ${maximumCalls} 次`,
    show: ({ validUntil, maximumCalls, maximumRows, output }) => (
      <span className={styles.two}>
        <span className="number">至 {validUntil}</span>
        <small>
          {outputTitles[output]}，{formatNumber(maximumCalls)} 次、{formatNumber(maximumRows)} 行
        </small>
      </span>
    ),
  },
  {
    key: 'state',
    title: '状态',
    width: '148px',
    value: ({ state }) => requestStateTitles[state],
    show: (request) => <RequestState request={request} />,
  },
  {
    key: 'created',
    title: '提交时间',
    width: '128px',
    value: ({ createdAt }) => formatTime(createdAt),
  },
]

export function RequestState({ request }: { readonly request: ExchangeRequest }) {
  const { state, approvals, approvalsNeeded, consents } = request
  const given = approvals.filter(({ decision }) => decision === 'approve').length
  const agreed = consents.filter((consent) => consent.state === 'consented').length
  return (
    <span className={styles.two}>
      <span className={styles.state} data-state={state}>
        {requestStateTitles[state]}
      </span>
      {state === 'open' && (
        <small>
          审批 {given}/{approvalsNeeded}
          {consents.length > 0 && `，企业同意 ${agreed}/${consents.length}`}
        </small>
      )}
    </span>
  )
}

export function RequestTable({ onOpen }: { readonly onOpen: (id: number) => void }) {
  const requests = useExchangeRequests({})
  return (
    <Answer of={requests} title="正在读取申请">
      {({ pages }) => (
        <DataTable
          name="数据申请"
          rows={pages.flatMap(({ items }) => items)}
          columns={requestColumns}
          rowKey={({ id }) => id}
          selected={null}
          onRow={({ id }) => onOpen(id)}
          more={
            requests.hasNextPage
              ? { load: () => void requests.fetchNextPage(), loading: requests.isFetchingNextPage }
              : undefined
          }
          empty={
            <EmptyState
              title="还没有数据申请"
              detail="点“申请数据”，从资源目录选数据集、信息项和范围，写明用途与期限。"
            />
          }
        />
      )}
    </Answer>
  )
}
