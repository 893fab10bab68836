/** One project: how far it is, what comes next, its documents, and the steps it can take. */
import { useState } from 'react'
import type { Project } from '../../../../server/api/schemas/project.ts'
import { useChange } from '../../../data/change.ts'
import { PROJECTS, projectStages, projectStageTitles, useProject } from '../../../data/projects.ts'
import { Answer } from '../../../parts/answer.tsx'
import { Drawer } from '../../../parts/drawer.tsx'
import { FactList } from '../../../parts/fact-list.tsx'
import { dayFromNow, moneyText } from '../../../parts/format.ts'
import { ProblemNote } from '../../../parts/problem-note.tsx'
import { ReasonForm } from '../../../parts/reason-form.tsx'
import { StageSteps } from '../../../parts/stage-steps.tsx'
import { useScope } from '../../../shell/scope.tsx'
import { DateSection } from './date-section.tsx'
import { DocumentSection } from './document-section.tsx'
import type { Owner } from './new-project-drawer.tsx'
import { isDecider } from '../../../data/vocabulary.ts'
import styles from './projects.module.css'

export function ProjectDrawer({
  id,
  owners,
  onClose,
}: {
  readonly id: number
  readonly owners: readonly Owner[]
  readonly onClose: () => void
}) {
  const project = useProject(id)
  return (
    <Drawer title={project.data?.title ?? '招商项目'} wide onClose={onClose}>
      <Answer of={project} title="正在读取项目">
        {(data) => <Detail project={data} owners={owners} />}
      </Answer>
    </Drawer>
  )
}

function Detail({ project, owners }: { readonly project: Project; readonly owners: readonly Owner[] }) {
  const { session } = useScope()
  const works = isDecider(session.role)
  const alive = project.droppedReason === null
  return (
    <div className={styles.detail}>
      <StageSteps
        stages={projectStages.map((id) => ({ id, title: projectStageTitles[id] }))}
        current={project.stage}
      />
      {!alive && <p className={styles.overdue}>已终止：{project.droppedReason}</p>}
      <FactList
        facts={[
          ['企业', project.firm.name],
          ['来自', project.firm.origin ?? '—'],
          ['环节', project.segmentTitle],
          ['落地区域', project.region.name],
          ['计划投资额', moneyText(project.investment)],
          ['负责人', project.owner.displayName],
        ]}
      />
      {works && <Moves project={project} />}
      {works && alive && <OwnerForm project={project} owners={owners} />}
      <DateSection project={project} works={works && alive} />
      <DocumentSection project={project} works={works} />
      <section>
        <h3>经过</h3>
        <ul className={styles.history}>
          {project.steps.toReversed().map((step) => (
            <li key={`${step.at} ${step.stage}`}>
              <b>{projectStageTitles[step.stage]}</b>　{step.reachedOn}
              <span className="quiet small">　{step.by}</span>
              {step.note !== null && <p>{step.note}</p>}
            </li>
          ))}
        </ul>
      </section>
    </div>
  )
}

function Moves({ project }: { readonly project: Project }) {
  const at = projectStages.indexOf(project.stage)
  const [stage, setStage] = useState(projectStages[at + 1] ?? project.stage)
  const [reachedOn, setReachedOn] = useState(() => dayFromNow())
  const [note, setNote] = useState('')
  const change = useChange(PROJECTS)
  const path = `${PROJECTS}/${project.id}`
  if (project.droppedReason !== null) {
    return (
      <div>
        <ReasonForm
          button="恢复项目"
          label="恢复说明"
          busy={change.busy}
          onSend={(text) => void change.run(`${path}/resume`, 'POST', { note: text })}
        />
        <ProblemNote problem={change.problem} />
      </div>
    )
  }
  const back = projectStages.indexOf(stage) < at
  return (
    <div className={styles.moves}>
      <form
        className={`${styles.line} ${styles.grow}`}
        onSubmit={(event) => {
          event.preventDefault()
          void change
            .run(`${path}/stage`, 'POST', {
              stage,
              reachedOn,
              ...(note.trim() !== '' && { note: note.trim() }),
            })
            .then(() => setNote(''))
        }}
      >
        <select
          className="field"
          aria-label="阶段"
          value={stage}
          onChange={({ target }) =>
            setStage(projectStages.find((one) => one === target.value) ?? project.stage)
          }
        >
          {projectStages.map((one) => (
            <option key={one} value={one} disabled={one === project.stage}>
              {projectStageTitles[one]}
            </option>
          ))}
        </select>
        <input
          type="date"
          className="field"
          aria-label="到达日期"
          required
          max={dayFromNow()}
          value={reachedOn}
          onChange={({ target }) => setReachedOn(target.value)}
        />
        <input
          className={`field ${styles.grow}`}
          aria-label="说明"
          placeholder={back ? '退回的原因（必填）' : '说明（可空）'}
          required={back}
          maxLength={500}
          value={note}
          onChange={({ target }) => setNote(target.value)}
        />
        <button
          type="submit"
          className="button button-primary"
          disabled={change.busy || stage === project.stage}
        >
          {back ? '退回' : '推进'}
        </button>
      </form>
      <ReasonForm
        button="终止"
        label="终止原因"
        busy={change.busy}
        onSend={(reason) => void change.run(`${path}/drop`, 'POST', { reason })}
      />
      <ProblemNote problem={change.problem} />
    </div>
  )
}

function OwnerForm({ project, owners }: { readonly project: Project; readonly owners: readonly Owner[] }) {
  const change = useChange(PROJECTS)
  return (
    <label className={styles.owner}>
      转交给
      <select
        className="field"
        value={project.owner.username}
        disabled={change.busy}
        onChange={({ target }) =>
          void change.run(`${PROJECTS}/${project.id}`, 'PATCH', { owner: target.value })
        }
      >
        {!owners.some(({ username }) => username === project.owner.username) && (
          <option value={project.owner.username}>{project.owner.displayName}</option>
        )}
        {owners.map(({ username, displayName }) => (
          <option key={username} value={username}>
            {displayName}
          </option>
        ))}
      </select>
      <ProblemNote problem={change.problem} />
    </label>
  )
}
