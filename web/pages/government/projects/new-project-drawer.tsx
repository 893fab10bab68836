/** Registers a lead: which firm, for which segment, where, by whom. */
import { useState } from 'react'
import type { Project } from '../../../../server/api/schemas/project.ts'
import { useChange } from '../../../data/change.ts'
import { PROJECTS } from '../../../data/projects.ts'
import { useChainGraph } from '../../../data/queries.ts'
import { Drawer } from '../../../parts/drawer.tsx'
import { ProblemNote } from '../../../parts/problem-note.tsx'
import { useAddressState } from '../../../shell/address-state.ts'
import { useScope } from '../../../shell/scope.tsx'
import styles from './projects.module.css'

export interface Owner {
  readonly username: string
  readonly displayName: string
}

export function NewProjectDrawer({
  owners,
  onClose,
  onDone,
}: {
  readonly owners: readonly Owner[]
  readonly onClose: () => void
  readonly onDone: (id: number) => void
}) {
  const { session, query, region, regions, realm, chain } = useScope()
  const address = useAddressState()
  const segments = useChainGraph(query).data?.segments ?? []
  const firmKey = address.get('firm')
  const [firmName, setFirmName] = useState(address.get('firmName') ?? '')
  const [title, setTitle] = useState(firmName === '' ? '' : `${firmName}项目`)
  const [segment, setSegment] = useState(address.get('segment') ?? '')
  const [place, setPlace] = useState(region.code)
  const [origin, setOrigin] = useState(address.get('origin') ?? '')
  const [investment, setInvestment] = useState('')
  const [owner, setOwner] = useState(session.username)
  const change = useChange(PROJECTS)
  const save = async () => {
    const made = await change.run<Project>(PROJECTS, 'POST', {
      title: title.trim(),
      chain: chain?.id,
      segment,
      region: place,
      realm,
      firmName: firmName.trim(),
      ...(firmKey !== null && { firmKey }),
      ...(origin.trim() !== '' && { origin: origin.trim() }),
      ...(investment !== '' && { investment: Number(investment) * 1e8 }),
      owner,
    })
    if (made !== null) onDone(made.id)
  }
  return (
    <Drawer title="登记招商线索" onClose={onClose}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        <label>
          企业
          <input
            className="field"
            required
            maxLength={200}
            readOnly={firmKey !== null}
            value={firmName}
            onChange={({ target }) => setFirmName(target.value)}
          />
        </label>
        <label>
          企业所在省市
          <input
            className="field"
            maxLength={100}
            value={origin}
            onChange={({ target }) => setOrigin(target.value)}
          />
        </label>
        <label>
          项目名称
          <input
            className="field"
            required
            maxLength={100}
            value={title}
            onChange={({ target }) => setTitle(target.value)}
          />
        </label>
        <label>
          环节（{chain?.title ?? '产业链'}）
          <select
            className="field"
            required
            value={segment}
            onChange={({ target }) => setSegment(target.value)}
          >
            <option value="">选择环节</option>
            {segments.map(({ id, title: name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label>
          落地区域
          <select className="field" value={place} onChange={({ target }) => setPlace(target.value)}>
            {regions.map(({ code, name }) => (
              <option key={code} value={code}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label>
          计划投资额（亿元，可空）
          <input
            type="number"
            className="field"
            min="0.0001"
            max="100000"
            step="any"
            value={investment}
            onChange={({ target }) => setInvestment(target.value)}
          />
        </label>
        <label>
          负责人
          <select className="field" value={owner} onChange={({ target }) => setOwner(target.value)}>
            {owners.map(({ username, displayName }) => (
              <option key={username} value={username}>
                {displayName}
              </option>
            ))}
          </select>
        </label>
        <ProblemNote problem={change.problem} />
        <div className={styles.buttons}>
          <button type="button" className="button" onClick={onClose}>
            取消
          </button>
          <button
            type="submit"
            className="button button-primary"
            disabled={
              change.busy || firmName.trim() === '' || title.trim() === '' || segment === '' || !chain
            }
          >
            登记
          </button>
        </div>
      </form>
    </Drawer>
  )
}
