import type { Stage } from '../warehouse/stage.ts'

export const criticalityStage: Stage = {
  id: 'criticality',
  title: '关键企业扫描',
  summary: '逐家模拟停产，按系统性风险指数排列企业，找出隐性关键企业。',
  datasets: ['enterprise/supply-transaction', 'public/division'],
  after: ['fusion', 'chain'],
  tables: ['firm_criticality', 'criticality_state', 'criticality_sweep'],
}
