/** How the rows of each dataset reach a firm: by code, by name, by a person, not yet, not at all. */
import type { CoverageItem } from '../../../../server/api/schemas/fusion.ts'
import { useCoverage } from '../../../data/fusion.ts'
import { Answer } from '../../../parts/answer.tsx'
import { Card } from '../../../parts/card.tsx'
import { DataTable, type Column } from '../../../parts/data-table.tsx'
import { EmptyState } from '../../../parts/empty-state.tsx'
import { formatNumber, formatShare } from '../../../parts/format.ts'
import { NameText } from '../../../parts/name-text.tsx'
import { useScope } from '../../../shell/scope.tsx'
import styles from './fusion.module.css'

const parts = [
  { key: 'byCode', title: '凭信用代码' },
  { key: 'byListing', title: '凭证券代码' },
  { key: 'byNameAndPlace', title: '名称和地区' },
  { key: 'byName', title: '名称' },
  { key: 'byFormerName', title: '曾用名' },
  { key: 'byPerson', title: '人工' },
  { key: 'review', title: '待核对' },
  { key: 'none', title: '没有对应' },
  { key: 'unknownCode', title: '未知代码' },
  { key: 'without', title: '无从关联' },
] as const
type Part = (typeof parts)[number]['key']

const linked = (item: CoverageItem) =>
  item.byCode + item.byListing + item.byNameAndPlace + item.byName + item.byFormerName + item.byPerson

export function CoverageView() {
  const { realm } = useScope()
  return (
    <Card
      title="关联覆盖"
      note="每条指明企业的记录都计入一格；各格之和等于行数"
      fill
      className={styles.fill}
      actions={
        <ul className={styles.legend} aria-label="图例">
          {parts.map(({ key, title }) => (
            <li key={key}>
              <i data-part={key} />
              {title}
            </li>
          ))}
        </ul>
      }
    >
      <Answer of={useCoverage(realm)} title="正在统计覆盖">
        {({ items }) => (
          <DataTable
            name="关联覆盖"
            rows={items}
            columns={columns}
            rowKey={({ dataset, column }) => `${dataset} ${column}`}
            empty={<EmptyState title="还没有指明企业的数据" />}
          />
        )}
      </Answer>
    </Card>
  )
}

const columns: readonly Column<CoverageItem>[] = [
  {
    key: 'title',
    title: '数据集',
    width: '20%',
    value: ({ title, columnTitle }) => `${title} ${columnTitle}`,
    show: ({ title, columnTitle }) => (
      <span className={styles.two}>
        <NameText text={title} />
        <small>{columnTitle}</small>
      </span>
    ),
  },
  { key: 'rows', title: '行数', number: true, width: '86px', value: ({ rows }) => rows },
  {
    key: 'share',
    title: '已关联',
    number: true,
    width: '76px',
    value: (item) => (item.rows === 0 ? null : linked(item) / item.rows),
    show: (item) => (item.rows === 0 ? '—' : formatShare(linked(item) / item.rows, 1)),
  },
  {
    key: 'bar',
    title: '构成',
    data: false,
    value: () => null,
    show: (item) => <Bar item={item} />,
  },
  ...(['byCode', 'review', 'none', 'unknownCode', 'without'] as const satisfies readonly Part[]).map(
    (key): Column<CoverageItem> => ({
      key,
      title: parts.find((part) => part.key === key)?.title ?? key,
      number: true,
      width: '92px',
      value: (item) => item[key],
    }),
  ),
]

function Bar({ item }: { readonly item: CoverageItem }) {
  const words = parts
    .filter(({ key }) => item[key] > 0)
    .map(({ key, title }) => `${title} ${formatNumber(item[key])}`)
  return (
    <span className={styles.stack} role="img" aria-label={words.join('，')} title={words.join('\n')}>
      {parts.map(({ key }) =>
        item[key] === 0 ? null : (
          <i key={key} data-part={key} style={{ width: `${(item[key] / item.rows) * 100}%` }} />
        ),
      )}
    </span>
  )
}
