import type { PageDeclaration } from '../../shell/page.ts'

export default {
  title: '区划树',
  icon: 'map',
  order: 93,
  roles: ['system-admin', 'security-admin'],
  scoped: false,
} satisfies PageDeclaration
