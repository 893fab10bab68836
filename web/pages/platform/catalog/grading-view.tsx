import { useState } from 'react'
import type { ColumnGradeItem, Grading } from '../../../../server/api/schemas/certification.ts'
import { gradeCodes, gradeOrder, gradeTitles, useGradeRequests, useGrading } from '../../../data/catalog.ts'
import { Answer } from '../../../parts/answer.tsx'
import { Choice } from '../../../parts/choice.tsx'
import { DataTable } from '../../../parts/data-table.tsx'
import { EmptyState } from '../../../parts/empty-state.tsx'
import { formatNumber } from '../../../parts/format.ts'
import { NameText } from '../../../parts/name-text.tsx'
import { GradeBadge } from './badges.tsx'
import { GradeDrawer, type GradeSubject } from './grade-drawer.tsx'
import { GradeRequests } from './grade-requests.tsx'
import styles from './catalog.module.css'

const parts = [
  { value: 'columns', title: '信息项' },
  { value: 'derived', title: '衍生数据' },
  { value: 'rules', title: '分级规则' },
  { value: 'requests', title: '调级审批' },
] as const
type Part = (typeof parts)[number]['value']

export function GradingView() {
  const grading = useGrading()
  const waiting = (useGradeRequests().data?.items ?? []).filter(({ state }) => state === 'requested').length
  const [part, setPart] = useState<Part>('columns')
  const [subject, setSubject] = useState<GradeSubject | null>(null)
  const shown = parts.map((one) =>
    one.value === 'requests' && waiting > 0 ? { ...one, title: `${one.title} ${waiting}` } : one,
  )
  return (
    <div className={styles.view}>
      <div className={styles.filters}>
        <Choice label="内容" value={part} options={shown} onChange={setPart} />
      </div>
      {part === 'requests' ? (
        <GradeRequests />
      ) : (
        <Answer of={grading} title="正在读取数据等级">
          {(data) => (
            <>
              {part === 'columns' && <Columns columns={data.columns} onOpen={setSubject} />}
              {part === 'derived' && <DerivedData derived={data.derived} onOpen={setSubject} />}
              {part === 'rules' && <Rules rules={data.rules} />}
            </>
          )}
        </Answer>
      )}
      {subject !== null && <GradeDrawer subject={subject} onClose={() => setSubject(null)} />}
    </div>
  )
}

function Columns({
  columns,
  onOpen,
}: {
  readonly columns: readonly ColumnGradeItem[]
  readonly onOpen: (subject: GradeSubject) => void
}) {
  const [grade, setGrade] = useState('')
  const [differing, setDiffering] = useState(false)
  const rows = columns
    .filter((one) => (grade === '' || one.grade === grade) && (!differing || one.differs))
    .toSorted((a, b) => gradeOrder(b.grade) - gradeOrder(a.grade))
  return (
    <>
      <div className={styles.filters}>
        <ul className={styles.counts} aria-label="各级信息项数">
          {gradeCodes.map((code) => (
            <li key={code}>
              <button
                type="button"
                className="button button-small"
                aria-pressed={grade === code}
                onClick={() => setGrade(grade === code ? '' : code)}
              >
                {gradeTitles[code]}
                <b className="number">{formatNumber(columns.filter((one) => one.grade === code).length)}</b>
              </button>
            </li>
          ))}
        </ul>
        <label className={styles.check}>
          <input
            type="checkbox"
            checked={differing}
            onChange={(event) => setDiffering(event.target.checked)}
          />
          只看与契约不同的
        </label>
      </div>
      <DataTable
        name="信息项级别"
        rows={rows}
        rowKey={({ dataset, column }) => `${dataset} ${column}`}
        onRow={(one) =>
          onOpen({
            id: one.dataset,
            column: one.column,
            title: `${one.datasetTitle} · ${one.columnTitle}`,
            grade: one.grade,
            facts: [
              ['契约', one.contract],
              ['规则', one.byRules],
              ['生效', one.grade],
            ],
            inputs: [],
            reason: one.reason,
          })
        }
        empty={<EmptyState title={differing ? '没有与契约不同的信息项' : '没有这一级的信息项'} />}
        columns={[
          {
            key: 'dataset',
            title: '数据集',
            width: '22%',
            value: ({ datasetTitle }) => datasetTitle,
            show: ({ datasetTitle }) => <NameText text={datasetTitle} />,
          },
          {
            key: 'column',
            title: '信息项',
            width: '20%',
            value: ({ columnTitle }) => columnTitle,
            show: ({ columnTitle }) => <NameText text={columnTitle} />,
          },
          {
            key: 'grade',
            title: '生效级别',
            width: '100px',
            value: (one) => gradeTitles[one.grade],
            order: (one) => gradeOrder(one.grade),
            show: (one) => <GradeBadge grade={one.grade} />,
          },
          {
            key: 'contract',
            title: '契约',
            width: '84px',
            value: ({ contract }) => gradeTitles[contract],
            order: ({ contract }) => gradeOrder(contract),
          },
          {
            key: 'rules',
            title: '规则',
            width: '84px',
            value: ({ byRules }) => gradeTitles[byRules],
            order: ({ byRules }) => gradeOrder(byRules),
          },
          {
            key: 'reason',
            title: '理由',
            value: ({ reason }) => reason,
            show: ({ reason }) => <NameText text={reason} />,
          },
        ]}
      />
    </>
  )
}

function DerivedData({
  derived,
  onOpen,
}: {
  readonly derived: Grading['derived']
  readonly onOpen: (subject: GradeSubject) => void
}) {
  return (
    <DataTable
      name="衍生数据级别"
      rows={derived}
      rowKey={({ id }) => id}
      onRow={(one) =>
        onOpen({
          id: one.id,
          column: null,
          title: one.title,
          grade: one.grade,
          facts: [
            ['输入的最高级', one.inherited],
            ['生效', one.grade],
          ],
          inputs: one.inputs,
          reason: one.transformation,
        })
      }
      columns={[
        {
          key: 'title',
          title: '衍生数据',
          width: '22%',
          value: ({ title }) => title,
          show: ({ title }) => <NameText text={title} />,
        },
        {
          key: 'grade',
          title: '生效级别',
          width: '100px',
          value: (one) => gradeTitles[one.grade],
          order: (one) => gradeOrder(one.grade),
          show: (one) => <GradeBadge grade={one.grade} />,
        },
        {
          key: 'inherited',
          title: '输入最高',
          width: '88px',
          value: ({ inherited }) => gradeTitles[inherited],
          order: ({ inherited }) => gradeOrder(inherited),
        },
        {
          key: 'approval',
          title: '审批',
          width: '120px',
          value: ({ approval }) =>
            approval === null ? null : `申请 ${approval.id}${approval.covers ? '' : '（不再覆盖）'}`,
        },
        {
          key: 'inputs',
          title: '输入',
          width: '26%',
          value: ({ inputs }) => inputs.map(({ title }) => title).join('、'),
          show: ({ inputs }) => <NameText text={inputs.map(({ title }) => title).join('、')} lines={2} />,
        },
        {
          key: 'transformation',
          title: '加工',
          value: ({ transformation }) => transformation,
          show: ({ transformation }) => <NameText text={transformation} lines={2} />,
        },
      ]}
    />
  )
}

function Rules({ rules }: { readonly rules: Grading['rules'] }) {
  return (
    <>
      <p className="quiet">
        信息项取命中规则的最高级，不低于契约；数据集取信息项的最高级；衍生数据不低于输入，除非有审批记录。
      </p>
      <DataTable
        name="分级规则"
        rows={rules}
        rowKey={({ id }) => id}
        columns={[
          { key: 'title', title: '规则', width: '24%', value: ({ title }) => title },
          {
            key: 'grade',
            title: '级别',
            width: '100px',
            value: ({ grade }) => gradeTitles[grade],
            order: ({ grade }) => gradeOrder(grade),
            show: ({ grade }) => <GradeBadge grade={grade} />,
          },
          {
            key: 'reason',
            title: '依据',
            value: ({ reason }) => reason,
            show: ({ reason }) => <NameText text={reason} lines={2} />,
          },
        ]}
      />
    </>
  )
}
