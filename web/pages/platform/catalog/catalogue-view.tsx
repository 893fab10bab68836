import { useDeferredValue, useState } from 'react'
import { useSearchParams } from 'react-router'
import type { CatalogItem } from '../../../../server/api/schemas/catalog.ts'
import { gradeCodes, gradeOrder, gradeTitles, useCatalog } from '../../../data/catalog.ts'
import { Answer } from '../../../parts/answer.tsx'
import { DataTable, type Column } from '../../../parts/data-table.tsx'
import { EmptyState } from '../../../parts/empty-state.tsx'
import { formatDate } from '../../../parts/format.ts'
import { NameText } from '../../../parts/name-text.tsx'
import { RealmBadge } from '../../../parts/realm-badge.tsx'
import { CertifiedBadge, GradeBadge, StateBadge } from './badges.tsx'
import { DatasetDrawer } from './dataset-drawer.tsx'
import styles from './catalog.module.css'

const columns: readonly Column<CatalogItem>[] = [
  {
    key: 'title',
    title: '信息资源名称',
    width: '27%',
    value: ({ title }) => title,
    show: ({ title, demonstration, certifiedUntil, listed, matched, id }) => (
      <span className={styles.two}>
        <span className={styles.marked}>
          <NameText text={title} />
          {certifiedUntil !== null && <CertifiedBadge until={certifiedUntil} />}
          {listed > 0 && <StateBadge title="已上架" tone="good" />}
        </span>
        <small>
          {demonstration && <RealmBadge realm="demonstration" compact />}{' '}
          {matched.length > 0 ? `命中：${matched.join('、')}` : id}
        </small>
      </span>
    ),
  },
  { key: 'code', title: '信息资源代码', width: '128px', value: ({ code }) => code },
  {
    key: 'steward',
    title: '提供方',
    width: '19%',
    value: ({ steward }) => steward,
    show: ({ steward }) => <NameText text={steward} />,
  },
  { key: 'warehouse', title: '仓', width: '100px', value: ({ warehouseTitle }) => warehouseTitle },
  {
    key: 'grade',
    title: '级别',
    width: '92px',
    value: ({ grade }) => grade,
    order: ({ gradeCode }) => gradeOrder(gradeCode),
    show: ({ gradeCode }) => <GradeBadge grade={gradeCode} />,
  },
  { key: 'share', title: '共享类型', width: '96px', value: ({ share }) => share },
  { key: 'cycle', title: '更新周期', width: '76px', value: ({ cycle }) => cycle },
  { key: 'rows', title: '现有行数', number: true, width: '92px', value: ({ rows }) => rows },
  {
    key: 'lastLoadedAt',
    title: '最近载入',
    width: '96px',
    value: ({ lastLoadedAt }) => (lastLoadedAt === null ? null : formatDate(lastLoadedAt)),
  },
]

const shares = [
  ['unconditional', '无条件共享'],
  ['conditional', '有条件共享'],
  ['none', '不予共享'],
] as const
const warehouses = [
  ['public', '公共数据仓'],
  ['industry', '行业数据仓'],
  ['enterprise', '企业数据仓'],
] as const
const marks = [
  ['certified', '已认证'],
  ['listed', '已上架'],
] as const

export function CatalogueView() {
  const [parameters, setParameters] = useSearchParams()
  const [text, setText] = useState(parameters.get('q') ?? '')
  const [filter, setFilter] = useState({ warehouse: '', grade: '', share: '', mark: '' })
  const catalog = useCatalog({
    query: useDeferredValue(text.trim()),
    warehouse: filter.warehouse,
    grade: filter.grade,
    share: filter.share,
    certified: filter.mark === 'certified' ? true : undefined,
    listed: filter.mark === 'listed' ? true : undefined,
  })
  const opened = parameters.get('dataset')
  const open = (dataset: string | null) =>
    setParameters((now) => {
      if (dataset === null) now.delete('dataset')
      else now.set('dataset', dataset)
      return now
    })
  const select = (
    name: keyof typeof filter,
    all: string,
    options: readonly (readonly [string, string])[],
  ) => (
    <select
      className="field"
      aria-label={all}
      value={filter[name]}
      onChange={(event) => setFilter((now) => ({ ...now, [name]: event.target.value }))}
    >
      <option value="">{all}</option>
      {options.map(([value, title]) => (
        <option key={value} value={value}>
          {title}
        </option>
      ))}
    </select>
  )
  return (
    <div className={styles.view}>
      <div className={styles.filters} role="search">
        <input
          className="field"
          type="search"
          aria-label="检索目录"
          placeholder="名称、信息项、代码，可用拼音或首字母"
          maxLength={200}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        {select('warehouse', '全部数据仓', warehouses)}
        {select(
          'grade',
          '全部级别',
          gradeCodes.map((grade) => [grade, gradeTitles[grade]] as const),
        )}
        {select('share', '全部共享类型', shares)}
        {select('mark', '认证与上架', marks)}
      </div>
      <Answer of={catalog} title="正在读取目录">
        {({ items }) => (
          <DataTable
            name="数据目录"
            rows={items}
            columns={columns}
            rowKey={({ id }) => id}
            onRow={({ id }) => open(id)}
            selected={opened}
            empty={<EmptyState title="没有符合条件的数据集" detail="请减少筛选条件，或换一个词" />}
          />
        )}
      </Answer>
      {opened !== null && <DatasetDrawer key={opened} id={opened} onClose={() => open(null)} />}
    </div>
  )
}
