import type { PageDeclaration } from '../../shell/page.ts'

export default {
  title: '产业全景图谱',
  icon: 'chain',
  order: 2,
  wall: true,
  reads: [
    'metric:chain-completeness',
    'metric:local-supply-ratio',
    'metric:enterprise-count',
    'chain',
    'fusion',
    'dataset:enterprise/supply-transaction',
    'dataset:enterprise/capacity-week',
    'dataset:enterprise/energy-meter',
  ],
} satisfies PageDeclaration
