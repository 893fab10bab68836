import type { PageDeclaration } from '../../shell/page.ts'

export default {
  title: '数据授权',
  icon: 'key',
  order: 21,
  roles: ['enterprise'],
  scoped: false,
} satisfies PageDeclaration
