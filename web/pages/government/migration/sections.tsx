/** The parts of the page: what is watched, and what is studied. */
import { Choice } from '../../../parts/choice.tsx'
import { RealmBadge } from '../../../parts/realm-badge.tsx'
import { useScope } from '../../../shell/scope.tsx'
import { sections, type ViewState } from './view-state.ts'
import styles from './study.module.css'

export function Sections({ view }: { readonly view: ViewState }) {
  const { realm } = useScope()
  return (
    <nav className={styles.sections} aria-label="企业迁移的各部分" data-print="no">
      <Choice label="部分" value={view.section} options={sections} onChange={view.showSection} />
      <RealmBadge realm={realm} compact />
    </nav>
  )
}
