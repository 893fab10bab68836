import type { ProjectStage } from '../api/schemas/project.ts'
import { readProjects } from '../projects/read.ts'
import type { Database } from '../warehouse/database.ts'
import type { AtlasPlace } from './firm-list.ts'
import { atlasTable, type AtlasTable } from './table.ts'

const stageTitles: Readonly<Record<ProjectStage, string>> = {
  lead: '线索',
  talks: '洽谈',
  signed: '签约',
  building: '开工',
  producing: '投产',
}

/** 项目清单: what is being worked on for the chain, lately changed first. `today` YYYY-MM-DD. */
export async function projectList(
  platform: Database,
  { chain, region, realm }: Omit<AtlasPlace, 'month'>,
  today: string,
): Promise<AtlasTable> {
  const projects = await readProjects(platform, { region, realm, chain: chain.id }, today)
  return atlasTable({
    id: 'projects',
    title: '项目清单',
    note: '取自招商项目库的当前状态，最近变动的在前；下一事项为日程中最早未办的一项。',
    columns: [
      { title: '项目' },
      { title: '企业' },
      { title: '环节' },
      { title: '地区' },
      { title: '进度' },
      { title: '负责人' },
      { title: '计划投资额', unit: '元' },
      { title: '下一事项' },
    ],
    rows: projects.map((project) => {
      const next = project.dates.find(({ doneOn }) => doneOn === null)
      return {
        segment: project.segment,
        ...(project.firm.key === null ? {} : { firm: project.firm.key }),
        cells: [
          project.title,
          project.firm.name,
          project.segmentTitle,
          project.region.name,
          project.droppedReason === null ? stageTitles[project.stage] : `终止：${project.droppedReason}`,
          project.owner.displayName,
          project.investment,
          next === undefined ? null : `${next.dueOn} ${next.title}${next.overdue ? '（逾期）' : ''}`,
        ],
      }
    }),
    whenEmpty: '本区域还没有登记本链的招商项目；可在招商项目页登记。',
  })
}
