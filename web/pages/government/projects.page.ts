import type { PageDeclaration } from '../../shell/page.ts'

export default {
  title: '招商项目',
  icon: 'stamp',
  order: 3.6,
  roles: ['province', 'city', 'county', 'chain-office', 'operator', 'steward', 'reviewer'],
} satisfies PageDeclaration
