import type { PageDeclaration } from '../../shell/page.ts'

export default {
  title: '账号与角色',
  icon: 'user',
  order: 91,
  roles: ['system-admin', 'security-admin'],
  scoped: false,
} satisfies PageDeclaration
