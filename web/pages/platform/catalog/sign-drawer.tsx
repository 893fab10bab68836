import { useState } from 'react'
import { useCatalog, useChecklist } from '../../../data/catalog.ts'
import { Answer } from '../../../parts/answer.tsx'
import { Drawer } from '../../../parts/drawer.tsx'
import { Checks } from './checks.tsx'
import { DatasetSelect } from './dataset-select.tsx'
import { DecisionForm } from './decision-form.tsx'
import styles from './catalog.module.css'
import drawer from './drawer.module.css'

const statements = [
  ['meaningChecked', '已核对各信息项的含义与来源一致'],
  ['noPersonalData', '已核对不含个人信息'],
] as const

export function SignDrawer({ onClose }: { readonly onClose: () => void }) {
  const datasets = useCatalog({}).data?.items ?? []
  const [dataset, setDataset] = useState('')
  const [confirmed, setConfirmed] = useState<readonly string[]>([])
  const checklist = useChecklist(dataset === '' ? null : dataset)
  const ready =
    checklist.data?.items.every(({ passed }) => passed) === true && confirmed.length === statements.length
  return (
    <Drawer title="签署数据认证" onClose={onClose}>
      <div className={drawer.detail}>
        <DatasetSelect datasets={datasets} value={dataset} onChange={setDataset} />
        {dataset !== '' && (
          <Answer of={checklist} title="正在计算检查表">
            {({ items }) => (
              <>
                <Checks items={items} />
                {statements.map(([name, title]) => (
                  <label key={name} className={styles.check}>
                    <input
                      type="checkbox"
                      checked={confirmed.includes(name)}
                      onChange={(event) =>
                        setConfirmed((now) =>
                          event.target.checked ? [...now, name] : now.filter((one) => one !== name),
                        )
                      }
                    />
                    {title}
                  </label>
                ))}
                {ready ? (
                  <DecisionForm
                    label="责任单位说明"
                    path="/api/certifications"
                    onDone={onClose}
                    actions={[
                      {
                        title: '签署并提交复核',
                        primary: true,
                        body: (statement) => ({
                          dataset,
                          statement,
                          meaningChecked: true,
                          noPersonalData: true,
                        }),
                      },
                    ]}
                  />
                ) : (
                  <p className="quiet">检查表各项通过并勾选核对后才能签署。</p>
                )}
              </>
            )}
          </Answer>
        )}
      </div>
    </Drawer>
  )
}
