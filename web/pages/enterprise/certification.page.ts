import type { PageDeclaration } from '../../shell/page.ts'

export default {
  title: '企业认证',
  icon: 'stamp',
  order: 3,
  roles: ['enterprise'],
  scoped: false,
} satisfies PageDeclaration
