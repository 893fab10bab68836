import type { PageDeclaration } from '../../shell/page.ts'

export default {
  title: '融合汇聚',
  icon: 'merge',
  order: 5,
  roles: ['operator', 'steward', 'reviewer'],
  scoped: false,
} satisfies PageDeclaration
