import type { PageDeclaration } from '../../shell/page.ts'

export default {
  title: '算法验真',
  icon: 'list',
  order: 10,
  scoped: false,
} satisfies PageDeclaration
