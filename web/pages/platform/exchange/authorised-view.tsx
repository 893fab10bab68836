/** For banks: what firms authorised, and exactly that. */
import { useState } from 'react'
import type { Authorisation, AuthorisedData } from '../../../../server/api/schemas/access-ledger.ts'
import { authorisationStateTitles } from '../../../data/access-ledger.ts'
import { useAuthorisedData, useReceivedAuthorisations } from '../../../data/exchange.ts'
import { Answer } from '../../../parts/answer.tsx'
import { DataTable, type Column } from '../../../parts/data-table.tsx'
import { Drawer } from '../../../parts/drawer.tsx'
import { EmptyState } from '../../../parts/empty-state.tsx'
import { formatNumber } from '../../../parts/format.ts'
import { NameText } from '../../../parts/name-text.tsx'
import styles from './exchange.module.css'

const columns: readonly Column<Authorisation>[] = [
  {
    key: 'firm',
    title: '企业',
    width: '28%',
    value: ({ name, creditCode }) => name ?? creditCode,
    show: ({ name, creditCode }) => <NameText text={name ?? creditCode} />,
  },
  { key: 'purpose', title: '用途', width: '80px', value: ({ purpose }) => purpose },
  {
    key: 'fields',
    title: '信息项',
    value: ({ fields }) => fields.map(({ title }) => title).join('、'),
    show: ({ fields }) => (
      <NameText text={fields.map(({ datasetTitle, title }) => `${datasetTitle}·${title}`).join('、')} />
    ),
  },
  { key: 'until', title: '有效期止', width: '112px', value: ({ validUntil }) => validUntil },
  {
    key: 'state',
    title: '状态',
    width: '92px',
    value: ({ state }) => authorisationStateTitles[state],
    show: ({ state }) => (
      <span className={styles.state} data-state={state}>
        {authorisationStateTitles[state]}
      </span>
    ),
  },
]

export function AuthorisedView() {
  const received = useReceivedAuthorisations()
  const [opened, setOpened] = useState<Authorisation | null>(null)
  return (
    <>
      <Answer of={received} title="正在读取授权">
        {({ items }) => (
          <DataTable
            name="企业授权"
            rows={items}
            columns={columns}
            rowKey={({ id }) => id}
            onRow={setOpened}
            empty={
              <EmptyState
                title="还没有企业授权给本行"
                detail="企业在“数据授权”页选择本行、信息项与期限后，在这里读取。"
              />
            }
          />
        )}
      </Answer>
      {opened !== null && (
        <Drawer title={opened.name ?? opened.creditCode} wide onClose={() => setOpened(null)}>
          <AuthorisedRows id={opened.id} />
        </Drawer>
      )}
    </>
  )
}

function AuthorisedRows({ id }: { readonly id: number }) {
  const data = useAuthorisedData(id)
  return (
    <Answer of={data} title="正在按授权读取">
      {({ datasets, authorisation }) => (
        <div className={styles.detail}>
          <p className={styles.note}>
            用途 {authorisation.purpose}，有效期至 {authorisation.validUntil}。本次读取已记入企业可见账本。
          </p>
          {datasets.map((dataset) => (
            <section key={dataset.id}>
              <h3>{dataset.title}</h3>
              <Rows dataset={dataset} />
            </section>
          ))}
        </div>
      )}
    </Answer>
  )
}

type Cells = readonly unknown[]

function Rows({ dataset }: { readonly dataset: AuthorisedData['datasets'][number] }) {
  const read = (cells: Cells, position: number): string | number | null => {
    const cell = cells[position]
    if (cell === null || cell === undefined) return null
    if (typeof cell === 'number' || typeof cell === 'string') return cell
    return typeof cell === 'boolean' ? (cell ? '是' : '否') : JSON.stringify(cell)
  }
  return (
    <DataTable<Cells>
      name={dataset.title}
      rows={dataset.rows}
      rowKey={(_, index) => index}
      columns={dataset.columns.map(({ name, title, unit }, position) => ({
        key: name,
        title,
        ...(unit === null ? {} : { unit }),
        number: dataset.rows.some((cells) => typeof cells[position] === 'number'),
        value: (cells: Cells) => read(cells, position),
        show: (cells: Cells) => {
          const cell = read(cells, position)
          if (cell === null) return '—'
          return typeof cell === 'number' ? formatNumber(cell, cell % 1 === 0 ? 0 : 2) : <bdi>{cell}</bdi>
        },
      }))}
      maxHeight="40vh"
      empty={<EmptyState compact title="该数据集中没有这家企业的记录" />}
    />
  )
}
