/** 招商项目: 线索 → 洽谈 → 签约 → 开工 → 投产 as a board, a calendar or a list; and the check of incentive texts. */
import { useProjects } from '../../data/projects.ts'
import { Answer } from '../../parts/answer.tsx'
import { Choice } from '../../parts/choice.tsx'
import { RealmBadge } from '../../parts/realm-badge.tsx'
import { useAddressState } from '../../shell/address-state.ts'
import { useScope } from '../../shell/scope.tsx'
import { ProjectBoard } from './projects/board.tsx'
import { ProjectCalendar } from './projects/calendar.tsx'
import { IncentiveView } from './projects/incentive-view.tsx'
import { NewProjectDrawer } from './projects/new-project-drawer.tsx'
import { ProjectDrawer } from './projects/project-drawer.tsx'
import { ProjectTable } from './projects/project-table.tsx'
import { isDecider } from '../../data/vocabulary.ts'
import frame from '../../parts/page-frame.module.css'

const views = [
  { value: 'board', title: '看板' },
  { value: 'calendar', title: '日程' },
  { value: 'list', title: '列表' },
  { value: 'incentive', title: '政策文本检查' },
] as const

export default function Projects() {
  const { query, session, realm } = useScope()
  const address = useAddressState()
  const view = views.find(({ value }) => value === address.get('view'))?.value ?? 'board'
  const projects = useProjects(query)
  const opened = Number(address.get('project')) || null
  const open = (id: number) => address.set({ project: String(id) }, true)
  const closeForm = { add: null, firm: null, firmName: null, origin: null, segment: null }
  return (
    <div className={frame.page}>
      <div className={frame.bar}>
        <Choice
          label="招商项目"
          value={view}
          options={views}
          onChange={(value) => address.set({ view: value === 'board' ? null : value })}
        />
        <RealmBadge realm={realm} always />
        <span className={frame.room} />
        {isDecider(session.role) && (
          <button
            type="button"
            className="button button-primary"
            onClick={() => address.set({ add: 'yes' }, true)}
          >
            登记线索
          </button>
        )}
      </div>
      {view === 'incentive' ? (
        <IncentiveView />
      ) : (
        <Answer of={projects} title="正在读取招商项目">
          {({ items }) => (
            <>
              {view === 'board' && <ProjectBoard projects={items} onOpen={open} />}
              {view === 'calendar' && <ProjectCalendar projects={items} onOpen={open} />}
              {view === 'list' && <ProjectTable projects={items} selected={opened} onOpen={open} />}
            </>
          )}
        </Answer>
      )}
      {opened !== null && (
        <ProjectDrawer
          key={opened}
          id={opened}
          owners={projects.data?.owners ?? []}
          onClose={() => address.set({ project: null })}
        />
      )}
      {address.get('add') !== null && (
        <NewProjectDrawer
          owners={projects.data?.owners ?? []}
          onClose={() => address.set(closeForm)}
          onDone={(id) => address.set({ ...closeForm, project: String(id) })}
        />
      )}
    </div>
  )
}
