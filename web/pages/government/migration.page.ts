import type { PageDeclaration } from '../../shell/page.ts'

export default {
  title: '企业迁移预警',
  icon: 'move',
  order: 4,
  roles: ['province', 'city', 'county', 'chain-office', 'operator', 'steward', 'reviewer'],
  wall: true,
  reads: ['migration-watch', 'address-history', 'fusion', 'dataset:public/registration-change'],
} satisfies PageDeclaration
