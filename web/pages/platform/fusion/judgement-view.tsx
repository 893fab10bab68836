/** Who decided what and why; what is in force can be taken back. */
import type { JudgementAnswer, JudgementItem } from '../../../../server/api/schemas/fusion.ts'
import { outcomeTitles, useJudgements } from '../../../data/fusion.ts'
import { useChange } from '../../../data/change.ts'
import { Card } from '../../../parts/card.tsx'
import { DataTable, type Column } from '../../../parts/data-table.tsx'
import { EmptyState } from '../../../parts/empty-state.tsx'
import { ErrorState } from '../../../parts/error-state.tsx'
import { formatTime, MISSING } from '../../../parts/format.ts'
import { Loading } from '../../../parts/loading.tsx'
import { NameText } from '../../../parts/name-text.tsx'
import { useScope } from '../../../shell/scope.tsx'
import styles from './fusion.module.css'

export function JudgementView() {
  const { realm, session } = useScope()
  const judgements = useJudgements(realm)
  const change = useChange('/api/fusion', '/api/enterprises')
  const undo = ({ id }: JudgementItem) =>
    void change.run<JudgementAnswer>(`/api/fusion/judgements/${id}`, 'DELETE')
  return (
    <Card title="判定记录" note="撤销的判定也留在记录中" fill className={styles.fill}>
      {change.problem !== null && (
        <p className={styles.problem} role="alert">
          {change.problem.detail}
        </p>
      )}
      {judgements.data === undefined ? (
        judgements.error === null ? (
          <Loading title="正在读取判定" />
        ) : (
          <ErrorState error={judgements.error} retry={() => void judgements.refetch()} />
        )
      ) : (
        <DataTable
          name="判定记录"
          rows={judgements.data.pages.flatMap(({ items }) => items)}
          columns={session.role === 'reviewer' ? columns : [...columns, undoColumn(change.busy, undo)]}
          rowKey={({ id }) => id}
          more={
            judgements.hasNextPage
              ? { load: () => void judgements.fetchNextPage(), loading: judgements.isFetchingNextPage }
              : undefined
          }
          empty={<EmptyState title="还没有人工判定" detail="在“核对”中逐条判定后留在这里，可撤销。" />}
        />
      )}
    </Card>
  )
}

const columns: readonly Column<JudgementItem>[] = [
  { key: 'id', title: '编号', number: true, width: '60px', value: ({ id }) => id },
  {
    key: 'name',
    title: '记录',
    width: '24%',
    value: ({ name }) => name,
    show: ({ name, datasetTitle }) => (
      <span className={styles.two}>
        <NameText text={name} />
        <small>{datasetTitle}</small>
      </span>
    ),
  },
  { key: 'outcome', title: '判定', width: '84px', value: ({ outcome }) => outcomeTitles[outcome] },
  {
    key: 'enterprise',
    title: '企业',
    width: '24%',
    value: ({ enterpriseName, creditCode }) => enterpriseName ?? creditCode,
    show: ({ enterpriseName, creditCode }) =>
      creditCode === null ? MISSING : <NameText text={enterpriseName ?? creditCode} />,
  },
  {
    key: 'reason',
    title: '理由',
    value: ({ reason }) => reason,
    show: ({ reason }) => <NameText text={reason} />,
  },
  {
    key: 'at',
    title: '判定',
    width: '136px',
    value: ({ at }) => at,
    show: ({ by, at }) => (
      <span className={styles.two}>
        <bdi>{by}</bdi>
        <small>{formatTime(at)}</small>
      </span>
    ),
  },
  {
    key: 'revoked',
    title: '撤销',
    width: '136px',
    value: ({ revokedAt }) => revokedAt,
    show: ({ revokedBy, revokedAt }) =>
      revokedAt === null ? (
        MISSING
      ) : (
        <span className={styles.two}>
          <bdi>{revokedBy}</bdi>
          <small>{formatTime(revokedAt)}</small>
        </span>
      ),
  },
]

function undoColumn(busy: boolean, undo: (item: JudgementItem) => void): Column<JudgementItem> {
  return {
    key: 'undo',
    title: '操作',
    width: '76px',
    data: false,
    value: () => null,
    show: (item) =>
      item.revokedAt === null ? (
        <button type="button" className="button button-small" disabled={busy} onClick={() => undo(item)}>
          撤销
        </button>
      ) : null,
  }
}
