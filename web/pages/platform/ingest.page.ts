import type { PageDeclaration } from '../../shell/page.ts'

export default {
  title: '数据接入',
  icon: 'intake',
  order: 1,
  roles: ['operator', 'reviewer', 'enterprise'],
  scoped: false,
} satisfies PageDeclaration
