import type { PageDeclaration } from '../../shell/page.ts'

export default {
  title: '治理',
  icon: 'quality',
  order: 4,
  roles: ['operator', 'steward', 'reviewer'],
  scoped: false,
} satisfies PageDeclaration
