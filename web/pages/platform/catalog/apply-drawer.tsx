import { useState } from 'react'
import { gradeOrder, useCatalog, useCatalogDetail } from '../../../data/catalog.ts'
import { Answer } from '../../../parts/answer.tsx'
import { Drawer } from '../../../parts/drawer.tsx'
import { GradeBadge } from './badges.tsx'
import { DatasetSelect } from './dataset-select.tsx'
import { DecisionForm } from './decision-form.tsx'
import styles from './catalog.module.css'
import drawer from './drawer.module.css'

const important = gradeOrder('important')

/** A dataset, or some of its information items under a name, for exchange. */
export function ApplyDrawer({ onClose }: { readonly onClose: () => void }) {
  const datasets = useCatalog({}).data?.items ?? []
  const [dataset, setDataset] = useState('')
  const [title, setTitle] = useState('')
  /** null = all that may be listed. */
  const [chosen, setChosen] = useState<readonly string[] | null>(null)
  const detail = useCatalogDetail(dataset === '' ? null : dataset)
  const choose = (id: string) => {
    setDataset(id)
    setChosen(null)
    setTitle(datasets.find((one) => one.id === id)?.title ?? '')
  }
  return (
    <Drawer title="申请数据上架" onClose={onClose}>
      <div className={drawer.detail}>
        <DatasetSelect datasets={datasets} value={dataset} onChange={choose} />
        {dataset !== '' && (
          <Answer of={detail} title="正在读取信息项">
            {({ items, grades }) => {
              const listable = grades
                .filter(({ grade }) => gradeOrder(grade) < important)
                .map(({ name }) => name)
              const columns = chosen ?? listable
              return (
                <>
                  <fieldset className={drawer.choices}>
                    <legend>
                      信息项（{columns.length} / {items.length}）
                    </legend>
                    {items.map((item, at) => (
                      <label key={item.name} className={styles.check}>
                        <input
                          type="checkbox"
                          disabled={!listable.includes(item.name)}
                          checked={columns.includes(item.name)}
                          onChange={(event) =>
                            setChosen(
                              event.target.checked
                                ? [...columns, item.name]
                                : columns.filter((name) => name !== item.name),
                            )
                          }
                        />
                        <span>{item.title}</span>
                        <GradeBadge grade={grades[at]?.grade ?? 'L1'} />
                      </label>
                    ))}
                  </fieldset>
                  <label className={drawer.field}>
                    上架名称
                    <input
                      className="field"
                      maxLength={100}
                      value={title}
                      onChange={(event) => setTitle(event.target.value)}
                    />
                  </label>
                  {columns.length === 0 || title.trim().length < 2 ? (
                    <p className="quiet">请至少选一个信息项，名称至少 2 个字。</p>
                  ) : (
                    <DecisionForm
                      label="用途"
                      path="/api/listings"
                      onDone={onClose}
                      actions={[
                        {
                          title: '提交申请',
                          primary: true,
                          body: (purpose) => ({ dataset, title: title.trim(), columns: chosen, purpose }),
                        },
                      ]}
                    />
                  )}
                </>
              )
            }}
          </Answer>
        )}
      </div>
    </Drawer>
  )
}
