/** Where to begin: the chain's segments with their products, the products with most makers, what was left out. */
import { Link } from 'react-router'
import type { ProductCoverage, ProductSummary } from '../../../../server/api/schemas/product.ts'
import { useProductCoverage, useProducts, useProductSummary } from '../../../data/products.ts'
import { Answer } from '../../../parts/answer.tsx'
import { Card } from '../../../parts/card.tsx'
import { DataTable, type Column } from '../../../parts/data-table.tsx'
import { EmptyState } from '../../../parts/empty-state.tsx'
import { formatNumber } from '../../../parts/format.ts'
import { NameText } from '../../../parts/name-text.tsx'
import { RealmBadge } from '../../../parts/realm-badge.tsx'
import { useScope } from '../../../shell/scope.tsx'
import styles from './products.module.css'
import type { ProductView } from './view-state.ts'
import { makerWord } from './words.ts'

const HUBS_SHOWN = 100

export function Start({ view }: { readonly view: ProductView }) {
  const { realm } = useScope()
  const summary = useProductSummary(realm)
  return (
    <Answer of={summary} title="正在读取产品网络">
      {(data) =>
        data.products === 0 ? (
          <EmptyState
            title="尚未载入产品数据"
            detail="载入产品目录、产品关系和企业产品后，这里是可以检索的全国产品网络。"
            supplier="平台运营单位"
          />
        ) : (
          <div className={styles.start}>
            <HubsCard view={view} />
            <SegmentsCard />
            <SummaryCard summary={data} />
          </div>
        )
      }
    </Answer>
  )
}

function HubsCard({ view }: { readonly view: ProductView }) {
  const { realm } = useScope()
  const hubs = useProducts('', realm, HUBS_SHOWN)
  const word = makerWord[realm]
  return (
    <Card title={`${word}最多的产品`} note={<RealmBadge realm={realm} />} fill>
      <Answer of={hubs} title="正在读取产品">
        {({ items }) => (
          <DataTable
            name={`${word}最多的产品`}
            rows={items}
            rowKey={({ id }) => id}
            onRow={({ id }) => view.go(id)}
            columns={[
              {
                key: 'name',
                title: '产品',
                value: (row) => row.name,
                show: (row) => <NameText text={row.name} lines={2} />,
              },
              {
                key: 'makers',
                title: word,
                unit: '家',
                width: '108px',
                number: true,
                value: (row) => row.makers,
              },
              {
                key: 'materials',
                title: '上游材料',
                unit: '种',
                width: '108px',
                number: true,
                value: (row) => row.materials,
              },
              {
                key: 'uses',
                title: '下游产品',
                unit: '种',
                width: '108px',
                number: true,
                value: (row) => row.uses,
              },
              {
                key: 'kinds',
                title: '细分品种',
                unit: '种',
                width: '108px',
                number: true,
                value: (row) => row.kinds,
              },
            ]}
            empty={
              <EmptyState
                title={`没有带${word}的产品`}
                detail="产品关系不分口径，可以直接检索。"
                supplier="平台运营单位"
              />
            }
          />
        )}
      </Answer>
    </Card>
  )
}

type Segment = ProductCoverage['items'][number]

function SegmentsCard() {
  const { query, realm, chain, href } = useScope()
  const coverage = useProductCoverage(query)
  const word = makerWord[realm]
  const columns: readonly Column<Segment>[] = [
    { key: 'stage', title: '阶段', width: '128px', value: (row) => row.stageTitle },
    {
      key: 'title',
      title: '环节',
      value: (row) => row.title,
      show: (row) => (
        <Link to={href('/government/chain-map', { segment: row.segment })}>
          <NameText text={row.title} lines={2} />
        </Link>
      ),
    },
    { key: 'products', title: '产品', unit: '种', width: '84px', number: true, value: (row) => row.products },
    { key: 'makers', title: word, unit: '家', width: '112px', number: true, value: (row) => row.makers },
    { key: 'local', title: '本地', unit: '家', width: '84px', number: true, value: (row) => row.local },
  ]
  const found = coverage.data?.items
  return (
    <Card
      title={`${chain?.title ?? ''}各环节的产品`}
      note={
        found === undefined
          ? undefined
          : `${found.length} 个环节中，有产品的 ${found.filter((one) => one.products > 0).length} 个，有${word}的 ${found.filter((one) => one.makers > 0).length} 个`
      }
      fill
    >
      {chain === undefined ? (
        <EmptyState title="尚未载入产业链" supplier="平台运营单位" />
      ) : (
        <Answer of={coverage} title="正在读取环节">
          {({ items }) => (
            <DataTable
              name={`${chain.title}各环节的产品`}
              rows={items}
              columns={columns}
              rowKey={(row) => row.segment}
            />
          )}
        </Answer>
      )}
    </Card>
  )
}

function SummaryCard({ summary }: { readonly summary: ProductSummary }) {
  const { realm } = useScope()
  const count = (relation: 'supply' | 'kind', ...bases: readonly string[]) =>
    summary.relations
      .filter((one) => one.relation === relation && (bases.length === 0 || bases.includes(one.basis)))
      .reduce((sum, one) => sum + one.count, 0)
  return (
    <Card
      className={styles.wide}
      title="网络的规模与取舍"
      note="产品和关系取自公开知识库，不分口径、不随“截至”变化；企业按口径"
    >
      <p className={styles.summary}>
        <span>
          产品 <b>{formatNumber(summary.products)}</b> 种，其中有供应关系的{' '}
          <b>{formatNumber(summary.supplied)}</b> 种，有{makerWord[realm]}的{' '}
          <b>{formatNumber(summary.made)}</b> 种
        </span>
        <span>
          供应关系 <b>{formatNumber(count('supply'))}</b> 条，其中相互矛盾、按推断画虚线的{' '}
          <b>{formatNumber(count('supply', 'mutual'))}</b> 条
        </span>
        <span>
          类属 <b>{formatNumber(count('kind'))}</b> 条，其中仅据名称包含的{' '}
          <b>{formatNumber(count('kind', 'containment'))}</b> 条；类属不计为供应
        </span>
        <span>
          {makerWord[realm]} <b>{formatNumber(summary.firms)}</b> 家
        </span>
      </p>
      <details>
        <summary>
          未纳入的名称 {formatNumber(summary.leftOut.reduce((sum, one) => sum + one.names, 0))} 个、记录{' '}
          {formatNumber(summary.leftOut.reduce((sum, one) => sum + one.rows, 0))} 条：规则与例子
        </summary>
        <DataTable
          name="未纳入产品网络的名称"
          rows={summary.leftOut}
          rowKey={(row) => row.rule}
          maxHeight="220px"
          columns={[
            { key: 'title', title: '规则', width: '150px', value: (row) => row.title },
            {
              key: 'description',
              title: '说明',
              value: (row) => row.description,
              show: (row) => <NameText text={row.description} lines={2} />,
            },
            {
              key: 'names',
              title: '名称',
              unit: '个',
              width: '96px',
              number: true,
              value: (row) => row.names,
            },
            { key: 'rows', title: '记录', unit: '条', width: '96px', number: true, value: (row) => row.rows },
            {
              key: 'examples',
              title: '例子',
              value: (row) => row.examples.join('、') || null,
              show: (row) => <NameText text={row.examples.join('、') || '—'} lines={2} />,
            },
          ]}
        />
      </details>
    </Card>
  )
}
