import type { PageDeclaration } from '../../shell/page.ts'

export default {
  title: '血缘',
  icon: 'lineage',
  order: 7,
  roles: ['province', 'city', 'county', 'chain-office', 'operator', 'steward', 'reviewer'],
} satisfies PageDeclaration
