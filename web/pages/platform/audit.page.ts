import type { PageDeclaration } from '../../shell/page.ts'

export default {
  title: '安全审计',
  icon: 'list',
  order: 95,
  roles: ['audit-admin'],
  scoped: false,
} satisfies PageDeclaration
