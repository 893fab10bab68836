import { Type, type Static } from 'typebox'
import { Code, Identifier, List, ListQuery, Nullable, Realm, RegionRef } from './shared.ts'

const Day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$', description: '日期 YYYY-MM-DD' })
const Words = (description: string, maxLength: number) =>
  Type.String({ minLength: 1, maxLength, pattern: '\\S', description })
const Id = Type.String({ pattern: '^[a-z0-9-]{1,60}$' })

export const ProjectStage = Type.Union(
  [
    Type.Literal('lead'),
    Type.Literal('talks'),
    Type.Literal('signed'),
    Type.Literal('building'),
    Type.Literal('producing'),
  ],
  { description: '线索、洽谈、签约、开工、投产' },
)
export type ProjectStage = Static<typeof ProjectStage>

export const ProjectStep = Type.Object({
  stage: Type.Union([ProjectStage, Type.Literal('dropped'), Type.Literal('resumed')]),
  reachedOn: Type.String(),
  note: Nullable(Type.String()),
  by: Type.String(),
  at: Type.String(),
})
export type ProjectStep = Static<typeof ProjectStep>

export const ProjectDate = Type.Object({
  id: Type.Integer(),
  dueOn: Type.String(),
  title: Type.String(),
  doneOn: Nullable(Type.String()),
  overdue: Type.Boolean(),
})
export type ProjectDate = Static<typeof ProjectDate>

export const ProjectDocument = Type.Object({
  id: Type.Integer(),
  name: Type.String(),
  type: Type.String(),
  bytes: Type.Integer(),
  sha256: Type.String(),
  by: Type.String(),
  at: Type.String(),
})
export type ProjectDocument = Static<typeof ProjectDocument>

export const Project = Type.Object({
  id: Type.Integer(),
  realm: Realm,
  title: Type.String(),
  chain: Type.String(),
  segment: Type.String(),
  segmentTitle: Type.String(),
  region: RegionRef,
  firm: Type.Object({ key: Nullable(Type.String()), name: Type.String(), origin: Nullable(Type.String()) }),
  /** Planned, yuan. */
  investment: Nullable(Type.Number({ description: '计划投资额，元' })),
  owner: Type.Object({ username: Type.String(), displayName: Type.String() }),
  stage: ProjectStage,
  droppedReason: Nullable(Type.String()),
  /** Stages that were reached, the first first. */
  steps: Type.Array(ProjectStep),
  dates: Type.Array(ProjectDate),
  documents: Type.Array(ProjectDocument),
  /** A day of its calendar is over and not done. */
  overdue: Type.Boolean(),
  openedBy: Type.String(),
  openedAt: Type.String(),
  changedAt: Type.String(),
})
export type Project = Static<typeof Project>

export const ProjectList = Type.Object({
  ...List(Project).properties,
  owners: Type.Array(Type.Object({ username: Type.String(), displayName: Type.String() })),
})
export type ProjectList = Static<typeof ProjectList>

export const ProjectQuery = Type.Object({
  region: Type.Optional(Code),
  realm: Type.Optional(Realm),
  chain: Type.Optional(Id),
  ...ListQuery,
})

export const NewProject = Type.Object({
  title: Words('项目名称', 100),
  chain: Id,
  segment: Id,
  region: Code,
  realm: Realm,
  firmKey: Type.Optional(
    Type.String({ minLength: 1, maxLength: 64, description: '目标企业的统一社会信用代码或证券代码' }),
  ),
  firmName: Words('目标企业名称', 200),
  origin: Type.Optional(Type.String({ maxLength: 100, description: '企业所在省市' })),
  investment: Type.Optional(
    Type.Number({ exclusiveMinimum: 0, maximum: 1e13, description: '计划投资额，元' }),
  ),
  owner: Type.Optional(Type.String({ maxLength: 64, description: '负责人账号；不填为本人' })),
})
export type NewProject = Static<typeof NewProject>

export const ProjectMove = Type.Object({
  stage: ProjectStage,
  reachedOn: Day,
  note: Type.Optional(Type.String({ maxLength: 500 })),
})
export type ProjectMove = Static<typeof ProjectMove>

export const ProjectDrop = Type.Object({ reason: Words('终止原因', 500) })
export const ProjectResume = Type.Object({ note: Words('恢复说明', 500) })

export const ProjectChange = Type.Object(
  {
    title: Type.Optional(Words('项目名称', 100)),
    owner: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
    investment: Type.Optional(
      Nullable(Type.Number({ exclusiveMinimum: 0, maximum: 1e13, description: '计划投资额，元' })),
    ),
  },
  { minProperties: 1 },
)
export type ProjectChange = Static<typeof ProjectChange>

export const NewProjectDate = Type.Object({ dueOn: Day, title: Words('事项', 100) })
export const ProjectDateDone = Type.Object({ doneOn: Nullable(Day) })

export const IncentiveText = Type.Object({
  text: Type.String({ minLength: 1, maxLength: 50_000, description: '拟给予的支持政策或协议条款' }),
})

export const IncentiveCheck = Type.Object({
  notice: Type.String(),
  findings: Type.Array(
    Type.Object({
      clause: Type.Object({ title: Type.String(), text: Type.String() }),
      start: Type.Integer({ description: '在原文中的起始位置，UTF-16 字符' }),
      end: Type.Integer({ description: '结束位置，不含' }),
      quote: Type.String(),
      why: Type.String(),
      advice: Type.String(),
    }),
  ),
})
export type IncentiveCheck = Static<typeof IncentiveCheck>

export const ProjectPath = Type.Object({ projectId: Identifier })
export const ProjectDatePath = Type.Object({ projectId: Identifier, dateId: Identifier })
export const ProjectDocumentPath = Type.Object({ projectId: Identifier, documentId: Identifier })
