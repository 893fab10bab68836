import type { PageDeclaration } from '../../shell/page.ts'

export default {
  title: '采集',
  icon: 'intake',
  order: 1,
  roles: ['operator', 'steward', 'reviewer'],
  scoped: false,
} satisfies PageDeclaration
