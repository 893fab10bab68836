/** All relations of a product in one role, beside the picture. */
import type { ProductRelation } from '../../../../server/api/schemas/product.ts'
import { useProductRelations, type RelationRole } from '../../../data/products.ts'
import { Answer } from '../../../parts/answer.tsx'
import { Choice } from '../../../parts/choice.tsx'
import { DataTable, type Column } from '../../../parts/data-table.tsx'
import { EmptyState } from '../../../parts/empty-state.tsx'
import { SourceButton } from '../../../parts/evidence-drawer.tsx'
import { formatDate } from '../../../parts/format.ts'
import { NameText } from '../../../parts/name-text.tsx'
import { useScope } from '../../../shell/scope.tsx'
import styles from './products.module.css'
import type { ProductView } from './view-state.ts'
import { basisTitles, confidenceTitles, makerWord, roleTitles } from './words.ts'

const roles: readonly RelationRole[] = ['materials', 'uses', 'kinds', 'parents']
const confidenceOrder: Readonly<Record<ProductRelation['confidence'], number>> = {
  high: 3,
  medium: 2,
  low: 1,
}

export function RelationTable({
  id,
  name,
  view,
}: {
  readonly id: string
  readonly name: string
  readonly view: ProductView
}) {
  const { realm } = useScope()
  const relations = useProductRelations(id, view.role, realm, 100)
  const columns: readonly Column<ProductRelation>[] = [
    {
      key: 'name',
      title: roleTitles[view.role],
      value: (row) => row.name,
      show: (row) => <NameText text={row.name} lines={2} />,
    },
    {
      key: 'makers',
      title: makerWord[realm],
      unit: '家',
      number: true,
      width: '112px',
      value: (row) => row.makers,
    },
    {
      key: 'confidence',
      title: '可信度',
      width: '84px',
      value: (row) => confidenceTitles[row.confidence],
      order: (row) => confidenceOrder[row.confidence],
    },
    {
      key: 'basis',
      title: '依据',
      value: (row) => basisTitles[row.basis],
      show: (row) => <NameText text={basisTitles[row.basis]} lines={2} />,
    },
    {
      key: 'source',
      title: '来源',
      value: (row) => row.sources[0]?.text ?? null,
      show: ({ sources: [first] }) => <NameText text={first?.text ?? '—'} lines={2} />,
    },
    {
      key: 'date',
      title: '来源截至',
      width: '104px',
      value: (row) => formatDate(row.sources[0]?.row.effectiveAt),
    },
    {
      key: 'row',
      title: '证据',
      width: '92px',
      data: false,
      value: () => null,
      show: ({ sources: [first] }) =>
        first === undefined ? null : <SourceButton source={first.row} label="原始行" />,
    },
  ]
  return (
    <div className={styles.list}>
      <div className={styles.tabs}>
        <Choice
          label="关系"
          value={view.role}
          options={roles.map((value) => ({ value, title: roleTitles[value] }))}
          onChange={(role) => view.list(id, role)}
        />
        <span className="quiet small">“产品小类”只作类属，不计为供应关系；点行以该产品为中心。</span>
      </div>
      <Answer of={relations} title="正在读取关系">
        {({ pages }) => (
          <DataTable
            name={`${name}的${roleTitles[view.role]}`}
            rows={pages.flatMap(({ items }) => items)}
            columns={columns}
            rowKey={(row) => row.id}
            onRow={(row) => view.go(row.id)}
            total={pages[0]?.total}
            more={
              relations.hasNextPage
                ? { load: () => void relations.fetchNextPage(), loading: relations.isFetchingNextPage }
                : undefined
            }
            empty={
              <EmptyState
                title={`没有${roleTitles[view.role]}的记载`}
                detail="来源中没有这一关系，不等于实际没有。"
                supplier="产品关系数据的提供单位"
              />
            }
          />
        )}
      </Answer>
    </div>
  )
}
