import type { PageDeclaration } from '../../shell/page.ts'

export default {
  title: '区划树',
  icon: 'map',
  order: 92,
  roles: ['system-admin', 'security-admin'],
  scoped: false,
} satisfies PageDeclaration
