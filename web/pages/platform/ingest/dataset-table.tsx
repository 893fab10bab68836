import { gradeTitle } from '../../../data/catalog.ts'
import { useState } from 'react'
import type { DatasetItem } from '../../../../server/api/schemas/dataset.ts'
import { useDataset, useDatasets } from '../../../data/queries.ts'
import { Answer } from '../../../parts/answer.tsx'
import { DataTable, type Column } from '../../../parts/data-table.tsx'
import { Drawer } from '../../../parts/drawer.tsx'
import { EmptyState } from '../../../parts/empty-state.tsx'
import { ProvenFigure } from '../../../parts/evidence-drawer.tsx'
import { formatNumber, formatTime } from '../../../parts/format.ts'
import { NameText } from '../../../parts/name-text.tsx'
import { RealmBadge } from '../../../parts/realm-badge.tsx'
import { useScope } from '../../../shell/scope.tsx'
import styles from './ingest.module.css'
import { TemplateButton } from './template.tsx'

const columnsFor = (isOfficial: boolean): readonly Column<DatasetItem>[] => [
  { key: 'warehouse', title: '仓', width: '104px', value: ({ warehouseTitle }) => warehouseTitle },
  {
    key: 'title',
    title: '数据集',
    width: '26%',
    value: ({ title }) => title,
    show: ({ title, id, demonstration }) => (
      <span className={styles.two}>
        <span>
          <NameText text={title} lines={2} />
        </span>
        <small title={id}>
          {demonstration && <RealmBadge realm="demonstration" compact />} {id.split('/')[1] ?? id}
        </small>
      </span>
    ),
  },
  {
    key: 'steward',
    title: '责任单位',
    width: '18%',
    value: ({ steward }) => steward,
    show: ({ steward }) => <NameText text={steward} lines={2} />,
  },
  { key: 'cycle', title: '周期', width: '72px', value: ({ cycle }) => cycle },
  {
    key: 'rows',
    title: '现有行数',
    number: true,
    width: '104px',
    value: ({ rows }) => rows,
    show: ({ id, title, rows }) =>
      isOfficial ? (
        <ProvenFigure figure={`dataset:${id}`} title={`${title}现有行数`}>
          {formatNumber(rows)}
        </ProvenFigure>
      ) : (
        formatNumber(rows)
      ),
  },
  {
    key: 'quarantine',
    title: '隔离待办',
    number: true,
    width: '86px',
    value: ({ openQuarantine }) => openQuarantine,
    show: ({ openQuarantine }) => (
      <span className={openQuarantine > 0 ? styles.outside : undefined}>{formatNumber(openQuarantine)}</span>
    ),
  },
  {
    key: 'lastLoadedAt',
    title: '最近载入',
    width: '136px',
    value: ({ lastLoadedAt }) => (lastLoadedAt === null ? null : formatTime(lastLoadedAt)),
  },
]

export function DatasetTable() {
  const { session } = useScope()
  // Evidence walks through the rows of all firms.
  const isOfficial = session.role !== 'enterprise' && session.role !== 'bank'
  const datasets = useDatasets()
  const [opened, setOpened] = useState<DatasetItem | null>(null)
  return (
    <>
      <Answer of={datasets} title="正在读取目录">
        {({ items }) => (
          <DataTable
            name="数据集目录"
            rows={items}
            columns={columnsFor(isOfficial)}
            rowKey={({ id }) => id}
            onRow={setOpened}
            selected={opened?.id ?? null}
            empty={<EmptyState title="目录为空" />}
          />
        )}
      </Answer>
      {opened !== null && <DatasetDrawer item={opened} onClose={() => setOpened(null)} />}
    </>
  )
}

function DatasetDrawer({ item, onClose }: { readonly item: DatasetItem; readonly onClose: () => void }) {
  const detail = useDataset(item.id)
  return (
    <Drawer title={`${item.warehouseTitle} · ${item.title}`} wide onClose={onClose}>
      <Answer of={detail} title="正在读取数据集">
        {(dataset) => (
          <div className={styles.detail}>
            <p>{dataset.summary}</p>
            <dl className={styles.terms}>
              <dt>分类</dt>
              <dd>{dataset.category}</dd>
              <dt>责任单位</dt>
              <dd>{dataset.steward}</dd>
              <dt>更新周期</dt>
              <dd>{dataset.cycle}</dd>
              <dt>共享</dt>
              <dd>
                {dataset.share}
                {dataset.shareCondition !== null && `（${dataset.shareCondition}）`}
              </dd>
              <dt>分级</dt>
              <dd>{gradeTitle(dataset.grade)}</dd>
              <dt>主键</dt>
              <dd>
                {dataset.key
                  .map((name) => dataset.items.find((one) => one.name === name)?.title ?? name)
                  .join('、')}
              </dd>
            </dl>
            <section>
              <div className={styles.row}>
                <h3>信息项</h3>
                <TemplateButton dataset={dataset} />
              </div>
              <DataTable
                name={`${dataset.title}-信息项`}
                rows={dataset.items}
                rowKey={({ name }) => name}
                columns={[
                  { key: 'title', title: '名称', width: '22%', value: ({ title }) => title },
                  { key: 'name', title: '标识', width: '22%', value: ({ name }) => name },
                  { key: 'type', title: '类型', width: '80px', value: ({ type }) => type },
                  { key: 'unit', title: '单位', width: '72px', value: ({ unit }) => unit },
                  {
                    key: 'required',
                    title: '必填',
                    width: '56px',
                    value: ({ required }) => (required ? '是' : '否'),
                  },
                  {
                    key: 'rule',
                    title: '校验规则',
                    value: ({ rule }) => rule,
                    show: ({ rule }) => (rule === null ? '—' : <NameText text={rule} />),
                  },
                  { key: 'grade', title: '级别', width: '104px', value: ({ grade }) => gradeTitle(grade) },
                ]}
              />
            </section>
            <section>
              <h3>数据源</h3>
              {dataset.sources.length === 0 ? (
                <p className="quiet">没有连接器；可上传文件。</p>
              ) : (
                <ul>
                  {dataset.sources.map(({ id, title, publisher, licence }) => (
                    <li key={id}>
                      <bdi>{title}</bdi>{' '}
                      <span className="quiet small">
                        {publisher} · {licence}
                      </span>
                    </li>
                  ))}
                </ul>
              )}
            </section>
          </div>
        )}
      </Answer>
    </Drawer>
  )
}
