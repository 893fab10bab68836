import type { PageDeclaration } from '../../shell/page.ts'

export default {
  title: '数据填报',
  icon: 'upload',
  order: 1,
  roles: ['enterprise'],
  scoped: false,
} satisfies PageDeclaration
