import type { PageDeclaration } from '../../shell/page.ts'

export default {
  title: '招商地图',
  icon: 'target',
  order: 3,
  roles: ['province', 'city', 'county', 'chain-office', 'operator', 'steward', 'reviewer'],
  wall: true,
  reads: ['chain', 'fusion'],
} satisfies PageDeclaration
