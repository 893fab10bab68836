import { useState } from 'react'
import { gradeCodes, gradeTitles, type GradeCode } from '../../../data/catalog.ts'
import { Drawer } from '../../../parts/drawer.tsx'
import { useScope } from '../../../shell/scope.tsx'
import { GradeBadge } from './badges.tsx'
import { DecisionForm } from './decision-form.tsx'
import drawer from './drawer.module.css'

/** An information item, or derived data as a whole. */
export interface GradeSubject {
  /** Dataset, or derived/… */
  readonly id: string
  readonly column: string | null
  readonly title: string
  readonly grade: GradeCode
  readonly facts: readonly (readonly [title: string, grade: GradeCode])[]
  /** What derived data is computed from. */
  readonly inputs: readonly { readonly id: string; readonly title: string; readonly grade: GradeCode }[]
  readonly reason: string
}

/** Why something has its level; stewards ask for another. */
export function GradeDrawer({
  subject,
  onClose,
}: {
  readonly subject: GradeSubject
  readonly onClose: () => void
}) {
  const { session } = useScope()
  const [grade, setGrade] = useState<GradeCode>(subject.grade)
  const mayAsk = session.role === 'operator' || session.role === 'steward'
  return (
    <Drawer title={subject.title} note={<GradeBadge grade={subject.grade} />} onClose={onClose}>
      <div className={drawer.detail}>
        <dl className={drawer.terms}>
          {subject.facts.map(([title, code]) => (
            <div key={title}>
              <dt>{title}</dt>
              <dd>
                <GradeBadge grade={code} />
              </dd>
            </div>
          ))}
          <div>
            <dt>{subject.column === null ? '加工' : '理由'}</dt>
            <dd>{subject.reason}</dd>
          </div>
        </dl>
        {subject.inputs.length > 0 && (
          <section>
            <h3>输入</h3>
            <ul className={drawer.inputs}>
              {subject.inputs.map(({ id, title, grade: of }) => (
                <li key={id}>
                  {title}
                  <GradeBadge grade={of} />
                </li>
              ))}
            </ul>
          </section>
        )}
        {mayAsk && (
          <section>
            <h3>申请调级</h3>
            <DecisionForm
              label="理由"
              path="/api/catalog/grading/requests"
              onDone={onClose}
              actions={[
                {
                  title: '提交申请',
                  primary: true,
                  body: (reason) => ({ subject: subject.id, column: subject.column, grade, reason }),
                },
              ]}
            >
              <p className="quiet small">
                由安全管理员审批
                {subject.column === null ? '；批准后按新的级别管理。' : '；批准后立即按新的级别遮蔽。'}
              </p>
              <label>
                调整为
                <select
                  className="field"
                  value={grade}
                  onChange={(event) =>
                    setGrade(gradeCodes.find((code) => code === event.target.value) ?? subject.grade)
                  }
                >
                  {gradeCodes.map((code) => (
                    <option key={code} value={code}>
                      {gradeTitles[code]}
                    </option>
                  ))}
                </select>
              </label>
            </DecisionForm>
          </section>
        )}
      </div>
    </Drawer>
  )
}
