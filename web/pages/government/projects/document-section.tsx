import type { Project } from '../../../../server/api/schemas/project.ts'
import { useChange } from '../../../data/change.ts'
import { PROJECTS } from '../../../data/projects.ts'
import { FileDrop } from '../../../parts/file-drop.tsx'
import { formatBytes, formatTime } from '../../../parts/format.ts'
import { ProblemNote } from '../../../parts/problem-note.tsx'
import styles from './projects.module.css'

/** Agreements, plans and minutes; only those who work on projects open them. */
export function DocumentSection({ project, works }: { readonly project: Project; readonly works: boolean }) {
  const change = useChange(PROJECTS)
  const path = `${PROJECTS}/${project.id}/documents`
  const send = (file: File) => {
    const form = new FormData()
    form.append('file', file)
    void change.run(path, 'POST', form)
  }
  return (
    <section>
      <h3>文件</h3>
      {project.documents.length === 0 && <p className="quiet">还没有文件。</p>}
      <ul className={styles.documents}>
        {project.documents.map((document) => (
          <li key={document.id}>
            {works ? (
              <a href={`${path}/${document.id}`} download={document.name}>
                {document.name}
              </a>
            ) : (
              <bdi>{document.name}</bdi>
            )}
            <span className="quiet small">
              {formatBytes(document.bytes)} · {document.by}，{formatTime(document.at)}
            </span>
          </li>
        ))}
      </ul>
      {works && (
        <FileDrop
          label="上传项目文件"
          accept=".pdf,.docx,.xlsx,.png,.jpg,.jpeg"
          invitation={change.busy ? '正在上传 …' : '选择或拖入文件'}
          hint="PDF、Word、Excel、PNG 或 JPG，不超过 20 MB"
          file={null}
          onFile={send}
        />
      )}
      <ProblemNote problem={change.problem} />
    </section>
  )
}
