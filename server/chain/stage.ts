import type { Stage } from '../warehouse/stage.ts'

/** Beside the golden enterprises, what classification, network and verdicts depend on. */
export const chainStage: Stage = {
  id: 'chain',
  title: '产业链判断',
  summary: '把企业归入产业链环节，汇总供需关系，判断各地各环节的强弱。',
  datasets: [
    'enterprise/supply-transaction',
    'public/registration-change',
    'public/division',
    'industry/segment-link',
  ],
  after: ['fusion'],
  tables: [
    'enterprise_segment',
    'segment_override',
    'network_node',
    'supply_edge',
    'network_layout',
    'network_place',
    'realm_state',
    'segment_state',
    'segment_flow',
  ],
}
