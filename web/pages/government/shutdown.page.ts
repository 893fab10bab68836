import type { PageDeclaration } from '../../shell/page.ts'

export default {
  title: '停产推演',
  icon: 'ripple',
  order: 2.7,
  roles: ['province', 'city', 'county', 'chain-office', 'operator', 'steward', 'reviewer'],
  reads: ['chain', 'fusion', 'criticality', 'dataset:enterprise/supply-transaction'],
} satisfies PageDeclaration
