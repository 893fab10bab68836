import type { PageDeclaration } from '../../shell/page.ts'

export default {
  title: '归集',
  icon: 'layers',
  order: 2,
  roles: ['province', 'city', 'county', 'chain-office', 'operator', 'steward', 'reviewer', 'enterprise'],
  scoped: false,
} satisfies PageDeclaration
