import type { PageDeclaration } from '../../shell/page.ts'

export default {
  title: '企业认证审核',
  icon: 'stamp',
  order: 9,
  roles: ['operator', 'reviewer'],
  scoped: false,
} satisfies PageDeclaration
